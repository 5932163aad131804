package dev.ringwal.log.format;

/** Is told of records, in order, which topic each has and at which offset its frame begins. */
@FunctionalInterface
public interface TopicVisitor {

    void record(int topic, long frameOffset);
}
