package dev.ringwal.soak;

import dev.ringwal.TopicFacts;
import dev.ringwal.WriteAheadLog;
import dev.ringwal.log.LogReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads all of a log that was just opened, as a whole and topic by topic. */
final class Inspection {

    private final WriteAheadLog log;
    private final Subjects subjects;

    Inspection(WriteAheadLog log, Subjects subjects) {
        this.log = log;
        this.subjects = subjects;
    }

    /** All records, each where it belongs and with its topic. */
    List<byte[]> records() {
        List<byte[]> records = new ArrayList<>();
        long first = log.firstSequence();
        try (LogReader reader = log.reader(first)) {
            while (reader.next()) {
                World.require(reader.sequence() == first + records.size(), "record " + reader.sequence() + " follows "
                        + (first + records.size() - 1));
                byte[] record = Follower.bytes(reader);
                Follower.checkTopic(reader, record, subjects);
                records.add(record);
            }
        }
        return records;
    }

    /** Each topic has those of the records that are its own, and the log has counted them. */
    void checkTopics(List<byte[]> records) {
        Map<String, List<Long>> expected = new HashMap<>();
        for (byte[] record : records) {
            expected.computeIfAbsent(subjects.of(Records.idOf(record)), topic -> new ArrayList<>()).add(Records.idOf(record));
        }
        expected.forEach((topic, ids) -> {
            List<Long> found = idsOf(topic);
            World.require(ids.equals(found), "topic '" + topic + "' has " + found + ", not " + ids);
        });
        for (TopicFacts facts : log.topics()) {
            long left = expected.getOrDefault(facts.name(), List.of()).size();
            World.require(log.firstSequence() == 0 ? facts.records() == left : facts.records() >= left,
                    facts + ", but " + left + " of it are there");
        }
    }

    private List<Long> idsOf(String topic) {
        List<Long> ids = new ArrayList<>();
        try (LogReader reader = log.topic(topic).reader(log.firstSequence())) {
            while (reader.next()) {
                ids.add(Records.idOf(Follower.bytes(reader)));
            }
        }
        return ids;
    }
}
