package dev.ringwal.log.storage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The names of a simulated directory: as they are, and all that each has stood for since the directory was last synced. A power cut
 * may leave any of these, each name for itself. Sorted, so that a seed decides everything. Not thread-safe.
 */
final class Names {

    private final Map<String, SimulatedFile> current = new TreeMap<>();

    /** Per name changed since the last sync: what it stood for then, and after each change; null for no file. */
    private final Map<String, List<@Nullable SimulatedFile>> changes = new TreeMap<>();

    /** The same per name whose change a failed sync has forgotten: no later sync covers it, but one of another change of the name. */
    private final Map<String, List<@Nullable SimulatedFile>> forgotten = new TreeMap<>();

    Iterable<SimulatedFile> files() {
        Map<SimulatedFile, Boolean> files = new IdentityHashMap<>();
        current.values().forEach(file -> files.put(file, true));
        return files.keySet();
    }

    List<String> list() {
        return List.copyOf(current.keySet());
    }

    @Nullable SimulatedFile get(String name) {
        return current.get(name);
    }

    int count(SimulatedFile file) {
        return (int) current.values().stream().filter(other -> other == file).count();
    }

    void put(String name, SimulatedFile file) {
        changesOf(name).add(file);
        current.put(name, file);
    }

    void remove(String name) {
        if (current.containsKey(name)) {
            changesOf(name).add(null);
            current.remove(name);
        }
    }

    /** As if it had always been so. */
    void putSynced(String name, SimulatedFile file) {
        changes.remove(name);
        forgotten.remove(name);
        current.put(name, file);
    }

    void removeSynced(String name) {
        changes.remove(name);
        forgotten.remove(name);
        current.remove(name);
    }

    void sync() {
        changes.clear();
    }

    /** What was not synced counts as synced from now on, and need not be on the disk. */
    void syncFailed() {
        forgotten.putAll(changes);
        changes.clear();
    }

    boolean isSynced(String name) {
        return !changes.containsKey(name) && !forgotten.containsKey(name);
    }

    private List<@Nullable SimulatedFile> changesOf(String name) {
        return changes.computeIfAbsent(name, changed -> {
            List<@Nullable SimulatedFile> before = forgotten.remove(changed);
            return before != null ? before : new ArrayList<>(Collections.singletonList(current.get(changed)));
        });
    }

    /** The same names for copies of the files; two names of one file stay two names of one copy. */
    Names copy() {
        UnaryOperator<@Nullable SimulatedFile> copies = once(SimulatedFile::copy);
        Names copy = new Names();
        current.forEach((name, file) -> copy.current.put(name, copies.apply(file)));
        changes.forEach((name, files) -> copy.changes.put(name, copied(files, copies)));
        forgotten.forEach((name, files) -> copy.forgotten.put(name, copied(files, copies)));
        return copy;
    }

    private static List<@Nullable SimulatedFile> copied(List<@Nullable SimulatedFile> files, UnaryOperator<@Nullable SimulatedFile> copies) {
        List<@Nullable SimulatedFile> copied = new ArrayList<>();
        files.forEach(file -> copied.add(copies.apply(file)));
        return copied;
    }

    /** What each name that may be lost may stand for. */
    private Map<String, List<@Nullable SimulatedFile>> unsure() {
        Map<String, List<@Nullable SimulatedFile>> unsure = new TreeMap<>(forgotten);
        unsure.putAll(changes);
        return unsure;
    }

    /** In how many ways a power cut can leave them: each that changed may stand for anything that it has stood for since the last sync. */
    int outcomes() {
        return unsure().values().stream().mapToInt(List::size).reduce(1, Math::multiplyExact);
    }

    /** @param outcome which one, from 0; negative for the one that belongs to what is left of files */
    Names afterPowerCut(Unsynced unsynced, int outcome, Random random) {
        UnaryOperator<@Nullable SimulatedFile> survivors = once(file -> file.afterPowerCut(unsynced, random));
        Names survived = new Names();
        TreeSet<String> names = new TreeSet<>(current.keySet());
        Map<String, List<@Nullable SimulatedFile>> unsure = unsure();
        names.addAll(unsure.keySet());
        int rest = outcome;
        for (String name : names) {
            List<@Nullable SimulatedFile> changed = unsure.get(name);
            SimulatedFile left = changed != null && outcome >= 0
                    ? changed.get(rest % changed.size())
                    : survivorOf(name, unsynced, random);
            rest /= changed == null ? 1 : changed.size();
            SimulatedFile file = survivors.apply(left);
            if (file != null) {
                survived.current.put(name, file);
            }
        }
        return survived;
    }

    private @Nullable SimulatedFile survivorOf(String name, Unsynced unsynced, Random random) {
        List<@Nullable SimulatedFile> changed = changes.getOrDefault(name, forgotten.get(name));
        if (changed == null) {
            return current.get(name);
        }
        return switch (unsynced) {
            case LOST -> changed.get(0);
            case KEPT, LATER_KEPT, GARBLED -> changed.get(changed.size() - 1);
            case SCATTERED, SECTORS_DESTROYED -> changed.get(random.nextInt(changed.size()));
        };
    }

    private static UnaryOperator<@Nullable SimulatedFile> once(UnaryOperator<SimulatedFile> successor) {
        Map<SimulatedFile, SimulatedFile> done = new IdentityHashMap<>();
        return file -> {
            if (file == null) {
                return null;
            }
            SimulatedFile known = done.get(file);
            if (known == null) {
                known = successor.apply(file);
                done.put(file, known);
            }
            return known;
        };
    }
}
