package dev.ringwal.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/**
 * Each way of losing data that is known from other logs, planted into Ringwal's own classes, breaks a promise within so many histories:
 * the simulation can fail.
 */
class PlantedBugsTest {

    private static final long FIRST_SEED = 1;

    @Test
    void codeAsItIsHoldsAndLoadsInAnotherLoader() throws ReflectiveOperationException {
        assertEquals(0, new Mutant().untilFailure(FIRST_SEED, 100));
    }

    @Test
    void acknowledgedBeforeTheSync() throws ReflectiveOperationException {
        caught(20, new Mutant().change("local/Commit.java", """
                                    to.sync();
                                    advance(to, offset, sequence, mark);
                """, """
                                    if (syncs < 0) {
                                        to.sync();
                                    }
                                    advance(to, offset, sequence, mark);
                """));
    }

    @Test
    void directoryNotSyncedWhenASegmentGetsItsName() throws ReflectiveOperationException {
        caught(50, new Mutant().change("segment/SegmentFactory.java", """
                            storage.syncDirectory();
                            deleteIfPossible(writer.temporaryName());
                """, """
                            if (writer.number() < 0) {
                                storage.syncDirectory();
                            }
                            deleteIfPossible(writer.temporaryName());
                """));
    }

    @Test
    void syncTriedAgainAfterItFailed() throws ReflectiveOperationException {
        caught(1000, new Mutant().change("segment/SegmentWriter.java", """
                    public void sync() throws IOException {
                        file.sync();
                    }
                """, """
                    public void sync() throws IOException {
                        try {
                            file.sync();
                        } catch (IOException once) {
                            file.sync();
                        }
                    }
                """));
    }

    @Test
    void checksumWithoutTheSalt() throws ReflectiveOperationException {
        caught(1000, new Mutant().change("format/Checksum.java", "seed.putLong(0, salt)", "seed.putLong(0, 0)"));
    }

    @Test
    void firstBadFrameTakenForTheEndWithoutLookingForEvidence() throws ReflectiveOperationException {
        caught(2000, new Mutant().change("local/Analysis.java",
                "CorruptLogException damage = damage(scan, head, isInTop ? furthest.offset() : 0);",
                "CorruptLogException damage = null;"));
    }

    @Test
    void recoveryAppendsBehindATornTail() throws ReflectiveOperationException {
        caught(500, new Mutant()
                .change("segment/SegmentWriter.java", "private final Filler filler;", "private Filler filler;")
                .change("segment/SegmentWriter.java", "    StorageFile file() {", """
                            void goOnAt(long at) throws IOException {
                                offset = at;
                                filler = new Filler(file, file.length());
                            }

                            StorageFile file() {
                        """)
                .change("segment/SegmentFactory.java", "    public Spares spares() {", """
                            public SegmentWriter reopen(SegmentHead head, long at, long limitBytes) throws IOException {
                                SegmentWriter writer = new SegmentWriter(storage.openForWriting(head.name()), head.name(), head.header(),
                                        limitBytes, index);
                                index.begin(head.number());
                                writer.goOnAt(at);
                                return writer;
                            }

                            public Spares spares() {
                        """)
                .change("local/Tip.java", "    void resume(RecoveryStart.Written start) {", """
                            void goOn(SegmentWriter writer) {
                                open = writer;
                                nextNumber = writer.number() + 1;
                                nextReason = StartBody.Reason.ROLL;
                            }

                            void resume(RecoveryStart.Written start) {
                        """)
                .change("local/PendingRecovery.java", "        if (findings.startNeeded()) {", """
                                if (findings.tornBytes() > 0) {
                                    tip.goOn(opened.factory().reopen(findings.top(), (findings.end() + findings.tornBytes() + 7) / 8 * 8,
                                            sizes.next()));
                                } else if (findings.startNeeded()) {
                        """));
    }

    @Test
    void batchWithoutItsEnd() throws ReflectiveOperationException {
        caught(2000, new Mutant().change("format/Group.java", "endFrameIfFull(i < count)", "endFrameIfFull(false)"));
    }

    @Test
    void nextSegmentWrittenBeforeTheOneBeforeItIsSynced() throws ReflectiveOperationException {
        caught(500, new Mutant().change("local/Commit.java", """
                            full.seal(control, attested());
                            full.sync();
                            advance(full, full.offset(), writtenSequence, writtenMark);
                """, """
                            full.seal(control, attested());
                            attest(full, full.offset());
                """));
    }

    @Test
    void recordsBehindTheAttestedPositionServedWithoutCopying() throws ReflectiveOperationException {
        caught(200, new Mutant().change("local/Analysis.java",
                "Place furthest = furthest(stated, scan.attested(), head.number());",
                "Place furthest = head.place(scan.end());"));
    }

    @Test
    void fullDiskTreatedAsSuccess() throws ReflectiveOperationException {
        caught(500, new Mutant()
                .change("segment/Filler.java", """
                                } catch (NoSpaceException tooMuch) {
                                    fillTo(needed);
                                }
                        """, """
                                } catch (NoSpaceException tooMuch) {
                                    filled = needed;
                                }
                        """)
                .change("segment/SegmentWriter.java", "        file.write(frames, offset);", """
                                try {
                                    file.write(frames, offset);
                                } catch (dev.ringwal.log.storage.NoSpaceException full) {
                                    // nobody needs to know
                                }
                        """));
    }

    @Test
    void topicNotNamedInFrontOfItsFirstRecord() throws ReflectiveOperationException {
        caught(50, new Mutant().change("local/Tip.java", "        if (naming.length > 0) { // in front", "        if (naming.length < 0) { // in front"));
    }

    @Test
    void namesAndPositionsNotRepeatedInTheFooter() throws ReflectiveOperationException {
        caught(200, new Mutant().change("segment/SegmentWriter.java", "        if (indexIndex > controlIndex) {", "        if (indexIndex < controlIndex) {"));
    }

    @Test
    void trimmedWhatAConsumerNeeds() throws ReflectiveOperationException {
        caught(500, new Mutant().change("local/Retaining.java", "        return Math.min(sequence, needed);", "        return sequence;"));
    }

    @Test
    void truncationAnsweredBeforeItIsSynced() throws ReflectiveOperationException {
        caught(500, new Mutant().change("local/Tip.java", """
                            cut.copy(to, control);
                            to.sync();
            """, """
                            cut.copy(to, control);
            """));
    }

    @Test
    void readerNotToldOfATruncation() throws ReflectiveOperationException {
        caught(500, new Mutant().change("local/CutWatch.java",
                "            left = now.cuts().leftSince(settled);", "            left = Segment.NO_CUT;"));
    }

    @Test
    void frameThatDoesNotVerifyTakenForTheEndThoughOneBehindItAttestsMore() throws ReflectiveOperationException {
        caught(1500, new Mutant().change("segment/TailScan.java",
                "long found = sealed ? -1 : scanner.findHeader(at + Alignment.FRAME_ALIGNMENT_BYTES);", "long found = -1;"));
    }

    @Test
    void damagedStartTakenForTrimmed() throws ReflectiveOperationException {
        caught(1000, new Mutant().change("local/Chain.java", "        return !before.equals(Place.NONE) && !trimmed;", """
                        SegmentHead lower = heads.apply(before.segment());
                        return !before.equals(Place.NONE) && !trimmed && (lower == null || lower.start() != null);
                """));
    }

    @Test
    void backupWithoutItsFirstSegment() throws ReflectiveOperationException {
        caught(100, new Mutant().change("local/Backup.java", "for (int i = 0; i < live.count() && live.get(i)",
                "for (int i = live.count() > 1 && live.get(0).number() < end.segment() ? 1 : 0; i < live.count() && live.get(i)"));
    }

    @Test
    void droppedWithinTheBounds() throws ReflectiveOperationException {
        caught(200, new Mutant().change("local/Retention.java", "(taken > bytes || isOld(live.get(first + 1), nowNanos)",
                "(taken > 0 || isOld(live.get(first + 1), nowNanos)"));
    }

    @Test
    void directorySyncTriedAgainAfterItFailed() throws ReflectiveOperationException {
        caught(500, new Mutant().change("segment/SegmentFactory.java", """
                            storage.syncDirectory();
                            deleteIfPossible(writer.temporaryName());
                """, """
                            try {
                                storage.syncDirectory();
                            } catch (IOException once) {
                                storage.syncDirectory();
                            }
                            deleteIfPossible(writer.temporaryName());
                """));
    }

    /** Within so many histories. */
    private static void caught(long most, Mutant mutant) throws ReflectiveOperationException {
        long histories = mutant.untilFailure(FIRST_SEED, most);
        assertTrue(histories > 0, "not caught within " + most + " histories");
        System.out.println(StackWalker.getInstance().walk(frames -> frames.skip(1).findFirst().orElseThrow().getMethodName())
                + ": caught by history " + histories);
    }
}
