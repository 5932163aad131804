package dev.ringwal;

import dev.ringwal.log.format.Group;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The groups that are free to be filled. A group comes back when the store has released it <em>and</em> the write stage, which still
 * reads its sequences after the store took it, has let go of it.
 */
final class GroupPool {

    private final Deque<Group> free = new ArrayDeque<>();
    private final WakeUp encode;
    private @Nullable Group held;
    private boolean heldIsReleased;

    GroupPool(int groups, int groupBytes, WakeUp encode) {
        this.encode = encode;
        for (int i = 0; i < groups; i++) {
            free.add(new Group(groupBytes));
        }
    }

    /** An empty group, or null while none is free. The one used last comes first: its memory is still in the caches. */
    synchronized @Nullable Group poll() {
        return free.pollFirst();
    }

    /** The write stage is about to offer the group to the store. */
    synchronized void hold(Group group) {
        held = group;
        heldIsReleased = false;
    }

    /** The write stage has read what it needs. */
    synchronized void letGo() {
        Group group = held;
        held = null;
        if (group != null && heldIsReleased) {
            free(group);
        }
    }

    /** The store does not look at the group any more. */
    synchronized void released(Group group) {
        if (group == held) {
            heldIsReleased = true;
        } else {
            free(group);
        }
    }

    private void free(Group group) {
        group.clear();
        free.addFirst(group);
        encode.signal();
    }
}
