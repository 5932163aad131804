# What strace saw of a writer whose sync failed, held against the acknowledgements that it printed: each must have been printed behind a sync
# that had returned 0 and that began when the record was written, all of it; and no file with records is synced again once that has failed.
# Says how many were looked at; ends with 1, and says why, where one was not.
#
#   strace -f -y -xx -s 24 -e trace=pwrite64,write,fdatasync,fsync -o TRACE ringwal append --acks DIR >ACKS
#   perl acks-follow-syncs.pl TRACE ACKS
use strict;
use warnings;

my ($trace, $printed) = @ARGV;
open(my $acks, '<', $printed) or die "$printed: $!\n";
my @end_of_line; # of the acknowledgement of each sequence, from 0 on
while (<$acks>) {
    push @end_of_line, tell($acks) if /\n\z/;
}

my @first;         # first sequence of each write of records that was begun
my %unsynced;      # file: its writes that have ended, and that no sync has covered
my %covers;        # thread: what the write or sync that it is in covers
my %asked;         # thread: bytes that the write that it is in was given
my %failed;        # file with records of which a sync has failed
my @safe;          # write: whether a sync covered it
my $synced = 0;    # so many writes from the first on are safe
my ($bytes, $looked_at) = (0, 0);
my @late;          # [sequence, writes that were safe]: judged when the writes behind are known

sub broken {
    print "$_[0]\n";
    exit 1;
}

sub begun {
    my ($thread, $call, $file, $bytes) = @_;
    if ($call eq 'records') {
        $asked{$thread} = $bytes;
        $covers{$thread} = [$file, $#first];
    } elsif ($call eq 'sync') {
        $covers{$thread} = [$file, @{$unsynced{$file} || []}];
    }
}

sub ended {
    my ($thread, $call, $result) = @_;
    my ($file, @writes) = @{delete $covers{$thread} || []};
    if ($call eq 'records') {
        push @{$unsynced{$file}}, @writes if $result == $asked{$thread};
    } elsif ($call eq 'sync' && $result != 0) {
        $failed{$file} = 1 if @writes;
    } elsif ($call eq 'sync') {
        broken("a sync succeeded behind one of the same file that had failed") if @writes && $failed{$file};
        $safe[$_] = 1 for @writes;
        $unsynced{$file} = [grep { !$safe[$_] } @{$unsynced{$file} || []}];
        $synced++ while $safe[$synced];
    }
}

# By its path, in hexadecimal: numbers are given again to other files. It is written to as NNN.seg.new, "(deleted)" once it is NNN.seg.
my $segment = qr/\d+<((?:\\x[0-9a-f]{2})+\\x2e\\x73\\x65\\x67)[^>]*>/;
my %under_way;
open(my $calls, '<', $trace) or die "$trace: $!\n";
while (<$calls>) {
    my ($thread, $rest) = /^(\d+) +(.*)/ or next;
    my $call = '';
    if ($rest =~ /^pwrite64\($segment\S*, "((?:\\x[0-9a-f]{2}){24})"\.*, (\d+), /) {
        my ($file, $digits, $length) = ($1, $2, $3);
        my $head = pack('H*', $digits =~ s/\\x//gr);
        if (ord(substr($head, 5, 1)) == 1) {
            push @first, unpack('Q<', substr($head, 8, 8));
            $call = 'records';
            begun($thread, $call, $file, $length);
        }
    } elsif ($rest =~ /^f(?:data)?sync\($segment/) {
        $call = 'sync';
        begun($thread, $call, $1);
    } elsif (@first && $rest =~ /^write\(1<.*, (\d+)(?:\)| <)/) {
        $bytes += $1;
        while ($looked_at < @end_of_line && $end_of_line[$looked_at] <= $bytes) {
            $looked_at++;
        }
        push @late, [$looked_at - 1, $synced];
    } elsif ($rest =~ /^<\.\.\. \w+ resumed>.* = (-?\d+)/) {
        ended($thread, delete $under_way{$thread} || '', $1);
        next;
    }
    if ($rest =~ /<unfinished \.\.\.>$/) {
        $under_way{$thread} = $call;
    } elsif ($rest =~ / = (-?\d+)/) {
        ended($thread, $call, $1);
    }
}

for (@late) {
    my ($sequence, $writes) = @$_;
    next if $sequence < 0;
    if ($writes == 0 || $writes < @first && $first[$writes] <= $sequence) {
        broken("record $sequence was acknowledged when " . ($writes ? "those before $first[$writes] were" : 'nothing was') . ' synced');
    }
}
die "only $looked_at of " . @end_of_line . " acknowledgements were seen\n" if $looked_at < @end_of_line;
print "$looked_at acknowledgements, each behind its sync", %failed ? '' : '; the one that failed was of no records', "\n";
