#!/usr/bin/env bash
# Fuzzes one target, or each in turn, with Jazzer, guided by coverage.
#
#   fuzz/fuzz.sh [all|frame|segment-header|state|directory|command] [SECONDS for each (60)]
#
# What it finds is left in fuzz/target as crash-*: it belongs into fuzz/src/test/resources/found/TARGET, where every build tries it again.
set -euo pipefail
target=${1:-all}
seconds=${2:-60}
cd "$(dirname "$0")/.."

declare -A class=(
    [frame]=dev.ringwal.fuzz.FrameFuzzer
    [segment-header]=dev.ringwal.fuzz.SegmentHeaderFuzzer
    [state]=dev.ringwal.fuzz.StateFuzzer
    [directory]=dev.ringwal.fuzz.DirectoryFuzzer
    [command]=dev.ringwal.cli.CommandFuzzer
)
[[ $target == all || -n ${class[$target]-} ]] || { echo "there is no target $target: ${!class[*]}" >&2; exit 2; }

mvn -q -B -Pfuzz -DskipTests package -pl fuzz -am
cd fuzz/target
for name in "${!class[@]}"; do
    [[ $target == all || $target == "$name" ]] || continue
    mkdir -p "corpus/$name"
    echo "fuzz: $name for $seconds s"
    if ! java -Xmx1g -cp "classes:lib/*" com.code_intelligence.jazzer.Jazzer --target_class="${class[$name]}" \
        --instrumentation_includes='dev.ringwal.**' --keep_going=1 "corpus/$name" \
        -max_total_time="$seconds" -rss_limit_mb=3000 -timeout=20 -max_len=8192 -print_final_stats=1 2>&1 | tail -n 25; then
        echo "fuzz: $name found something" >&2
        exit 1
    fi
done
