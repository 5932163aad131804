package dev.ringwal;

import dev.ringwal.log.LogStore;
import dev.ringwal.log.format.ControlState;
import dev.ringwal.log.format.RecordHead;
import java.util.ArrayList;
import java.util.List;

/** The topics of one log. Any thread. */
final class Topics {

    private final Pipeline pipeline;
    private final Settings settings;

    Topics(Pipeline pipeline, Settings settings) {
        this.pipeline = pipeline;
        this.settings = settings;
    }

    Topic topic(String name) {
        int number = Names.checked("topic", name).isEmpty() ? RecordHead.DEFAULT_TOPIC : pipeline.store().topic(name);
        return new Topic(pipeline, settings, name, number);
    }

    List<TopicFacts> facts() {
        LogStore store = pipeline.store();
        ControlState control = store.control();
        List<TopicFacts> facts = new ArrayList<>();
        long others = 0;
        List<String> names = control.topicNames();
        for (int number = 1; number <= names.size(); number++) {
            long records = control.records(number);
            others += records;
            facts.add(new TopicFacts(names.get(number - 1), records));
        }
        long inDefault = store.writtenSequence() + 1 - others;
        if (inDefault > 0) {
            facts.add(0, new TopicFacts("", inDefault));
        }
        return facts;
    }
}
