package dev.ringwal;

/**
 * What is known of a topic.
 *
 * @param name    empty for the default topic
 * @param records so many were written, those that were trimmed since included
 */
public record TopicFacts(String name, long records) {
}
