# Sourced by disks.sh and storm.sh, which set name (for messages) and seed: file systems in images, writers on them, and the proof that
# all which was acknowledged is there.
# shellcheck shell=bash disable=SC2154
RANDOM=$seed
top=$(cd "$(dirname "$0")/../../../.." && pwd)
mkdir -p "$top/target"
work=$(mktemp -d "$top/target/$name.XXXXXX")
mount=$work/mnt
child=
images=0

finish() {
    local code=$?
    trap - ERR
    [[ -z $child ]] || kill -9 "$child" 2>/dev/null || true
    local each
    for each in "$mount" "$work/small"; do
        umount "$each" 2>/dev/null || umount -l "$each" 2>/dev/null || true
    done
    if [[ $code == 0 ]]; then
        rm -rf --one-file-system "$work"
    else
        printf '%s: what there is to see is kept in %s\n' "$name" "$work" >&2
    fi
}
trap finish EXIT
trap 'printf "%s: FAILED at line %s (seed %s)\n" "$name" "$LINENO" "$seed" >&2' ERR

step() { printf '%s: %s\n' "$name" "$1"; }
skip() { printf '%s: SKIPPED %s: %s\n' "$name" "$1" "$2"; }
fail() { printf '%s: FAILED (seed %s): %s\n' "$name" "$seed" "$1" >&2; trap - ERR; exit 1; }
ringwal() { "$top/ringwal" "$@"; }
has() { command -v "$1" >/dev/null; }

# A writer that hangs is a failure too.
readonly PATIENCE_SECONDS=120
patience() { ((SECONDS < $1 + PATIENCE_SECONDS)) || fail "nothing has come for $PATIENCE_SECONDS s: $(cat "$work/err")"; }

# exits CODE COMMAND...: with one line on stderr, unless it is done, and at most.
exits() {
    local expected=$1 code=0
    shift
    "$@" 2>"$work/err" || code=$?
    [[ $code == "$expected" ]] || fail "exit code $code instead of $expected: $* ($(cat "$work/err"))"
    local said
    said=$(grep -vc '^NOTE: Picked up' "$work/err" || true)
    [[ $said == $((expected != 0)) || $said == 1 ]] || fail "not one line: $(cat "$work/err")"
}

# Line I of run R; of varying length. Whoever reads them ends when it has enough.
lines() {
    awk -v r="$1" 'BEGIN { p = sprintf("%400s", ""); gsub(/ /, "x", p); for (i = 0; i < 20000000; i++) print r "-" i "-" substr(p, 1, (i * 37) % 211) }' 2>/dev/null || true
}

some() { if [[ -n $1 ]]; then head -n "$1"; else cat; fi; }

# make TYPE SIZE [IMAGE]: a new file system in an image, mounted.
make() {
    images=$((images + 1))
    image=${3:-$work/image}.$images # a loop device lets go of the one before when it likes
    rm -f "$work"/image.*
    truncate -s "$2" "$image"
    case $1 in
    ext4) mkfs.ext4 -q -F "$image" ;;
    xfs) mkfs.xfs -q -f "$image" >/dev/null ;;
    esac
    mkdir -p "$mount"
    mount -o loop "$image" "$mount"
}

unmount() {
    local tries
    for ((tries = 0; tries < 100; tries++)); do
        grep -q " $mount " /proc/mounts || return 0 # a file system that was shut down answers nobody
        umount "$mount" 2>/dev/null || sleep 0.1
    done
    fail "cannot unmount $mount"
}

remount() {
    unmount
    mount -o loop "$image" "$mount"
}

# The same number on ext4 and XFS: _IOR('X', 125, uint32_t), with 2 for "no flush of the log".
cut_power() {
    perl -e 'open(my $d, "<", $ARGV[0]) or die; my $how = pack("L", 2); ioctl($d, 0x8004587d, $how) or die "ioctl: $!\n"' "$mount"
}

# append RUN ACKS DIR [LINES]: a writer in the background, until it has so many acknowledgements. All the lines that there are, or so many.
append() {
    : >"$work/acks"
    "$top/ringwal" append --acks --segment-bytes 65536 "$3" >"$work/acks" 2>"$work/err" < <(lines "$1" | some "${4-}") &
    child=$!
    local begun=$SECONDS
    while [[ $(wc -l <"$work/acks") -lt $2 ]]; do
        patience "$begun"
        kill -0 "$child" 2>/dev/null || fail "the writer ended by itself: $(cat "$work/err")"
    done
    a_moment
}

a_moment() {
    local spin
    for ((spin = RANDOM % 3000; spin > 0; spin--)); do :; done
}

# ends CODE [CAUSE]: the writer has ended, or does so soon, and says why.
ends() {
    local code=0 begun=$SECONDS
    while kill -0 "$child" 2>/dev/null; do
        patience "$begun"
        sleep 0.02
    done
    wait "$child" 2>/dev/null || code=$?
    child=
    [[ $code == "$1" ]] || fail "the writer ended with $code instead of $1: $(cat "$work/err")"
    [[ -z ${2-} ]] || grep -q "$2" "$work/err" || fail "the writer did not say '$2': $(cat "$work/err")"
}

kill_it() {
    kill -9 "$child"
    ends 137
}

# Whether the input are lines of run R, in their order, though some may be missing.
some_lines() {
    awk -v r="$1" 'BEGIN { p = sprintf("%400s", ""); gsub(/ /, "x", p); last = -1 }
        { split($0, part, "-"); i = part[2] + 0; if (i <= last || $0 != r "-" i "-" substr(p, 1, (i * 37) % 211)) exit 1; last = i }'
}

# check RUN DIR [refused]: all that was acknowledged is there, from record $next on; what is there is what was appended. Moves $next on.
check() {
    local acked read
    acked=$(wc -l <"$work/acks") # a line that was cut in two acknowledges nothing
    cmp <(head -n "$acked" "$work/acks") <(seq "$next" $((next + acked - 1))) || fail "run $1: acknowledged were others than $next and those behind"
    ringwal cat --from "$next" "$2" >"$work/read" 2>"$work/err" || fail "cat: $(cat "$work/err")"
    read=$(wc -l <"$work/read")
    [[ $read -ge $acked ]] || fail "$acked acknowledged, $read read back"
    if [[ ${3-} == refused ]]; then # what did not fit was refused, and what came behind it and did was not
        some_lines "$1" <"$work/read" || fail "run $1: content differs"
    else
        cmp "$work/read" <(lines "$1" | head -n "$read") || fail "run $1: content differs"
    fi
    ringwal verify "$2" >/dev/null 2>"$work/err" || fail "verify: $(cat "$work/err")"
    next=$((next + read))
    total=$((total + acked))
}
