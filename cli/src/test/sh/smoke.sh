#!/usr/bin/env bash
# Drives the ringwal command as a user would, on real files; stops at the first thing that is not as promised.
set -euo pipefail
set -m # jobs of their own, so that SIGINT reaches one in the background

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../../.." && pwd)
mkdir -p "$root/target"
work=$(mktemp -d "$root/target/smoke.XXXXXX")
jobs=()

finish() {
    local pid
    for pid in "${jobs[@]}"; do
        kill -9 "$pid" 2>/dev/null || true
    done
    cd "$root"
    rm -rf "$work"
}
trap finish EXIT
trap 'printf "smoke: FAILED at line %s\n" "$LINENO" >&2' ERR
cd "$work"

step() { printf 'smoke: %s\n' "$1"; }
ringwal() { "$root/ringwal" "$@"; }

# exits CODE COMMAND...: the command's exit code is what it must be, and it says no more than one line on stderr.
exits() {
    local expected=$1 code=0
    shift
    "$@" 2>err || code=$?
    if [[ $code != "$expected" || $(grep -vc '^NOTE: Picked up' err) -gt 1 ]]; then
        printf 'smoke: exit code %s instead of %s: %s\n' "$code" "$expected" "$*" >&2
        cat err >&2
        return 1
    fi
}

# background CODE COMMAND...: starts ringwal itself, with no shell between it and a signal; its process is $pid.
background() {
    env --default-signal=INT "$root/ringwal" "$@" & # a shell that is itself in the background ignores it
    pid=$!
    jobs+=("$pid")
}

# lines FILE N: waits until the file has so many lines.
lines() {
    local tries
    for ((tries = 0; tries < 600; tries++)); do
        [[ $(wc -l <"$1") -lt $2 ]] || return 0
        sleep 0.05
    done
    printf 'smoke: %s never had %s lines\n' "$1" "$2" >&2
    return 1
}

ended() {
    local code=0
    wait "$pid" 2>/dev/null || code=$?
    [[ $code == "$1" ]] || { printf 'smoke: exit code %s instead of %s\n' "$code" "$1" >&2; return 1; }
}

json() { grep -qF -- "$2" "$1" || { printf 'smoke: no %s in: %s\n' "$2" "$(tail -n 1 "$1")" >&2; return 1; }; }

step "starts through a symlink, from anywhere"
ln -s "$root/ringwal" link
(cd / && "$work/link" --version) >version
grep -qx 'ringwal [0-9].*' version
ringwal --help >/dev/null
exits 2 ringwal
exits 2 ringwal no-such-command
exits 2 ringwal append
exits 2 ringwal append log --batch none

step "20 MB of text, there and back"
find -L /usr/share -type f \( -name '*.txt' -o -name '*.pm' -o -name '*.py' -o -name 'copyright' -o -name '*.html' \) -size +1k \
    -exec cat {} + 2>/dev/null | head -c 20000000 >text || true
while [[ $(wc -c <text) -lt 20000000 ]]; do
    { cat text; seq 100000; } | head -c 20000000 >more
    mv more text
done
echo >>text # the last line is whole
records=$(wc -l <text)
ringwal append log text --json >figures
json figures "\"records\":$records,"
json figures "\"last_sequence\":$((records - 1)),"
ringwal cat log | cmp - text
ringwal verify log >/dev/null
ringwal verify log --json >verified
json verified "\"intact\":true,\"records\":$records,"
ringwal stat log --json >stat
json stat "\"first_sequence\":0,\"last_sequence\":$((records - 1)),"
json stat '"writer_pid":0'
ringwal cat log --from 100 --count 50 | cmp - <(tail -n +101 text | head -n 50)
ringwal cat log --from "$records" | cmp - /dev/null

step "closed streams, foreign files, a missing LOCK"
echo one | ringwal append odd
exits 1 ringwal append odd <&-
exits 1 ringwal cat odd >&-
echo two | ringwal append odd 2>&-
mkfifo odd/00000000000000000007.seg
exits 1 ringwal cat odd
rm odd/00000000000000000007.seg
mv odd/LOCK lock
exits 1 ringwal cat odd
grep -q 'the file LOCK is missing beside 2 segments' err
mv lock odd/LOCK
ringwal cat odd | cmp - <(printf 'one\ntwo\n')

step "arbitrary bytes, in batches, and a heap smaller than the input"
head -c 3000000 /dev/urandom >random
JDK_JAVA_OPTIONS=-Xmx32m ringwal append random-log random --batch 64 --durability written
ringwal cat random-log | head -c 3000000 | cmp - random
for _ in 1 2 3 4 5; do cat text; done | JDK_JAVA_OPTIONS=-Xmx32m ringwal append big - --batch 100 --segment-bytes 8388608
[[ $(JDK_JAVA_OPTIONS=-Xmx32m ringwal cat big | wc -l) == $((5 * records)) ]]
ringwal cat random-log --format hex | tr -d '\n' | wc -c >hex
ringwal cat random-log --format json --count 3 >json
[[ $(grep -c '^{"sequence":[012],"timestamp":[0-9]*,"payload' json) == 3 ]]
rm -rf random random-log

step "segments are trimmed"
ringwal trim big --before $((4 * records)) >trimmed
first=$(tr -dc 0-9 <trimmed)
[[ $first -gt 0 && $first -le $((4 * records)) ]]
[[ $(ringwal cat big | wc -l) == $((5 * records - first)) ]]
exits 1 ringwal cat big --from 0
grep -q "the first that is left is $first" err
ringwal verify big >/dev/null
rm -rf big

step "what a log is not"
exits 1 ringwal cat nowhere
exits 1 ringwal stat nowhere
exits 1 ringwal verify nowhere
exits 1 ringwal trim nowhere --before 1
[[ ! -e nowhere ]]
exits 1 ringwal append nowhere no-such-file
[[ ! -e nowhere ]]
ringwal append empty </dev/null
[[ -d empty && $(ringwal cat empty | wc -c) == 0 ]]
exits 1 ringwal append log text --record-limit-bytes 3
exits 1 ringwal cat log --count 1 >/dev/full

step "readers that go away"
{ ringwal cat log 2>err; echo $? >code; } | head -n 1 >/dev/null
[[ $(cat code) == 0 && ! -s err ]]

step "a live writer: followed, looked at, and alone"
mkfifo input
background append live input --acks --json >acks
writer=$pid
exec 4>input
seq 0 9 >&4
lines acks 10
ringwal cat live | cmp - <(seq 0 9)
ringwal stat live --json >stat
json stat "\"writer_pid\":$writer"
ringwal verify live >/dev/null
exits 4 ringwal append live --json </dev/null >figures
grep -q "process $writer" err
json figures '"error":"'
exits 4 ringwal trim live --before 1
background cat live --follow --from 5 --count 10 >followed
lines followed 5
seq 10 24 >&4
ended 0
cmp followed <(seq 5 14)

step "SIGTERM and SIGINT: what was read is drained, what is unfinished is dropped"
pid=$writer
lines acks 25
kill -TERM "$pid"
ended 143
head -n 25 acks | cmp - <(seq 0 24)
tail -n 1 acks >figures
json figures '"records":25,'
exec 4>&-
background append live input --batch 10 --acks --json >acks
exec 4>input
seq 0 24 >&4
lines acks 20
kill -INT "$pid"
ended 130
tail -n 1 acks >figures
json figures '"records":20,"bytes":'
json figures '"first_sequence":25,"last_sequence":44,'
exec 4>&-
ringwal cat live | cmp - <(seq 0 24; seq 0 19)

step "kill -9 under load, five times: all that was acknowledged is there, batches are whole, and it goes on"
next=0
for batch in 1 7 1 100 1; do
    : >acks
    background append killed --batch "$batch" --acks >acks < <(exec seq "$next" 100000000)
    lines acks 20000
    kill -9 "$pid"
    ended 137
    acknowledged=$(($(wc -l <acks) + next)) # a last line without its end is not counted
    ringwal verify killed >/dev/null 2>unproven || { cat unproven >&2; false; }
    ringwal cat killed >back 2>unproven
    count=$(wc -l <back)
    [[ $count -ge $acknowledged && $(((count - next) % batch)) == 0 ]]
    cmp back <(seq 0 $((count - 1)))
    cmp <(head -n $((acknowledged - next)) acks) <(seq "$next" $((acknowledged - 1)))
    next=$count
done
ringwal append killed </dev/null
ringwal cat killed 2>unproven | cmp - back
[[ ! -s unproven ]]

step "damage is found, named and never printed"
segment=$(find log -name '*.seg' | sort | head -n 1)
offset=100000
byte=$(od -An -tu1 -j "$offset" -N 1 "$segment")
printf "\\x$(printf %02x $((byte ^ 1)))" | dd of="$segment" bs=1 seek="$offset" conv=notrunc status=none
exits 3 ringwal verify log --json >verified
json verified "\"file\":\"${segment##*/}\""
exits 3 ringwal cat log >back
grep -q "${segment##*/}" err
count=$(wc -l <back)
[[ $count -gt 0 && $count -lt $records ]]
head -n "$count" text | cmp - back

step "damage to what was synced, in a log that nobody closed"
background append crashed input --acks >acks
exec 4>input
seq 0 9999 >&4
lines acks 10000
kill -9 "$pid"
ended 137
exec 4>&-
segment=$(find crashed -name '*.seg')
printf '\xff' | dd of="$segment" bs=1 seek=40000 conv=notrunc status=none
exits 3 ringwal verify crashed --json >verified
json verified '"intact":false,'
exits 3 ringwal append crashed </dev/null
exits 3 ringwal cat crashed >back
count=$(wc -l <back)
[[ $count -gt 0 && $count -lt 10000 ]]
cmp back <(seq 0 $((count - 1)))

step "the demo"
ringwal demo --seconds 1 >demo
grep -q 'compared [1-9][0-9,]* acknowledged records: 0 missing, 0 altered or out of order' demo
[[ ! -e demo-log ]]

step "passed"
