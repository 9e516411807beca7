package org.lanewise.bench.compare;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Loops over contiguous floats for {@link LimitInJava}: runs.h in Java. A run is a slice of its own, so that an int
 * walks it from 0.
 */
final class Runs {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int STEP = 4 * LANES;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private Runs() {}

    private static FloatVector load(MemorySegment run, int i) {
        return FloatVector.fromMemorySegment(SPECIES, run, (long) i << 2, ORDER);
    }

    private static double fold(FloatVector a, FloatVector b, FloatVector c, FloatVector d) {
        return a.add(b).add(c.add(d)).reduceLanes(VectorOperators.ADD);
    }

    /** Adds sum(v) and sum(v·x) to two sums. */
    static void addSums(MemorySegment v, MemorySegment x, int n, double[] sums, int at) {
        int i = 0;
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        FloatVector p0 = s0;
        FloatVector p1 = s0;
        FloatVector p2 = s0;
        FloatVector p3 = s0;
        for (; i <= n - STEP; i += STEP) {
            FloatVector v0 = load(v, i);
            FloatVector v1 = load(v, i + LANES);
            FloatVector v2 = load(v, i + 2 * LANES);
            FloatVector v3 = load(v, i + 3 * LANES);
            s0 = s0.add(v0);
            s1 = s1.add(v1);
            s2 = s2.add(v2);
            s3 = s3.add(v3);
            p0 = v0.fma(load(x, i), p0);
            p1 = v1.fma(load(x, i + LANES), p1);
            p2 = v2.fma(load(x, i + 2 * LANES), p2);
            p3 = v3.fma(load(x, i + 3 * LANES), p3);
        }
        double sum = fold(s0, s1, s2, s3);
        double product = fold(p0, p1, p2, p3);
        for (; i < n; i++) {
            float value = v.getAtIndex(JAVA_FLOAT, i);
            sum += value;
            product += (double) value * x.getAtIndex(JAVA_FLOAT, i);
        }
        sums[at] += sum;
        sums[at + 1] += product;
    }

    /** out = x·a + b. */
    static void affine(MemorySegment x, MemorySegment out, int n, float a, float b) {
        FloatVector scale = FloatVector.broadcast(SPECIES, a);
        FloatVector shift = FloatVector.broadcast(SPECIES, b);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            load(x, i).fma(scale, shift).intoMemorySegment(out, (long) i << 2, ORDER);
        }
        for (; i < n; i++) {
            out.setAtIndex(JAVA_FLOAT, i, Math.fma(x.getAtIndex(JAVA_FLOAT, i), a, b));
        }
    }

    /** out = dy·a + (x·p + q). */
    static void affine(MemorySegment dy, MemorySegment x, MemorySegment out, int n, float a, float p, float q) {
        FloatVector scale = FloatVector.broadcast(SPECIES, a);
        FloatVector slope = FloatVector.broadcast(SPECIES, p);
        FloatVector shift = FloatVector.broadcast(SPECIES, q);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            load(dy, i).fma(scale, load(x, i).fma(slope, shift)).intoMemorySegment(out, (long) i << 2, ORDER);
        }
        for (; i < n; i++) {
            out.setAtIndex(
                    JAVA_FLOAT,
                    i,
                    Math.fma(dy.getAtIndex(JAVA_FLOAT, i), a, Math.fma(x.getAtIndex(JAVA_FLOAT, i), p, q)));
        }
    }

    /** Adds a row to sums per element: s += v, p += v·x. */
    static void addRow(MemorySegment v, MemorySegment x, int n, float[] s, float[] p) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector value = load(v, i);
            FloatVector.fromArray(SPECIES, s, i).add(value).intoArray(s, i);
            value.fma(load(x, i), FloatVector.fromArray(SPECIES, p, i)).intoArray(p, i);
        }
        for (; i < n; i++) {
            float value = v.getAtIndex(JAVA_FLOAT, i);
            s[i] += value;
            p[i] += value * x.getAtIndex(JAVA_FLOAT, i);
        }
    }

    /** out = x·a + b, each element with factors of its own. */
    static void affineRow(MemorySegment x, MemorySegment out, int n, float[] a, float[] b) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            load(x, i)
                    .fma(FloatVector.fromArray(SPECIES, a, i), FloatVector.fromArray(SPECIES, b, i))
                    .intoMemorySegment(out, (long) i << 2, ORDER);
        }
        for (; i < n; i++) {
            out.setAtIndex(JAVA_FLOAT, i, Math.fma(x.getAtIndex(JAVA_FLOAT, i), a[i], b[i]));
        }
    }

    /** out = dy·a + (x·p + q), each element with factors of its own. */
    static void affineRow(
            MemorySegment dy, MemorySegment x, MemorySegment out, int n, float[] a, float[] p, float[] q) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector rest =
                    load(x, i).fma(FloatVector.fromArray(SPECIES, p, i), FloatVector.fromArray(SPECIES, q, i));
            load(dy, i).fma(FloatVector.fromArray(SPECIES, a, i), rest).intoMemorySegment(out, (long) i << 2, ORDER);
        }
        for (; i < n; i++) {
            out.setAtIndex(
                    JAVA_FLOAT,
                    i,
                    Math.fma(dy.getAtIndex(JAVA_FLOAT, i), a[i], Math.fma(x.getAtIndex(JAVA_FLOAT, i), p[i], q[i])));
        }
    }
}
