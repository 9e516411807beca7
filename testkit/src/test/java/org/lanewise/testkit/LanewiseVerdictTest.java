package org.lanewise.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.lanewise.BatchNormOptions;

/**
 * Our own engine keeps all laws; this runs once per provider and vector width, by the executions of Surefire. Its twins are
 * itself with 2 to 8 threads, and with the scalar kernels.
 */
class LanewiseVerdictTest {
    private static final int MAX_THREADS = 8;

    @Test
    @Tag("every-provider")
    void keepsAllLaws() throws ReflectiveOperationException {
        List<ForkJoinPool> pools = new ArrayList<>();
        List<Subject> twins = new ArrayList<>();
        try {
            for (int threads = 2; threads <= MAX_THREADS; threads++) {
                ForkJoinPool pool = new ForkJoinPool(threads - 1);
                pools.add(pool);
                twins.add(new LanewiseSubject(BatchNormOptions.defaults().pool(pool)));
            }
            twins.add(ScalarTwin.load());
            Verdict verdict = Verdict.of(new LanewiseSubject(BatchNormOptions.defaults(), twins.toArray(Subject[]::new)));
            assertEquals(Laws.all().size(), verdict.findings().size());
            assertTrue(verdict.isKept(), verdict::toString);
        } finally {
            pools.forEach(ForkJoinPool::close);
        }
    }
}
