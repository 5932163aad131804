package dev.ringwal;

import dev.ringwal.log.LogException;
import org.jspecify.annotations.Nullable;

/** What {@code appendAsync} returns: its slot completes it. Completing it twice, or by its user, does no harm. */
final class AppendFuture extends LogFuture<Long> implements AppendCallback {

    AppendFuture(OwnThreads own) {
        super(own);
    }

    @Override
    public void onCompletion(long sequence, @Nullable LogException failure) {
        if (failure == null) {
            complete(sequence);
        } else {
            completeExceptionally(failure);
        }
    }
}
