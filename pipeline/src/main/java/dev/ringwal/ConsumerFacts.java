package dev.ringwal;

import java.util.Optional;

/**
 * What is known of a consumer.
 *
 * @param name         its name
 * @param topic        the topic that it consumes; none: the whole log
 * @param nextSequence the position that it committed: the first record that it has not consumed
 * @param lag          sequences from there to the durable end, those of other topics' records included
 */
public record ConsumerFacts(String name, Optional<String> topic, long nextSequence, long lag) {
}
