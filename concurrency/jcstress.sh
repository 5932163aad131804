#!/usr/bin/env bash
# Runs the jcstress tests: what a few threads may see of a log that they use at once.
#
#   concurrency/jcstress.sh [MODE: sanity, quick (default), default, tough] [jcstress's own arguments]
set -euo pipefail
mode=${1:-quick}
shift || true
cd "$(dirname "$0")/.."
mvn -q -B -DskipTests package -pl concurrency -am
cd concurrency/target
java -cp "classes:lib/*" org.openjdk.jcstress.Main -m "$mode" -v -r results "$@"
