package org.lanewise.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.lanewise.tensor.ElementType;

/**
 * The samples of the test kit's Javadoc, each in a region of its own, run. The engine's tests hold the two the same.
 */
class JavadocSamplesTest {
    @Test
    void verdict() {
        Subject subject = new LanewiseSubject();
        // @start region="verdict"
        List<Problem> small = Problem.all(ElementType.FLOAT32).subList(0, 100);
        Verdict verdict = Verdict.of(subject, small); // Verdict.of(subject) tries all, which takes a while
        System.out.println(verdict); // a line per law that can be asked of the subject
        boolean kept = verdict.isKept();
        // @end
        assertTrue(kept);
        assertEquals(100, verdict.findings().getFirst().tried());
        // But for the name, a line per law; a subject without twins is not asked about twins.
        assertEquals(Laws.all().size() - 1, verdict.toString().lines().count() - 1);
    }

    @Test
    void exactInference() {
        double mean = 3;
        double variance = 4;
        double gamma = 2;
        double beta = 1;
        double eps = 1e-5;
        double x = 7;
        float y = (float) (2 * (7 - 3) / Math.sqrt(4 + 1e-5) + 1);
        // @start region="exact inference"
        ExactInference channel = new ExactInference(Precision.FLOAT32, mean, variance, gamma, beta, eps);
        ExactInference.Output exact = channel.output(x);
        double error = exact.ulps(y); // in ulp, see Ulps
        boolean kept = exact.shareOfBound(y) <= 1;
        // @end
        assertTrue(error <= 0.51, () -> error + " ulp");
        assertTrue(kept);
    }
}
