package org.lanewise.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Every step is taken once, its owner's first ones by the owner. */
class SharesTest {
    private static List<Integer> steps(long taken) {
        List<Integer> steps = new ArrayList<>();
        for (int step = Shares.from(taken); step < Shares.to(taken); step++) {
            steps.add(step);
        }
        return steps;
    }

    @Test
    void aMemberTakesItsOwnForwardAndThenOthersFromTheirEnd() {
        Shares shares = new Shares(2);
        shares.deal(10, 2, 2);
        assertEquals(List.of(0, 1), steps(shares.take(0)));
        assertEquals(List.of(5, 6), steps(shares.take(1)));
        assertEquals(List.of(2, 3), steps(shares.take(0)));
        assertEquals(List.of(4), steps(shares.take(0)));
        assertEquals(List.of(8, 9), steps(shares.take(0)));
        assertEquals(List.of(7), steps(shares.take(1)));
        assertEquals(Shares.NONE, shares.take(1));
        assertEquals(Shares.NONE, shares.take(0));
    }

    @Test
    void nothingIsLeftOfWhatIsDropped() {
        Shares shares = new Shares(3);
        shares.deal(100, 1, 3);
        shares.drop();
        for (int member = 0; member < 3; member++) {
            assertEquals(Shares.NONE, shares.take(member));
        }
    }

    @Property
    void eachStepIsTakenOnce(
            @ForAll @IntRange(min = 1, max = 300) int count,
            @ForAll @IntRange(min = 1, max = 40) int grain,
            @ForAll @IntRange(min = 1, max = 9) int members,
            @ForAll @IntRange(max = 8) int first) {
        Shares shares = new Shares(9);
        shares.deal(count, Math.min(grain, count), members);
        AtomicIntegerArray taken = new AtomicIntegerArray(count);
        // In turns, beginning with any; some never come.
        for (int turn = 0, none = 0; none < members; turn++) {
            long steps = shares.take((first + turn) % members % Math.max(1, members - first % 3));
            none = steps == Shares.NONE ? none + 1 : 0;
            steps(steps).forEach(taken::incrementAndGet);
        }
        for (int step = 0; step < count; step++) {
            assertEquals(1, taken.get(step), "step " + step);
        }
    }

    @Test
    void theLargestNumberOfStepsFits() {
        Shares shares = new Shares(2);
        shares.deal(1 << 30, 1 << 29, 2);
        long sum = 0;
        for (long steps = shares.take(1); steps != Shares.NONE; steps = shares.take(1)) {
            assertTrue(Shares.from(steps) >= 0 && Shares.to(steps) > Shares.from(steps));
            sum += Shares.to(steps) - Shares.from(steps);
        }
        assertEquals(1 << 30, sum);
    }

    @Test
    void membersAtTheSameTimeTakeEachStepOnce() throws InterruptedException, ExecutionException {
        int count = 1000;
        Shares shares = new Shares(3);
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            for (int call = 0; call < 300; call++) {
                shares.deal(count, 1 + call % 3, 3);
                AtomicIntegerArray taken = new AtomicIntegerArray(count);
                List<Future<?>> all = new ArrayList<>();
                for (int member = 0; member < 3; member++) {
                    int self = member;
                    all.add(threads.submit(() -> {
                        for (long steps = shares.take(self); steps != Shares.NONE; steps = shares.take(self)) {
                            for (int step = Shares.from(steps); step < Shares.to(steps); step++) {
                                taken.incrementAndGet(step);
                            }
                        }
                    }));
                }
                for (Future<?> one : all) {
                    one.get();
                }
                for (int step = 0; step < count; step++) {
                    assertEquals(1, taken.get(step), "step " + step);
                }
            }
        }
    }
}
