package dev.giftwarden.bench.load;

import java.util.List;
import java.util.function.Supplier;

/// One of those that are compared.
///
/// @param name for people
/// @param target asked before every round, because tokens end
/// @param pid the process whose CPU is counted
/// @param pausedMeanwhile processes that would otherwise work in the background of its rounds
public record Contender(
    String name, Supplier<Target> target, long pid, List<Long> pausedMeanwhile) {}
