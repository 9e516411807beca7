package org.lanewise.bench.peer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;
import org.lanewise.testkit.Exact;
import org.lanewise.testkit.LanewiseSubject;
import org.lanewise.testkit.Statistics;
import org.lanewise.testkit.Subject;

/** The adapters hand each engine the right numbers in the right order: ordinary data come out as they must. */
class SubjectsTest {
    private static final double EPS = 1e-5f;
    private static final List<Shape> SHAPES =
            List.of(Shape.of(36, 5), Shape.of(3, 5, 12), Shape.of(3, 5, 4, 3), Shape.of(3, 5, 2, 3, 2));

    /** Float arithmetic in whatever order: n + 8 roundings of 2^-24, each of less than 16 for data within (-5, 5). */
    private static double bound(Shape shape) {
        return (shape.elementsPerChannel() + 8) * 0x1p-24 * 16;
    }

    private static final float[] GAMMA = {0.5f, 1, -1.5f, 2, 1};
    private static final float[] BETA = {0, 1, 0.25f, -2, 3};

    @ParameterizedTest
    @EnumSource
    void peersAgreeWithTheOracle(Peer peer) {
        Optional<String> why = peer.unavailable();
        assumeTrue(why.isEmpty(), () -> why.orElse(""));
        agrees(peer.subject());
    }

    @Test
    void lanewiseAgreesWithTheOracle() {
        agrees(new LanewiseSubject());
    }

    private static void agrees(Subject subject) {
        for (Shape shape : SHAPES) {
            for (Layout layout : Layout.values()) {
                for (boolean inPlace : new boolean[] {false, true}) {
                    try (Arena arena = Arena.ofShared()) {
                        String context = subject.name() + " " + shape + " " + layout + (inPlace ? " in place" : "");
                        trains(arena, subject, shape, layout, inPlace, context);
                        infers(arena, subject, shape, layout, inPlace, context);
                        goesBack(arena, subject, shape, layout, inPlace, context);
                    }
                }
            }
        }
    }

    private static Tensor random(Arena arena, Shape shape, Layout layout, long seed) {
        Random random = new Random(seed);
        float[] values = new float[(int) shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextDouble() * 4 - 1);
        }
        return Tensor.allocate(arena, shape, layout).copyFrom(values);
    }

    private static void trains(
            Arena arena, Subject subject, Shape shape, Layout layout, boolean inPlace, String context) {
        Tensor x = random(arena, shape, layout, 1);
        List<float[]> in = channels(x);
        Tensor y = inPlace ? x : Tensor.allocate(arena, shape, layout);
        Statistics statistics = subject.train(x, y, GAMMA, BETA, EPS);
        for (int c = 0; c < GAMMA.length; c++) {
            Exact exact = new Exact(in.get(c));
            assertEquals(exact.mean().doubleValue(), statistics.mean()[c], bound(shape), context);
            assertEquals(exact.variance().doubleValue(), statistics.variance()[c], bound(shape), context);
            assertClose(exact.forward(GAMMA[c], BETA[c], EPS), channels(y).get(c), bound(shape), context + " y");
        }
    }

    private static void infers(
            Arena arena, Subject subject, Shape shape, Layout layout, boolean inPlace, String context) {
        float[] mean = {0, 1, 0.5f, -1, 2};
        float[] variance = {1, 0.5f, 2, 1, 0.25f};
        Tensor x = random(arena, shape, layout, 2);
        List<float[]> in = channels(x);
        Tensor y = inPlace ? x : Tensor.allocate(arena, shape, layout);
        subject.infer(x, y, GAMMA, BETA, EPS, mean, variance);
        for (int c = 0; c < GAMMA.length; c++) {
            Exact exact = new Exact(in.get(c));
            assertClose(
                    exact.forward(mean[c], variance[c], GAMMA[c], BETA[c], EPS),
                    channels(y).get(c),
                    bound(shape),
                    context + " inferred y");
        }
    }

    private static void goesBack(
            Arena arena, Subject subject, Shape shape, Layout layout, boolean inPlace, String context) {
        for (int place = 0; place < (inPlace ? 2 : 1); place++) {
            Tensor x = random(arena, shape, layout, 3);
            Tensor dy = random(arena, shape, layout, 4);
            List<float[]> in = channels(x);
            List<float[]> gradient = channels(dy);
            Tensor dx = !inPlace ? Tensor.allocate(arena, shape, layout) : place == 0 ? x : dy;
            float[] dgamma = new float[GAMMA.length];
            float[] dbeta = new float[GAMMA.length];
            subject.backward(x, dy, dx, GAMMA, EPS, dgamma, dbeta);
            // Sums of n terms have errors n times those of a mean.
            double sumBound = bound(shape) * shape.elementsPerChannel();
            for (int c = 0; c < GAMMA.length; c++) {
                Exact.Gradient exact = new Exact(in.get(c)).backward(gradient.get(c), GAMMA[c], EPS);
                assertClose(exact.dx(), channels(dx).get(c), bound(shape), context + " dx");
                assertEquals(exact.dgamma().doubleValue(), dgamma[c], sumBound, context + " dgamma");
                assertEquals(exact.dbeta().doubleValue(), dbeta[c], sumBound, context + " dbeta");
            }
        }
    }

    private static void assertClose(Number[] expected, float[] actual, double bound, String context) {
        assertEquals(expected.length, actual.length, context);
        for (int i = 0; i < actual.length; i++) {
            assertEquals(expected[i].doubleValue(), actual[i], bound, context + " at " + i);
        }
    }

    /** The elements of each channel, by position and not by memory order. */
    private static List<float[]> channels(Tensor tensor) {
        Shape shape = tensor.shape();
        float[] all = tensor.toArray();
        int spatial = (int) shape.spatial();
        List<float[]> channels = new ArrayList<>();
        for (int c = 0; c < shape.channels(); c++) {
            float[] channel = new float[(int) shape.elementsPerChannel()];
            for (int i = 0; i < channel.length; i++) {
                int n = i / spatial;
                int s = i % spatial;
                channel[i] = all[
                        tensor.layout() == Layout.CHANNELS_FIRST
                                ? (n * shape.channels() + c) * spatial + s
                                : i * shape.channels() + c];
            }
            channels.add(channel);
        }
        return channels;
    }

    @Test
    void lanewiseGivesTheSameBitsInPlace() {
        try (Arena arena = Arena.ofShared()) {
            Shape shape = Shape.of(3, 5, 4, 3);
            Tensor x = random(arena, shape, Layout.CHANNELS_FIRST, 1);
            Tensor y = Tensor.allocate(arena, shape, Layout.CHANNELS_FIRST);
            new LanewiseSubject().train(x, y, GAMMA, BETA, EPS);
            float[] once = y.toArray();
            new LanewiseSubject().train(x, x, GAMMA, BETA, EPS);
            assertArrayEquals(once, x.toArray());
        }
    }

    @Test
    void aLibraryThatIsNotThereIsNamedInOneLine() {
        String why = Peer.unavailable("Other", () -> {
                    throw new ExceptionInInitializerError(
                            new UnsatisfiedLinkError("libOpenCL.so.1: cannot open shared object file\nmore"));
                })
                .orElseThrow();
        assertEquals(1, why.lines().count());
        assertTrue(why.startsWith("Other: ") && why.contains("libOpenCL.so.1"), why);
        assertTrue(why.endsWith("(Debian's package ocl-icd-libopencl1 has it)"), why);
        assertEquals(Optional.empty(), Peer.unavailable("Other", () -> {}));
    }

    @Test
    void aTensorOnTheHeapIsRefused() {
        Tensor tensor = Tensor.of(new float[6], Shape.of(2, 3), Layout.CHANNELS_FIRST);
        Optional<String> why = Peer.ONEDNN.unavailable();
        assumeTrue(why.isEmpty(), () -> why.orElse(""));
        assertThrows(IllegalArgumentException.class, () -> new SegmentPointer(tensor));
    }
}
