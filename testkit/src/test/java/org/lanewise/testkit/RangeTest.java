package org.lanewise.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lanewise.BatchNormOptions;
import org.lanewise.FrozenBatchNorm;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/**
 * y and dx are within their bounds wherever the exact result is a number of the type, for parameters, data and
 * gradients from one end of float's range to the other, in all mixtures. Each mixture is a channel, beside all others.
 */
class RangeTest {
    private static final int SAMPLES = 5;
    private static final int SPATIAL = 4;
    private static final float[] GAMMAS = {3e38f, -1e37f, 1e20f, 1, 1e-20f, -1e-37f, 1e-40f, Float.MIN_VALUE, 0};
    private static final float[] BETAS = {0, -0.5f, 1e-40f, 1e30f};
    private static final double[] SIGMAS = {1e-44, 1e-40, 1e-30, 3e-3, 1, 1e19, 1e30, 3e37};
    /** In sigmas. */
    private static final double[] MEANS = {0, 3, -1e4};

    private static final double[] EPS = {1e-5, Float.MIN_NORMAL, 0};

    /** What a channel is made of. */
    private record Channel(float gamma, float beta, double sigma, double mean) {}

    private static List<Channel> channels(Precision type) {
        List<Channel> channels = new ArrayList<>();
        for (double sigma : SIGMAS) {
            // float16's own range is short.
            double inRange = type == Precision.FLOAT16 ? Math.clamp(sigma, type.smallestNormal() / 16, 500) : sigma;
            for (double mean : MEANS) {
                if (Math.abs(mean * inRange) > Math.min(type.largest(), Float.MAX_VALUE) / 16) {
                    continue;
                }
                for (float gamma : GAMMAS) {
                    for (float beta : BETAS) {
                        channels.add(new Channel(gamma, beta, inRange, mean * inRange));
                    }
                }
            }
        }
        return channels;
    }

    /**
     * a = gamma/sqrt(variance + eps) is the product of two floats; a larger one takes an eps below 2^-126 and subnormal
     * data.
     */
    private static boolean isTooSteep(Channel channel, double variance, double eps) {
        return Math.abs(channel.gamma) / Math.sqrt(variance + eps) > 0x1p254;
    }

    private static float[] gammas(List<Channel> channels) {
        float[] values = new float[channels.size()];
        for (int c = 0; c < values.length; c++) {
            values[c] = channels.get(c).gamma;
        }
        return values;
    }

    private static float[] betas(List<Channel> channels) {
        float[] values = new float[channels.size()];
        for (int c = 0; c < values.length; c++) {
            values[c] = channels.get(c).beta;
        }
        return values;
    }

    private static Tensor data(Arena arena, List<Channel> channels, Layout layout, ElementType type, long seed) {
        Random random = new Random(seed);
        Tensor x = Tensor.allocate(arena, Shape.of(SAMPLES, channels.size(), SPATIAL), layout, type);
        Precision precision = Precision.of(type);
        for (int n = 0; n < SAMPLES; n++) {
            for (int c = 0; c < channels.size(); c++) {
                for (int i = 0; i < SPATIAL; i++) {
                    double value = channels.get(c).mean + channels.get(c).sigma * random.nextGaussian();
                    x.set(Math.clamp(value, -precision.largest(), precision.largest()), n, c, i);
                }
            }
        }
        return x;
    }

    private static double[] channel(Tensor x, int c) {
        double[] values = new double[SAMPLES * SPATIAL];
        for (int i = 0; i < values.length; i++) {
            values[i] = x.get(i / SPATIAL, c, i % SPATIAL);
        }
        return values;
    }

    /** How many results were compared, none of which may be off by more than its bound. */
    private static int compare(
            String what, Precision type, double[] actual, BigDecimal[] exact, IntToDoubleFunction bound) {
        int compared = 0;
        for (int i = 0; i < actual.length; i++) {
            if (Double.isInfinite(type.round(exact[i].doubleValue()))) {
                continue;
            }
            double error = Double.isFinite(actual[i])
                    ? new BigDecimal(actual[i]).subtract(exact[i]).abs().doubleValue()
                    : Double.POSITIVE_INFINITY;
            double allowed = bound.applyAsDouble(i);
            double value = actual[i];
            double expected = exact[i].doubleValue();
            assertTrue(error <= allowed, () -> what + ": " + value + ", must be " + expected + " to " + allowed);
            compared++;
        }
        return compared;
    }

    @ParameterizedTest
    @EnumSource
    void trainingAndItsGradients(ElementType type) {
        Precision precision = Precision.of(type);
        List<Channel> channels = channels(precision);
        float[] gamma = gammas(channels);
        float[] beta = betas(channels);
        LanewiseSubject engine = new LanewiseSubject();
        int compared = 0;
        for (Layout layout : Layout.values()) {
            for (double eps : EPS) {
                for (double size : new double[] {1e-30, 1, 1e36}) {
                    try (Arena arena = Arena.ofShared()) {
                        Tensor x = data(arena, channels, layout, type, 1);
                        Tensor y = Tensor.allocate(arena, x.shape(), layout, type);
                        List<Channel> ofDy = channels.stream()
                                .map(c -> new Channel(1, 0, Math.min(size, precision.largest() / 64), 0))
                                .toList();
                        Tensor dy = data(arena, ofDy, layout, type, 2);
                        Tensor dx = Tensor.allocate(arena, x.shape(), layout, type);
                        engine.train(x, y, gamma, beta, eps);
                        engine.backward(x, dy, dx, gamma, eps, new float[gamma.length], new float[gamma.length]);
                        for (int c = 0; c < gamma.length; c++) {
                            double[] elements = channel(x, c);
                            Exact exact = new Exact(elements);
                            if (exact.variance().doubleValue() + eps == 0) {
                                assertEquals(Double.NaN, y.get(0, c, 0), "0/0");
                                continue;
                            }
                            if (isTooSteep(channels.get(c), exact.variance().doubleValue(), eps)) {
                                continue;
                            }
                            Bounds bounds = new Bounds(precision, exact, gamma[c], beta[c], eps);
                            String where = type + " " + layout + " eps " + eps + " dy " + size + " " + channels.get(c);
                            BigDecimal[] exactY = exact.forward(gamma[c], beta[c], eps);
                            compared += compare(
                                    "y " + where,
                                    precision,
                                    channel(y, c),
                                    exactY,
                                    i -> bounds.y(elements[i], exactY[i].doubleValue()));
                            double[] gradient = channel(dy, c);
                            Exact.Gradient exactGradient = exact.backward(gradient, gamma[c], eps);
                            Bounds.Sums sums = bounds.sums(elements, gradient, exactGradient);
                            compared += compare(
                                    "dx " + where,
                                    precision,
                                    channel(dx, c),
                                    exactGradient.dx(),
                                    i -> bounds.dx(elements[i], exactGradient.dx()[i].doubleValue(), sums));
                        }
                    }
                }
            }
        }
        int most = 2 * 2 * 9 * SAMPLES * SPATIAL * channels.size();
        assertTrue(compared > most / 3, compared + " of " + most);
    }

    @ParameterizedTest
    @EnumSource
    void frozenLayers(ElementType type) {
        Precision precision = Precision.of(type);
        List<Channel> channels = channels(precision);
        int compared = 0;
        for (Layout layout : Layout.values()) {
            for (double eps : EPS) {
                try (Arena arena = Arena.ofShared()) {
                    Tensor x = data(arena, channels, layout, type, 3);
                    Tensor y = Tensor.allocate(arena, x.shape(), layout, type);
                    double[] mean =
                            channels.stream().mapToDouble(c -> (float) c.mean).toArray();
                    double[] variance = channels.stream()
                            .mapToDouble(c -> eps == 0 ? c.sigma * c.sigma + 1e-80 : c.sigma * c.sigma)
                            .toArray();
                    FrozenBatchNorm.of(
                                    mean,
                                    variance,
                                    gammas(channels),
                                    betas(channels),
                                    BatchNormOptions.defaults().eps(eps))
                            .apply(x, y);
                    for (int c = 0; c < mean.length; c++) {
                        Channel channel = channels.get(c);
                        if (isTooSteep(channel, variance[c], eps)) {
                            continue;
                        }
                        double[] elements = channel(x, c);
                        BigDecimal scale = Exact.scale(new BigDecimal(variance[c]), channel.gamma, eps);
                        BigDecimal[] exact = new BigDecimal[elements.length];
                        for (int i = 0; i < exact.length; i++) {
                            exact[i] = Exact.forward(
                                    new BigDecimal(elements[i]),
                                    new BigDecimal(mean[c]),
                                    scale,
                                    new BigDecimal(channel.beta));
                        }
                        Bounds bounds = Bounds.given(precision, mean[c], variance[c], channel.gamma, channel.beta, eps);
                        compared += compare(
                                "y " + type + " " + layout + " eps " + eps + " " + channel,
                                precision,
                                channel(y, c),
                                exact,
                                i -> bounds.y(elements[i], exact[i].doubleValue()));
                    }
                }
            }
        }
        int most = 2 * 3 * SAMPLES * SPATIAL * channels.size();
        assertTrue(compared > most / 3, compared + " of " + most);
    }
}
