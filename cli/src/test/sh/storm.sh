#!/usr/bin/env bash
# A writer under load on a real file system, ended again and again by whatever comes: power cut, kill -9, a stop for a second and then a kill,
# a full disk, a sync that fails, the end of its input. After each the log is opened again, and every acknowledged record must be there, with
# its content, in order, and nothing that was not appended. Half the time on ext4, half on XFS. Needs root, loop mounts, perl and strace.
#
#   cli/src/test/sh/storm.sh [SECONDS (120)] [SEED]
set -Eeuo pipefail
seconds=${1:-120}
seed=${2:-$RANDOM}
name=storm
. "$(dirname "$0")/images.sh"
kinds=(cut kill stop full sync end)
declare -A counts

by_cut() {
    cut_power
    ends 1
    remount
}

by_kill() { kill_it; }

by_stop() {
    kill -STOP "$child"
    sleep 1
    kill -CONT "$child"
    a_moment
    kill_it
}

# Until the writer gives up: its file system is full.
by_full() {
    dd if=/dev/zero of="$mount/filler" bs=1M status=none 2>/dev/null || true
    ends 1 'free space'
    rm "$mount/filler"
}

by_sync() {
    strace -f -qq -o "$work/strace" -p "$child" -e trace=fdatasync -e inject=fdatasync:error=EIO 2>/dev/null &
    local tracer=$!
    ends 1 'Input/output error'
    wait "$tracer" || true
    grep -q INJECTED "$work/strace" || fail "no sync was made to fail"
}

# Its input ends.
by_end() {
    ends 0
    [[ $(wc -l <"$work/acks") == "$given" ]] || fail "$given appended, $(wc -l <"$work/acks") acknowledged"
}

storm() {
    local deadline=$((SECONDS + $2)) kind run given acks
    next=0
    total=0
    counts=()
    make "$1" 512M
    for ((run = 0; SECONDS < deadline; run++)); do
        kind=${kinds[RANDOM % ${#kinds[@]}]}
        acks=$((RANDOM % 20000 + 500))
        given=
        if [[ $kind == end ]]; then
            given=$acks
            acks=0
        fi
        append "$run" "$acks" "$mount/log" "$given"
        "by_$kind"
        : | ringwal append "$mount/log" || fail "the log did not open after $kind, run $run"
        check "$run" "$mount/log" "$([[ $kind != full ]] || echo refused)"
        ringwal trim --before "$((next > 1000 ? next - 1000 : 0))" "$mount/log" >/dev/null
        counts[$kind]=$((${counts[$kind]:-0} + 1))
    done
    unmount
    local tally=
    for kind in "${kinds[@]}"; do tally+=" $kind ${counts[$kind]:-0}"; done
    step "$1, $2 s, $run rounds ($tally ), $total records acknowledged, none lost, no refusal to open (seed $seed)"
}

[[ $EUID == 0 ]] && has mkfs.ext4 && has perl && has strace || { skip "the storm" "needs root, mkfs.ext4, perl and strace"; exit 0; }
if has mkfs.xfs; then
    storm ext4 $((seconds / 2))
    storm xfs $((seconds / 2))
else
    skip "XFS" "needs mkfs.xfs"
    storm ext4 "$seconds"
fi
