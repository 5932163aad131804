package dev.ringwal.bench.system;

import java.util.List;

/** Names systems that can be measured; found by {@link java.util.ServiceLoader}. */
public interface SystemSource {

    List<SystemKind> kinds();
}
