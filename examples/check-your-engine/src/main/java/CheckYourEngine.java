import java.util.List;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Tensor;
import org.lanewise.testkit.Channels;
import org.lanewise.testkit.Problem;
import org.lanewise.testkit.Statistics;
import org.lanewise.testkit.Subject;
import org.lanewise.testkit.Verdict;

/** Asks two engines whether they keep the laws of batch normalization, and prints what they break. */
public class CheckYourEngine {
    public static void main(String[] args) {
        // Some of the problems, to be quick. Verdict.of(engine) tries all, in 10 to 60 s.
        List<Problem> problems = Problem.all(ElementType.FLOAT32).stream()
                .filter(problem -> problem.shape().elements() <= 300)
                .toList();
        for (Subject engine : List.of(new Naive(), new Careful())) {
            Verdict verdict = Verdict.of(engine, problems);
            List<Verdict.Finding> broken = verdict.findings().stream()
                    .filter(finding -> finding.broken() > 0)
                    .toList();
            System.out.println(engine.name() + " breaks " + broken.size() + " laws");
            broken.forEach(finding -> System.out.println("  " + finding)); // how often, and on which problem first
        }
    }

    /** An engine as one writes it at first: all in float, the variance as the mean of squares less the squared mean. */
    private static class Naive implements Subject {
        @Override
        public String name() {
            return "the naive engine";
        }

        double mean(double[] x) {
            float sum = 0;
            for (double value : x) {
                sum += (float) value;
            }
            return sum / x.length;
        }

        double variance(double[] x, double mean) {
            float squares = 0;
            for (double value : x) {
                squares += (float) (value * value);
            }
            return squares / x.length - (float) (mean * mean);
        }

        int channels(Tensor x, float[]... parameters) {
            return x.shape().channels();
        }

        @Override
        public Statistics train(Tensor x, Tensor y, float[] gamma, float[] beta, double eps) {
            int channels = channels(x, gamma, beta);
            double[] mean = new double[channels];
            double[] variance = new double[channels];
            for (int c = 0; c < channels; c++) {
                double[] values = Channels.get(x, c);
                mean[c] = mean(values);
                variance[c] = variance(values, mean[c]);
                write(y, c, values, mean[c], gamma[c] / Math.sqrt(variance[c] + eps), beta[c]);
            }
            return new Statistics(mean, variance);
        }

        @Override
        public void infer(Tensor x, Tensor y, float[] gamma, float[] beta, double eps, float[] mean, float[] variance) {
            int channels = channels(x, gamma, beta);
            for (int c = 0; c < channels; c++) {
                write(y, c, Channels.get(x, c), mean[c], gamma[c] / Math.sqrt(variance[c] + eps), beta[c]);
            }
        }

        @Override
        public void backward(Tensor x, Tensor dy, Tensor dx, float[] gamma, double eps, float[] dgamma, float[] dbeta) {
            int channels = channels(x, gamma);
            for (int c = 0; c < channels; c++) {
                double[] values = Channels.get(x, c);
                double[] dys = Channels.get(dy, c);
                double mean = mean(values);
                double invStd = 1 / Math.sqrt(variance(values, mean) + eps);
                double[] products = new double[values.length];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (values[i] - mean) * invStd;
                    products[i] = dys[i] * values[i];
                }
                double meanDy = mean(dys);
                double meanProduct = mean(products);
                dgamma[c] = (float) (meanProduct * values.length);
                dbeta[c] = (float) (meanDy * values.length);
                for (int i = 0; i < values.length; i++) {
                    values[i] = dys[i] - values[i] * meanProduct;
                }
                write(dx, c, values, meanDy, gamma[c] * invStd, 0);
            }
        }

        /** Writes (values - mean)·factor + shift into a channel. */
        private static void write(Tensor y, int c, double[] values, double mean, double factor, double shift) {
            float[] memory = y.toArray();
            for (int i = 0; i < values.length; i++) {
                int index = Math.toIntExact(Channels.index(y.shape(), y.layout(), c, i));
                memory[index] = (float) ((values[i] - mean) * factor + shift);
            }
            y.copyFrom(memory);
        }
    }

    /** With three repairs: sums in double, the variance as the mean of squared distances, parameters checked. */
    private static class Careful extends Naive {
        @Override
        public String name() {
            return "the careful engine";
        }

        @Override
        double mean(double[] x) {
            double sum = 0;
            for (double value : x) {
                sum += value;
            }
            return sum / x.length;
        }

        @Override
        double variance(double[] x, double mean) {
            double squares = 0;
            for (double value : x) {
                squares += (value - mean) * (value - mean);
            }
            return squares / x.length;
        }

        @Override
        int channels(Tensor x, float[]... parameters) {
            int channels = super.channels(x, parameters);
            for (float[] values : parameters) {
                if (values.length != channels) {
                    throw new IllegalArgumentException(values.length + " parameters for " + channels + " channels");
                }
            }
            return channels;
        }
    }
}
