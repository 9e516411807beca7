package org.lanewise.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lanewise.bench.compare.Contestant.Answer;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;

/** An engine in a process of its own. */
class RemoteContestantTest {
    private static final Case WORK = new Case(Shape.of(4, 5), Layout.CHANNELS_FIRST, Pass.TRAIN);

    private static RemoteContestant start(String name, ElementType type) {
        return new RemoteContestant(name, type, true);
    }

    @Test
    void answersLikeAnEngineOfThisProcess() {
        try (RemoteContestant java = start("java", ElementType.FLOAT32)) {
            assertEquals("java", java.name());
            assertEquals(Optional.empty(), java.absence());
            assertEquals(Runtime.version().toString(), java.version());
            assertEquals(Answer.ready(""), java.prepare(WORK, 1));
            double micros = java.turn();
            assertTrue(micros > 0 && micros < 1e6, () -> micros + " us");
            java.release();
            Case fused = new Case(WORK.shape(), WORK.layout(), Pass.TRAIN_ADD_RELU);
            assertEquals(Answer.unsupported(), java.prepare(fused, 1));
        }
    }

    @Test
    void saysWhyItIsAbsent() {
        try (RemoteContestant java = start("java", ElementType.FLOAT64)) {
            assertEquals(Optional.of("plain Java: its loops are for float32 alone"), java.absence());
        }
    }

    @Test
    void takesNoProcessorBetweenItsTurns() throws InterruptedException {
        assumeTrue(Signals.find().isPresent(), "signals are for Linux");
        try (RemoteContestant java = start("java", ElementType.FLOAT32)) {
            java.prepare(WORK, 1);
            Duration before = java.processorTime();
            assertTrue(before.isPositive(), "the system does not tell");
            // Long enough for compilers, collectors and all else that a JVM does beside.
            Thread.sleep(200);
            assertEquals(before, java.processorTime());
        }
    }

    @Test
    void whoDiesIsToBlameOnceAndThenOut() {
        RemoteContestant java = start("java", ElementType.FLOAT32);
        java.close();
        assertEquals(Answer.unsupported(), java.prepare(WORK, 1));
        assertThrows(IllegalStateException.class, java::turn);
    }

    @Test
    void aRequestThatCannotBeMetEndsTheProcess() {
        try (RemoteContestant java = start("java", ElementType.FLOAT32)) {
            // One element per channel has no variance.
            Case impossible = new Case(Shape.of(1, 5), Layout.CHANNELS_FIRST, Pass.TRAIN);
            String failure = java.prepare(impossible, 1).failure().orElseThrow();
            assertEquals("java's process has ended, with status 1", failure);
            assertEquals(Answer.unsupported(), java.prepare(WORK, 1));
        }
    }
}
