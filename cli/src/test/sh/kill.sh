#!/usr/bin/env bash
# Kills `ringwal append --acks` under load with SIGKILL at random moments, again and again on one directory, and proves after each kill:
# every sequence that was printed is there with its content, order is kept, nothing was made up, and the next run goes on behind the last.
#
#   cli/src/test/sh/kill.sh [KILLS (50)] [ACKS before a kill (10000)] [SEED]
#
# Segments are small, so that many kills meet a roll: the last segment with records has its footer, or none has records behind it. Of 50 kills
# and more one must.
set -euo pipefail
kills=${1:-50}
acks=${2:-10000}
seed=${3:-$RANDOM}
RANDOM=$seed
top=$(cd "$(dirname "$0")/../../../.." && pwd)
ringwal=$top/ringwal
work=$(mktemp -d "$top/cli/target/kill.XXXXXX")
trap 'kill -9 ${child:-} 2>/dev/null || true; rm -rf "$work"' EXIT
log=$work/log

die() { echo "FAILED (seed $seed, log kept as $work): $*" >&2; trap - EXIT; kill -9 "${child:-}" 2>/dev/null || true; exit 1; }

# Line I of run R; of varying length.
lines() {
  awk -v r="$1" 'BEGIN { p = sprintf("%400s", ""); gsub(/ /, "x", p); for (i = 0; i < 20000000; i++) print r "-" i "-" substr(p, 1, (i * 37) % 211) }'
}

# Whether the newest segment that was begun ends with its footer: a frame of kind 4 at the begin of a page.
met_roll() {
  local file
  for file in $(ls -r "$log"/*.seg); do
    if [ "$(od -An -tu1 -j4101 -N1 "$file" | tr -d ' ')" = 2 ]; then
      od -An -v -tu1 -w4096 -j4096 "$file" | awk '$5 == 1 && $6 == 4 { found = 1 } END { exit !found }'
      return
    fi
  done
  return 1
}

readonly PATIENCE_SECONDS=120
next=0
rolls=0
least=
for ((run = 0; run < kills; run++)); do
  : > "$work/acks"
  lines "$run" 2>/dev/null | "$ringwal" append --acks --segment-bytes 32768 "$log" > "$work/acks" &
  child=$!
  # The pipeline's last process is the one to kill.
  begun=$SECONDS
  while [ "$(wc -l < "$work/acks")" -lt "$acks" ]; do
    kill -0 "$child" 2>/dev/null || die "append ended by itself in run $run"
    ((SECONDS < begun + PATIENCE_SECONDS)) || die "nothing has come for $PATIENCE_SECONDS s in run $run"
  done
  for ((spin = RANDOM % 300; spin > 0; spin--)); do :; done
  kill -9 "$child"
  wait "$child" 2>/dev/null || true
  met_roll && rolls=$((rolls + 1))

  # A last line that the kill cut in two is no acknowledgement.
  acked=$(awk -v next_expected="$next" '{ if ($0 != next_expected + NR - 1 && !bad) bad = NR } END { if (bad && bad < NR) { print "order", bad; exit }; print (bad ? NR - 1 : NR) }' "$work/acks")
  case $acked in order*) die "run $run acknowledged out of order at line ${acked#order }, expected $next at line 1" ;; esac
  [ "$acked" -ge "$acks" ] || die "run $run acknowledged $acked"
  least=$(( ${least:-$acked} < acked ? ${least:-$acked} : acked ))

  "$ringwal" cat --from "$next" "$log" > "$work/read" 2> "$work/note" || die "cat: $(cat "$work/note")"
  read=$(wc -l < "$work/read")
  [ "$read" -ge "$acked" ] || die "run $run: $acked acknowledged, $read read back"
  cmp "$work/read" <(lines "$run" 2>/dev/null | head -n "$read") || die "run $run: content differs"
  next=$((next + read))
  "$ringwal" verify "$log" > /dev/null || die "verify after run $run"
  # Keeps the directory small; what is left must be whole.
  "$ringwal" trim --before "$((next - 1000))" "$log" > /dev/null
  cmp <("$ringwal" cat --from "$((next - 1))" "$log") <(tail -n 1 "$work/read") || die "last record of run $run after trim"
done
[ "$kills" -lt 50 ] || [ "$rolls" -gt 0 ] || die "none of $kills kills met a roll"
echo "$kills kills, at least $least acknowledged before each, $rolls met a roll, $next records, none missing (seed $seed)"
