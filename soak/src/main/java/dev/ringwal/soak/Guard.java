package dev.ringwal.soak;

import dev.ringwal.AppendCallback;
import org.jspecify.annotations.Nullable;

/** Keeps what callbacks find wrong: the log takes what a callback throws for the user's, and goes on. */
final class Guard {

    private @Nullable AssertionError first;

    AppendCallback guarded(AppendCallback callback) {
        return (sequence, failure) -> {
            try {
                callback.onCompletion(sequence, failure);
            } catch (AssertionError wrong) {
                first = first == null ? wrong : first;
            }
        };
    }

    void throwIfBroken() {
        if (first != null) {
            throw first;
        }
    }
}
