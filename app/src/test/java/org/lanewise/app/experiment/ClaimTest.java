package org.lanewise.app.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.lanewise.app.experiment.Claim.Topic;
import org.lanewise.app.experiment.Claim.Verdict;
import org.lanewise.app.experiment.Comparison.Outcome;

class ClaimTest {
    private static final Comparison BETTER = new Comparison("a", new double[] {1, 2}, new double[] {2, 3}, true);
    private static final Comparison WORSE = new Comparison("b", new double[] {1, 2}, new double[] {2, 3}, false);
    private static final Comparison SPLIT = new Comparison("c", new double[] {1, 3}, new double[] {2, 2}, true);
    private static final Comparison UNKNOWN = new Comparison("d", new double[0], new double[0], true);

    @Test
    void anOutcomeIsWhatEverySeedSays() {
        assertEquals(Outcome.HOLDS, BETTER.outcome());
        assertEquals(Outcome.FAILS, WORSE.outcome());
        assertEquals(Outcome.SPLIT, SPLIT.outcome());
        assertEquals(Outcome.UNKNOWN, UNKNOWN.outcome());
    }

    @Test
    void whatIsNoDifferentOrNoNumberIsNoBetter() {
        double never = Double.POSITIVE_INFINITY;
        assertEquals(Outcome.FAILS, new Comparison("e", new double[] {never}, new double[] {never}, true).outcome());
        assertEquals(Outcome.FAILS, new Comparison("e", new double[] {Double.NaN}, new double[] {1}, true).outcome());
        assertEquals(Outcome.HOLDS, new Comparison("e", new double[] {9}, new double[] {never}, true).outcome());
    }

    @Test
    void aVerdictIsWhatAllCasesSay() {
        assertVerdict(Verdict.HOLDS, "It holds in 2 of 2 cases, with each of 2 seeds.", BETTER, BETTER);
        assertVerdict(
                Verdict.HOLDS,
                "It holds in 1 of 1 case, with each of 2 seeds. Nothing to compare for: d.",
                BETTER,
                UNKNOWN);
        assertVerdict(
                Verdict.MIXED,
                "It holds in 1 of 3 cases, with each of 2 seeds. It does not hold for: b. " + "Seeds disagree for: c.",
                BETTER,
                WORSE,
                SPLIT);
        assertVerdict(Verdict.DOES_NOT_HOLD, "It holds in 0 of 2 cases, with each of 2 seeds.", WORSE, WORSE);
        assertVerdict(Verdict.UNDECIDED, "There is no case to compare.", UNKNOWN);
    }

    private static void assertVerdict(Verdict verdict, String findings, Comparison... comparisons) {
        Claim claim = new Claim(Topic.SPEED, "claim", "measured", Unit.STEPS, List.of(comparisons));
        assertEquals(verdict, claim.verdict());
        assertEquals(findings, claim.findings());
    }

    @Test
    void figuresOfSeedsAreTheirMedianAndTheirRange() {
        assertEquals("20 (10 to never)", Unit.STEPS.summary(new double[] {Double.POSITIVE_INFINITY, 10, 20}));
        assertEquals("never", Unit.STEPS.summary(new double[] {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY}));
        assertEquals("none (none to 0.1)", Unit.RATE.summary(new double[] {0.1, 0}));
        assertEquals("50.0 %", Unit.SHARE.summary(new double[] {0.5}));
        assertEquals(2, Unit.median(new double[] {3, Double.NaN, 2, 1}));
    }
}
