package org.lanewise.bench.compare;

import java.util.Optional;
import org.lanewise.bench.compare.LimitLibrary.NoCompiler;
import org.lanewise.tensor.ElementType;

/**
 * The yardstick: simple loops in C that do the least memory work, see limit.c; where there is no C compiler the same in
 * Java. It writes with ordinary stores or past the cache, whichever is faster in a case. Types of 16 bits are read,
 * computed in float and rounded back, as our engine does: to convert them is work that no one is spared. The Java is
 * for float32 alone.
 *
 * <p>There are two: one that sums in float, and one that sums float32 in double, which is what our accuracy needs.
 */
final class LimitEngine implements Engine {
    /** The name of the one that sums in float. */
    static final String NAME = "limit";

    /** The name of the one that sums in double. */
    static final String IN_DOUBLE = "limit-double";

    private static final int CALLS = 9;

    private final String name;
    private final LimitLibrary library;
    private final String why;

    /** An engine in C, or in Java if it can't be compiled; by one of the two names. */
    static LimitEngine create(String name, ElementType type) {
        boolean doubleSums = name.equals(IN_DOUBLE);
        if (doubleSums && type != ElementType.FLOAT32) {
            return new LimitEngine(name, null, "it is the same as limit");
        }
        try {
            return new LimitEngine(name, LimitLibrary.get(type, doubleSums), null);
        } catch (NoCompiler e) {
            return new LimitEngine(name, null, e.getMessage());
        }
    }

    /** The one that sums in float, in Java, for a reason. */
    static LimitEngine inJava(String why) {
        return new LimitEngine(NAME, null, why);
    }

    private LimitEngine(String name, LimitLibrary library, String why) {
        this.name = name;
        this.library = library;
        this.why = why;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String version() {
        return library != null ? "C" : "Java instead of C: " + why;
    }

    @Override
    public Optional<String> unavailable(ElementType type) {
        return library != null || name.equals(NAME) && type == ElementType.FLOAT32
                ? Optional.empty()
                : Optional.of(name + ": in C and for float32 alone, and " + why);
    }

    @Override
    public boolean supports(Case work) {
        // Its loops neither add nor activate; the Java would write a forward pass over dy.
        return !work.pass().isFused() && (library != null || !work.pass().isInPlace());
    }

    @Override
    public boolean isCompiledAsItRuns() {
        return library == null;
    }

    @Override
    public Run prepare(Workload workload, Pass pass, int threads) {
        if (library == null) {
            return LimitInJava.prepare(workload, pass, threads);
        }
        Run ordinary = new LimitRun(library, workload, pass, threads, false);
        Run streaming = new LimitRun(library, workload, pass, threads, true);
        boolean streams = nanos(streaming) < nanos(ordinary);
        (streams ? ordinary : streaming).close();
        return streams ? streaming : ordinary;
    }

    /** Of the fastest of a few calls: enough to tell two kinds of stores apart where that matters. */
    private static long nanos(Run run) {
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < CALLS; i++) {
            long begin = System.nanoTime();
            run.run();
            fastest = Math.min(fastest, System.nanoTime() - begin);
        }
        return fastest;
    }
}
