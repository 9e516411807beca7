package org.lanewise.bench.accuracy;

import java.math.BigDecimal;
import java.math.MathContext;
import org.lanewise.testkit.Exact;
import org.lanewise.testkit.Ulps;

/** The exact results of one channel, and the scales that errors are measured by: see {@link Ulps}. */
final class Truth {
    /** An ulp of float is the 8th digit, one of double the 17th: 40 leave an error of an error no one sees. */
    private static final MathContext ENOUGH = new MathContext(40);

    final BigDecimal mean;
    final BigDecimal variance;
    final BigDecimal[] y;
    final BigDecimal[] dx;
    final BigDecimal dgamma;
    final BigDecimal dbeta;
    final double[] scaleOfY;
    final double[] scaleOfDx;
    final double scaleOfDgamma;
    final double scaleOfDbeta;

    Truth(float[] x, float[] dy, float gamma, float beta, double eps) {
        Exact exact = new Exact(x);
        mean = exact.mean().round(ENOUGH);
        variance = exact.variance().round(ENOUGH);
        y = round(exact.forward(gamma, beta, eps));
        Exact.Gradient gradient = exact.backward(dy, gamma, eps);
        dx = round(gradient.dx());
        dgamma = gradient.dgamma().round(ENOUGH);
        dbeta = gradient.dbeta().round(ENOUGH);
        int n = x.length;
        scaleOfY = new double[n];
        scaleOfDx = new double[n];
        double invStd = 1 / Math.sqrt(variance.doubleValue() + eps);
        double a = Math.abs(gamma * invStd);
        double meanDy = Math.abs(gradient.dbeta().doubleValue()) / n;
        double meanDyXhat = Math.abs(gradient.dgamma().doubleValue()) / n;
        double largestOfDgamma = Math.abs(dgamma.doubleValue());
        double largestOfDbeta = Math.abs(dbeta.doubleValue());
        for (int i = 0; i < n; i++) {
            double distance = Math.abs(new BigDecimal(x[i]).subtract(mean).doubleValue());
            scaleOfY[i] = Ulps.scale(y[i].doubleValue(), a * distance, beta);
            scaleOfDx[i] = max(
                    Math.abs(dx[i].doubleValue()), a * Math.abs(dy[i]), a * meanDy, a * distance * invStd * meanDyXhat);
            largestOfDgamma = Math.max(largestOfDgamma, Math.abs(dy[i] * distance * invStd));
            largestOfDbeta = Math.max(largestOfDbeta, Math.abs(dy[i]));
        }
        scaleOfDgamma = largestOfDgamma;
        scaleOfDbeta = largestOfDbeta;
    }

    private static BigDecimal[] round(BigDecimal[] values) {
        BigDecimal[] rounded = new BigDecimal[values.length];
        for (int i = 0; i < values.length; i++) {
            rounded[i] = values[i].round(ENOUGH);
        }
        return rounded;
    }

    private static double max(double... values) {
        double max = 0;
        for (double value : values) {
            max = Math.max(max, value);
        }
        return max;
    }
}
