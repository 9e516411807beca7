package org.lanewise.bench.accuracy;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Random;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;
import org.lanewise.testkit.Channels;
import org.lanewise.testkit.Statistics;
import org.lanewise.testkit.Subject;
import org.lanewise.testkit.Ulps;

/** Runs engines on data and compares what they give with the exact answer. */
final class Measurement {
    /** 1e-5 as a float: a float to the engines that take eps as such, the same number to the others. */
    static final double EPS = 1e-5f;

    /** Whose statistics are doubles ahead of the others' floats; those rounded to float have this suffix. */
    static final String AS_FLOAT = " as float";

    private Measurement() {}

    /**
     * The largest error over some seeds.
     *
     * @param wide the engine whose statistics are also compared rounded to float; null for none
     */
    static Row row(Data data, List<Subject> subjects, Subject wide, int seeds) {
        Row row = new Row(data);
        for (int seed = 1; seed <= seeds; seed++) {
            new Run(data, seed).add(row, subjects, wide);
        }
        return row;
    }

    /** One input. */
    private static final class Run {
        private final Data data;
        private final float[] gamma;
        private final float[] beta;
        private final float[] x;
        private final float[] dy;
        private final Truth[] truths;

        Run(Data data, long seed) {
            this.data = data;
            Random random = new Random(seed);
            Shape shape = data.shape();
            int channels = shape.channels();
            gamma = new float[channels];
            beta = new float[channels];
            x = new float[Math.toIntExact(shape.elements())];
            dy = new float[x.length];
            truths = new Truth[data.sampled()];
            float[] elements = new float[(int) shape.elementsPerChannel()];
            float[] gradient = new float[elements.length];
            for (int c = 0; c < channels; c++) {
                gamma[c] = 0.5f + random.nextFloat();
                beta[c] = 2 * random.nextFloat() - 1;
                data.channel().fill(elements, random);
                data.gradient().fill(gradient, random);
                for (int i = 0; i < elements.length; i++) {
                    x[position(c, i)] = elements[i];
                    dy[position(c, i)] = gradient[i];
                }
                if (c < truths.length) {
                    truths[c] = new Truth(elements, gradient, gamma[c], beta[c], EPS);
                }
            }
        }

        /** Where element i of channel c lies in memory. */
        private int position(int c, int i) {
            return Math.toIntExact(Channels.index(data.shape(), data.layout(), c, i));
        }

        void add(Row row, List<Subject> subjects, Subject wide) {
            try (Arena arena = Arena.ofShared()) {
                Tensor input = tensor(arena).copyFrom(x);
                Tensor gradient = tensor(arena).copyFrom(dy);
                Tensor out = tensor(arena);
                for (Subject subject : subjects) {
                    String name = subject.name();
                    Statistics statistics = subject.train(input, out, gamma, beta, EPS);
                    float[] y = out.toArray();
                    float[] dgamma = new float[gamma.length];
                    float[] dbeta = new float[gamma.length];
                    subject.backward(input, gradient, out, gamma, EPS, dgamma, dbeta);
                    float[] dx = out.toArray();
                    for (int c = 0; c < truths.length; c++) {
                        Truth truth = truths[c];
                        double mean = statistics.mean()[c];
                        double variance = statistics.variance()[c];
                        row.add(Quantity.MEAN, name, Ulps.of(mean, truth.mean));
                        row.add(Quantity.VARIANCE, name, Ulps.of(variance, truth.variance));
                        row.add(Quantity.DGAMMA, name, Ulps.of(dgamma[c], truth.dgamma, truth.scaleOfDgamma));
                        row.add(Quantity.DBETA, name, Ulps.of(dbeta[c], truth.dbeta, truth.scaleOfDbeta));
                        if (subject == wide) {
                            row.add(Quantity.MEAN, name + AS_FLOAT, Ulps.of((float) mean, truth.mean));
                            row.add(Quantity.VARIANCE, name + AS_FLOAT, Ulps.of((float) variance, truth.variance));
                        }
                        for (int i = 0; i < truth.y.length; i++) {
                            int at = position(c, i);
                            row.add(Quantity.Y, name, Ulps.of(y[at], truth.y[i], truth.scaleOfY[i]));
                            row.add(Quantity.DX, name, Ulps.of(dx[at], truth.dx[i], truth.scaleOfDx[i]));
                        }
                    }
                }
            }
        }

        private Tensor tensor(Arena arena) {
            return Tensor.allocate(arena, data.shape(), data.layout());
        }
    }
}
