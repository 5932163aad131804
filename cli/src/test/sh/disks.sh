#!/usr/bin/env bash
# The ringwal command on real file systems that go wrong: power cuts under load, full disks, syncs that fail, kills, limits. Needs root and
# Linux for most of it; what cannot be tried here is skipped, and said so.
#
#   cli/src/test/sh/disks.sh [POWER CUTS on each file system (3)] [KILLS (5)] [SEED]
#
# A power cut is the file system's own shutdown, without a flush of its journal, while a writer is at work; then it is mounted again.
# A sync fails on an image over a file system in memory that is full. There the loop device takes a short write for a whole one, and says that
# it has synced what is gone: its requests are of one page, which is written or is not.
set -Eeuo pipefail
cuts=${1:-3}
kills=${2:-5}
seed=${3:-$RANDOM}
name=disks
. "$(dirname "$0")/images.sh"

power_cuts() {
    local run
    next=0
    total=0
    make "$1" 320M
    for ((run = 0; run < cuts; run++)); do
        append "$run" $((RANDOM % 20000 + 500)) "$mount/log"
        cut_power
        ends 1
        remount
        # The first writer after a cut opens it; the next round reads on from there.
        : | ringwal append "$mount/log" || fail "the log did not open after cut $run"
        check "$run" "$mount/log"
        ringwal trim --before "$((next > 1000 ? next - 1000 : 0))" "$mount/log" >/dev/null
    done
    unmount
    step "$cuts power cuts on $1, $total records acknowledged, none lost, no refusal to open"
}

full_disk() {
    make ext4 48M
    dd if=/dev/zero of="$mount/filler" bs=1M count=24 status=none
    next=0
    total=0
    exits 1 bash -c '"$1" append --acks --segment-bytes 1048576 "$2" < <(head -c 40000000 <(yes "$(printf "%0200d" 7)")) >"$3"' _ \
        "$top/ringwal" "$mount/log" "$work/acks"
    acked=$(wc -l <"$work/acks")
    [[ $acked -gt 0 ]] || fail "nothing was acknowledged before the disk was full"
    grep -q 'free space' "$work/err" || fail "a full disk is called something else: $(cat "$work/err")"
    [[ $(ringwal cat "$mount/log" 2>/dev/null | wc -l) -ge $acked ]] || fail "a full disk lost records"
    rm "$mount/filler"
    echo more | exits 0 ringwal append "$mount/log"
    [[ $(ringwal cat "$mount/log" | tail -n 1) == more ]] || fail "it does not go on when there is room"
    ringwal verify "$mount/log" >/dev/null
    unmount
    step "a full disk refuses appends, loses nothing of $acked, and goes on when there is room"
}

failing_syncs() {
    has strace || { skip "failing syncs on $1" "needs strace, to tell what was synced"; return; }
    mkdir -p "$work/small"
    local room=24m
    [[ $1 != xfs ]] || room=110m # its journal alone takes 64 MiB
    mount -t tmpfs -o size=$room tmpfs "$work/small"
    next=0
    total=0
    make "$1" 320M "$work/small/image" 2>/dev/null || { umount "$work/small"; skip "failing syncs on $1" "no file system of it fits"; return; }
    local disk
    disk=$(awk -v mount="$mount" '$2 == mount { print $1 }' /proc/mounts)
    echo 4 >"/sys/block/${disk#/dev/}/queue/max_sectors_kb"
    # So many are under way that the next file is not filled ahead: it is syncs of records that find no room.
    exits 1 strace -f -y -qq --seccomp-bpf -xx -s 24 -e trace=pwrite64,write,fdatasync,fsync -o "$work/calls" \
        "$top/ringwal" append --acks --max-in-flight 100000 --segment-bytes 8388608 "$mount/log" < <(lines 0) >"$work/acks"
    grep -qE 'Input/output error|No space left|Read-only' "$work/err" || fail "no sync failed on $1: $(cat "$work/err")"
    [[ -s $work/acks ]] || fail "nothing was acknowledged before a sync failed"
    local order
    order=$(perl "$top/cli/src/test/sh/acks-follow-syncs.pl" "$work/calls" "$work/acks") || fail "on $1: $order"
    mount -o remount,size=400m "$work/small" # or what the file system has yet to write of its own is lost, synced files with it
    unmount
    mount -o loop "$image" "$mount"
    check 0 "$mount/log"
    echo more | exits 0 ringwal append "$mount/log"
    ringwal cat --from "$next" "$mount/log" | cmp - <(echo more) || fail "it does not go on behind the sync that failed on $1"
    ringwal verify "$mount/log" >/dev/null
    unmount
    umount "$work/small"
    step "a sync that fails on $1 ends the writer; all of $total acknowledged before are there ($order)"
}

stopped() {
    append 0 2000 "$work/log"
    kill -STOP "$child"
    sleep 2
    kill -CONT "$child"
    local before
    before=$(wc -l <"$work/acks")
    local begun=$SECONDS
    while [[ $(wc -l <"$work/acks") -lt $((before + 5000)) ]]; do
        patience "$begun"
        kill -0 "$child" || fail "the writer ended when it was stopped: $(cat "$work/err")"
    done
    kill_it
    next=0
    total=0
    : | ringwal append "$work/log"
    check 0 "$work/log"
    rm -rf "$work/log"
    step "a writer that was stopped for seconds goes on"
}

not_allowed() {
    echo one | ringwal append "$work/log"
    local nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups)
    mkdir "$work/jars"
    cp "$top"/cli/target/run/current/*.jar "$work/jars"
    chmod -R a+rX "$work/jars"
    chmod 755 "$work"
    if [[ $EUID == 0 ]] && has setpriv && "${nobody[@]}" test -r "$work/jars"; then
        exits 1 "${nobody[@]}" java -cp "$work/jars/*" dev.ringwal.cli.Main cat "$work/log"
        grep -q 'permission denied' "$work/err" || fail "a user who may not read is told: $(cat "$work/err")"
        echo two | exits 1 "${nobody[@]}" java -cp "$work/jars/*" dev.ringwal.cli.Main append "$work/log"
        grep -q 'permission denied' "$work/err" || fail "a user who may not write is told: $(cat "$work/err")"
        step "a user who may not gets one line"
    else
        skip "an unprivileged user" "needs root, setpriv, and a directory that others may enter"
    fi
    [[ $(ringwal cat "$work/log") == one ]] || fail "refused users changed the log"
    rm -rf "$work/log"
}

read_only() {
    make ext4 64M
    echo one | ringwal append "$mount/log"
    mount -o remount,ro "$mount"
    echo two | exits 1 ringwal append "$mount/log"
    [[ $(ringwal cat "$mount/log") == one ]] || fail "a log on a read-only mount cannot be read"
    ringwal verify "$mount/log" >/dev/null
    unmount
    step "a read-only mount is read, and not written to"
}

limits() {
    head -c 6000000 <(lines 0) | ringwal append --segment-bytes 16384 "$work/log"
    (ulimit -n 64 && JDK_JAVA_OPTIONS=-XX:-MaxFDLimit ringwal cat "$work/log" 2>"$work/err" | cmp - <(head -c 6000000 <(lines 0); echo)) \
        || fail "with 64 descriptors: $(cat "$work/err")"
    rm -rf "$work/log"
    # A segment that reaches the limit is taken for one whose disk is full: the next one goes on.
    exits 0 bash -c '(ulimit -f 2048; trap "" XFSZ; yes "$(printf %0200d 7)" | head -n 60000 | "$1" append --acks "$2") | cat >"$3"
        exit "${PIPESTATUS[0]}"' _ "$top/ringwal" "$work/log" "$work/acks"
    [[ $(ringwal cat "$work/log" | wc -l) == 60000 && $(wc -l <"$work/acks") == 60000 ]] || fail "a limit of the file size lost records"
    echo more | exits 0 ringwal append "$work/log"
    rm -rf "$work/log"
    lines 0 | head -n 100000 >"$work/input" || true
    JDK_JAVA_OPTIONS=-XX:MaxDirectMemorySize=16m exits 0 ringwal append "$work/log" "$work/input"
    ringwal cat "$work/log" | cmp - "$work/input" || fail "with little direct memory"
    rm -rf "$work/log" "$work/input"
    step "64 descriptors, files of 2 MiB at most, 16 MiB of direct memory"
}

if [[ $EUID == 0 ]] && has mkfs.ext4 && has perl && make ext4 64M 2>/dev/null; then
    unmount
    power_cuts ext4
    if has mkfs.xfs && make xfs 320M 2>/dev/null; then
        unmount
        power_cuts xfs
        failing_syncs xfs
    else
        skip "XFS" "needs mkfs.xfs and a kernel that has it"
    fi
    failing_syncs ext4
    full_disk
    read_only
else
    skip "power cuts, full disks, failing syncs, read-only mounts" "needs root, mkfs.ext4, perl and loop mounts"
fi
"$top/cli/src/test/sh/kill.sh" "$kills" 3000 "$seed"
stopped
not_allowed
limits
step passed
