/**
 * Bytes on disk, version 1. This page alone is enough to write a reader from.
 *
 * <p>All integers are little endian and, where it matters, signed. CRC is CRC32C. A <i>seeded</i> CRC runs over 16 bytes first: the
 * segment's salt and the offset in the file of the frame that it protects, 8 bytes each; so nothing of another file, another place or
 * an earlier use of a file ever verifies. Unnamed bytes are zeros.
 *
 * <h2>Files</h2>
 * <pre>
 * LOCK                      empty; the writer locks byte 0, then byte 1
 * state                     one page, two slots
 * 00000000000000000007.seg  segment 7; numbers rise, gaps may be, none is above 2^62
 * 00000000000000000008.seg.new  being prepared, or trimmed and kept to become another segment; never read
 * </pre>
 *
 * <h2>Segment</h2>
 * <pre>
 *      0  header, one page
 *   4096  start frame, and behind it a control frame with all names and positions, where there are any, and after a recovery the
 *         frames copied from the log before
 *    ...  data and control frames, each behind the other, begins at multiples of 8
 *    ...  postings frames, topics frame, where records have topics   }
 *    ...  control frame with all names and positions, if there are any } once sealed
 *      i  index frame                                                }
 *      f  footer, one page, f = i + index frame, rounded up to a page }
 *    ...  zeros, or bytes of the file's use before, to the end of the file
 * </pre>
 *
 * <h3>Segment header: {@link dev.ringwal.log.format.SegmentHeader}</h3>
 * <pre>
 *      0  8  magic "RINGWALS"
 *      8  4  version, 1
 *     16 16  log id: upper, then lower half
 *     32  8  segment number
 *     40  8  salt
 *     48  8  created, nanoseconds since 1970
 *     56  8  bytes that the file had before, as another segment, trimmed since; 0 in a new file
 *   4092  4  CRC of bytes 0 to 4091, not seeded
 * </pre>
 * Valid if and only if magic and CRC fit; another version was written by a newer Ringwal and is refused, not repaired. The number must
 * be the one in the file's name, the log id the one in {@code state}. Behind the last frame stand, up to where the file was used before,
 * bytes of that use. Another salt seeded them, so they verify nowhere, but for chance: whoever looks for a header at many places must not
 * believe one of another version there unless its body verifies too.
 *
 * <h2>Frame: {@link dev.ringwal.log.format.FrameHeader}</h2>
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +---------------------------------------------------------------+
 *  0|                          body length                          |
 *   +---------------+---------------+---------------+-------+-------+
 *  4|    version    |     kind      |M|T|    0      | transf|   0   |
 *   +---------------+---------------+---------------+-------+-------+
 *  8|                        first sequence                         |
 * 12|                                                               |
 *   +---------------------------------------------------------------+
 * 16|                            records                            |
 *   +---------------------------------------------------------------+
 * 20|                     body CRC, seeded                          |
 *   +---------------------------------------------------------------+
 * 24|                time, nanoseconds since 1970                   |
 * 28|                                                               |
 *   +---------------------------------------------------------------+
 * 32|               attested position: segment number               |
 * 40|                                  salt                         |
 * 48|                                  offset                       |
 *   +---------------------------------------------------------------+
 * 56|                           reserved, 0                         |
 *   +---------------------------------------------------------------+
 * 60|             header CRC, seeded, of bytes 0 to 59              |
 *   +---------------------------------------------------------------+
 * 64|                             body                              |
 *   |                zeros up to a multiple of 8                    |
 *   +---------------------------------------------------------------+
 * </pre>
 * Byte 4 is the version (1), 5 the kind (1 data, 2 start, 3 index, 4 footer, 5 control, 6 postings, 7 topics), 6 the flags, 7 the
 * transform of the body in its low four bits (0: none). Flag 1, M: the batch at the end of this frame goes on in the next. Flag 2, T:
 * records of this frame have topics. Bytes 56 to 59 have room for more.
 *
 * <p>A frame at an offset is valid if and only if
 * <ol>
 * <li>body length is not negative, and header, body and padding end within the file,
 * <li>version is not 0,
 * <li>the header CRC fits salt, offset and bytes 0 to 59,
 * <li>the body CRC fits salt, offset and the body with its padding.
 * </ol>
 * The body length is believed only after 3. So zeros are never valid. One of which 1 to 3 hold and whose version, kind, flags,
 * transform or reserved bytes are not known was written by a newer Ringwal: refused, never cut.
 *
 * <p>In the ruler the lowest bit of a byte comes first.
 *
 * <p>First sequence is that of the first record; in a frame without records, that of the next record of the log. Time never runs backwards
 * along the records of the log (a start that recovery wrote is younger than the frames copied behind it). The attested position (segment -1, salt 0, offset 0 at first) is a place up to which a completed sync was known to
 * cover the log when the frame was written; it is always the end of a batch, of a start, or of a footer.
 *
 * <h3>Data</h3>
 * Each record: 4 bytes length, then its bytes; so many as {@code records} says, filling the body exactly. Where the highest bit of the
 * length is set (in frames with flag T only; it is not part of the length), 4 bytes with the number of its topic stand between
 * ({@link dev.ringwal.log.format.RecordHead}); other records are of the default topic, number 0. A control frame in front names the topic.
 * The bit below says that the batch goes on with the next record. Records of a batch are in one frame, or in consecutive frames of one segment of which all but the last have flag M. Such frames count
 * together or not at all.
 *
 * <h3>Control: {@link dev.ringwal.log.format.ControlEntry}, {@link dev.ringwal.log.format.ControlState}</h3>
 * Entries, one behind the other, filling the body exactly; never within a batch. {@code records} is 0.
 * <pre>
 *   0  1  type: 1 topic, 2 consumer, 3 consumer gone
 *   1  1  bytes of the name, not signed
 *   2  4  topic: its number, from 1 on; consumer: the number of the topic that it consumes, -1 for the whole log   } not for
 *   6  8  topic: records of it in front of this frame; consumer: the first record that it has not consumed         } type 3
 *  14     the name, UTF-8 (for type 3 at 2)
 * </pre>
 * A topic's number is one more than the highest before, or that of a topic which is named again, with the same name. A consumer that is
 * named again has moved. Which records a topic has had is counted on from its last entry by the data frames. The frame behind the start
 * frame has all topics and consumers of the log before it; the one in front of the index all of the log up to there.
 *
 * <h3>Start: {@link dev.ringwal.log.format.StartBody}</h3>
 * <pre>
 *   0  8  reason: 0 first, 1 roll, 2 recovery, 3 truncation
 *   8  8  where the log before ends: segment number (-1: there is none)
 *  16  8                             salt
 *  24  8                             offset
 *  32  8  last sequence before, -1 if none
 *  40  8  last sequence before the segment in which that place is, as its own start has it; -1 if none
 *  48  8  bytes of the start: this frame and the frames copied behind it
 *  56  8  records in the copied frames
 * </pre>
 * The start is complete if and only if this frame is valid, stands at offset 4096, and the frames behind it are valid, end exactly
 * where the start ends, and hold so many records. An incomplete start says nothing. What a complete one names is the end of the log
 * before: everything behind that place in every lower-numbered segment is void. At a roll (reason 1) the place is the end of a footer.
 *
 * <h3>Index: {@link dev.ringwal.log.format.SparseIndex}</h3>
 * {@code records} entries of 24 bytes: first sequence, time, offset of a data frame; ascending, at least 8 KiB from one to the next.
 *
 * <h3>Postings and topics: {@link dev.ringwal.log.format.Postings}, {@link dev.ringwal.log.format.TopicIndex}</h3>
 * A postings frame says which frames of the segment have records of one topic: its number, 4 bytes, then 4 bytes for each such frame,
 * ascending, its offset divided by 8, not signed; {@code records} is how many. The topics frame says where these are: entries of 16
 * bytes, ascending by topic: its number (4), how many frames (4), offset of its postings frame (8). The default topic has none.
 *
 * <h3>Footer: {@link dev.ringwal.log.format.FooterBody}</h3>
 * <pre>
 *   0  8  first sequence in the segment, or the next of the log
 *   8  8  last sequence in it or before it
 *  16  8  records
 *  24  8  their bytes
 *  32  8  time of the first data frame, 0 if none
 *  40  8  time of the last data frame, that of the start if there is none
 *  48  8  offset of the index frame
 *  56  8  offset of the topics frame, 0 where there is none
 *  64  8  offset of the control frame with all names and positions, 0 where there is none
 * </pre>
 * The body is 4032 bytes long, so that frame and page end together.
 *
 * <h2>State page: {@link dev.ringwal.log.format.StateSlot}</h2>
 * A slot at 0 and one at 2048:
 * <pre>
 *   0  8  magic "RINGWALT"
 *   8  4  version, 1
 *  12  4  flags; 1: poisoned
 *  16  8  counter
 *  24 16  log id
 *  40  8  durable sequence, -1 if none
 *  48 24  attested position: segment, salt, offset
 *  72  8  first live segment
 *  80  8  process id of the writer, 0 after a close
 *  88  8  newest segment that begins with reason 2 or 3, -1 if none: what older ones have behind the next field is void
 *  96  8  last sequence in front of it, with that of records copied into its start from the segment in front
 * 104  4  0
 * 108  4  CRC of bytes 0 to 107, not seeded
 * </pre>
 * A slot is valid if and only if magic and CRC fit; another version was written by a newer Ringwal and is refused. The valid one with the higher counter counts; odd counters are stored in the second slot.
 *
 * <h2>Reading a log</h2>
 * <ol>
 * <li>Take the state's valid slot. Ignore segments below its first live one.
 * <li>The top is the highest segment with a complete start (beside a live writer: the one that state attests into).
 * <li>From it go down: each start names the segment before (it must be there, with that salt) and where it ends. Stop at -1 or below the
 * first live segment.
 * <li>Upwards from the lowest, deliver the records of the data frames of each segment, start included, up to its end. Beside a live writer the last
 * segment ends at state's attested offset. Without one it ends behind a footer that begins at a page, or else at the first place
 * where no frame is valid or the valid one is not the next (another first sequence, a second start, a footer that does not begin at a
 * page), or in front of the batch that is
 * then unfinished; unless state, or a valid frame in the segment, attests a place behind: then it is corrupt.
 * </ol>
 */
@NullMarked
package dev.ringwal.log.format;

import org.jspecify.annotations.NullMarked;
