package org.lanewise.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.lanewise.BatchNormOptions;

/** Our own engine keeps all laws; this runs once per provider and vector width, by the executions of Surefire. */
class LanewiseVerdictTest {
    @Test
    @Tag("every-provider")
    void keepsAllLawsOnTheCallingThread() {
        Verdict verdict = Verdict.of(new LanewiseSubject());
        assertTrue(verdict.isKept(), verdict::toString);
    }

    @Test
    void keepsAllLawsWithAPool() {
        try (ForkJoinPool pool = new ForkJoinPool(3)) {
            Verdict verdict = Verdict.of(new LanewiseSubject(BatchNormOptions.defaults().pool(pool)));
            assertTrue(verdict.isKept(), verdict::toString);
        }
    }
}
