package org.lanewise.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.lanewise.kernel.call.Scratch;

@Timeout(60)
class ExecutionTest {
    private static final int STEPS = 300;
    private static final long BYTES = 20 << 20;

    private static void assertAllOnce(AtomicIntegerArray runs) {
        for (int step = 0; step < runs.length(); step++) {
            assertEquals(1, runs.get(step), "runs of step " + step);
        }
    }

    @Test
    void everyStepRunsOnceAgainAndAgain() {
        try (ForkJoinPool pool = new ForkJoinPool(3)) {
            Execution execution = new Execution(pool);
            for (int call = 0; call < 3000; call++) {
                AtomicIntegerArray runs = new AtomicIntegerArray(STEPS);
                execution.run((all, step, scratch) -> all.incrementAndGet(step), runs, STEPS, BYTES, true);
                assertAllOnce(runs);
            }
        }
    }

    /** Pauses around the time that a worker lingers, and longer: it is met in all states, and between them. */
    @Test
    void everyStepRunsOnceWhateverThePause() {
        Random random = new Random(1);
        for (int round = 0; round < 5; round++) {
            ForkJoinPool pool = new ForkJoinPool(1);
            Execution[] executions = {new Execution(pool), new Execution(pool)};
            for (int call = 0; call < 2000; call++) {
                AtomicIntegerArray runs = new AtomicIntegerArray(20);
                executions[random.nextInt(8) / 7].run(
                        (all, step, scratch) -> all.incrementAndGet(step), runs, 20, BYTES, true);
                assertAllOnce(runs);
                long until = System.nanoTime() + random.nextInt(250_000);
                while (System.nanoTime() < until) {
                    Thread.onSpinWait();
                }
            }
            pool.close();
            assertTrue(pool.isTerminated());
        }
    }

    @Test
    void workersAndTheCallerWorkTogetherAgainAndAgain() {
        try (ForkJoinPool pool = new ForkJoinPool(2)) {
            Execution execution = new Execution(pool);
            for (int call = 0; call < 3; call++) {
                assertAllWork(execution, 3);
            }
        }
    }

    /** So many threads work, and the caller is one of them: each waits in its first step for the others. */
    private static void assertAllWork(Execution execution, int count) {
        CountDownLatch all = new CountDownLatch(count);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        Execution.Work<String> waitsForAll = (none, step, scratch) -> {
            if (threads.add(Thread.currentThread())) {
                all.countDown();
                await(all);
            }
        };
        execution.run(waitsForAll, "", STEPS, BYTES, true);
        assertEquals(count, threads.size());
        assertTrue(threads.contains(Thread.currentThread()));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS), "nobody else came");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void staysOnTheCallingThreadWhereItShould() {
        try (ForkJoinPool pool = new ForkJoinPool(2)) {
            Thread caller = Thread.currentThread();
            Execution.Work<String> checks = (none, step, scratch) -> assertSame(caller, Thread.currentThread());
            new Execution(null).run(checks, "", STEPS, BYTES, true);
            new Execution(pool).run(checks, "", STEPS, BYTES, false);
            new Execution(pool).run(checks, "", STEPS, Execution.INLINE_BYTES - 1, true);
            assertEquals(0, pool.getStealCount() + pool.getQueuedSubmissionCount());
        }
    }

    @Test
    void aBusyPoolIsNotWaitedFor() {
        CountDownLatch free = new CountDownLatch(1);
        try (ForkJoinPool pool = busyPool(1, free)) {
            Execution execution = new Execution(pool);
            for (int call = 0; call < 50; call++) {
                AtomicIntegerArray runs = new AtomicIntegerArray(STEPS);
                execution.run((all, step, scratch) -> all.incrementAndGet(step), runs, STEPS, BYTES, true);
                assertAllOnce(runs);
            }
            long offers = pool.getQueuedSubmissionCount();
            free.countDown();
            assertEquals(1, offers, "one offer stands in the queue, however many calls there were");
            // Once the worker has found the offer withdrawn, it can be made anew.
            assertTrue(pool.awaitQuiescence(30, TimeUnit.SECONDS));
            assertAllWork(execution, 2);
        }
    }

    /** The smallest call that is shared is three tasks: one for the caller, two for helpers. */
    @Test
    void noMoreHelpersAreAskedThanThereIsWorkFor() {
        CountDownLatch free = new CountDownLatch(1);
        try (ForkJoinPool pool = busyPool(4, free)) {
            new Execution(pool).run((none, step, scratch) -> {}, "", STEPS, Execution.INLINE_BYTES, true);
            long asked = pool.getQueuedSubmissionCount();
            free.countDown();
            assertEquals(2, asked);
        }
    }

    /** A pool all of whose workers are busy until the latch is open. */
    private static ForkJoinPool busyPool(int parallelism, CountDownLatch free) {
        ForkJoinPool pool = new ForkJoinPool(parallelism);
        CountDownLatch busy = new CountDownLatch(parallelism);
        for (int worker = 0; worker < parallelism; worker++) {
            pool.execute(() -> {
                busy.countDown();
                await(free);
            });
        }
        await(busy);
        return pool;
    }

    @Test
    void aWorkerOfThePoolMayCall() {
        try (ForkJoinPool pool = new ForkJoinPool(1)) {
            AtomicIntegerArray runs = new AtomicIntegerArray(STEPS);
            pool.submit(() -> new Execution(pool)
                            .run((all, step, scratch) -> all.incrementAndGet(step), runs, STEPS, BYTES, true))
                    .join();
            assertAllOnce(runs);
        }
    }

    @Test
    void aPoolThatIsShutDownLeavesItToTheCaller() {
        ForkJoinPool pool = new ForkJoinPool(2);
        Execution execution = new Execution(pool);
        pool.shutdown();
        AtomicIntegerArray runs = new AtomicIntegerArray(STEPS);
        execution.run((all, step, scratch) -> all.incrementAndGet(step), runs, STEPS, BYTES, true);
        assertAllOnce(runs);
    }

    @Test
    void aPoolThatRejectsIsAskedAgainByTheNextCall() {
        AtomicInteger rejected = new AtomicInteger();
        class FullAtFirst extends ForkJoinPool {
            FullAtFirst() {
                super(1);
            }

            @Override
            public void execute(ForkJoinTask<?> task) {
                if (rejected.getAndIncrement() == 0) {
                    throw new RejectedExecutionException("full");
                }
                super.execute(task);
            }
        }
        try (ForkJoinPool pool = new FullAtFirst()) {
            Execution execution = new Execution(pool);
            execution.run((none, step, scratch) -> {}, "", STEPS, BYTES, true);
            assertEquals(1, rejected.get());
            assertAllWork(execution, 2);
        }
    }

    /** The pool queues a task before it starts a thread for it: what the factory throws comes out of execute. */
    @Test
    void aPoolThatCantStartThreadsIsNoFailureOfTheCall() {
        AtomicInteger asked = new AtomicInteger();
        ForkJoinPool.ForkJoinWorkerThreadFactory everySecond = pool -> {
            if (asked.incrementAndGet() % 2 == 0) {
                throw new IllegalStateException("no thread");
            }
            return ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
        };
        ForkJoinPool pool = new ForkJoinPool(4, everySecond, null, false, 0, 4, 0, null, 1, TimeUnit.MILLISECONDS);
        try {
            Execution execution = new Execution(pool);
            for (int call = 0; call < 3000; call++) {
                AtomicIntegerArray runs = new AtomicIntegerArray(STEPS);
                execution.run((all, step, scratch) -> all.incrementAndGet(step), runs, STEPS, BYTES, true);
                assertAllOnce(runs);
                if (call % 300 == 0) {
                    LockSupport.parkNanos(
                            5_000_000); // Long enough for workers to retire, so that new ones are started.
                }
            }
            assertTrue(asked.get() > 4, "threads were started again and again");
        } finally {
            // An orderly close would wait for an offer in the queue, for which such a pool may start no thread any
            // more.
            pool.shutdownNow();
        }
    }

    @Test
    void aFailureEndsTheCallAndNotTheNext() {
        try (ForkJoinPool pool = new ForkJoinPool(2)) {
            Execution execution = new Execution(pool);
            for (int call = 0; call < 200; call++) {
                int bad = 3 * call % STEPS;
                IllegalStateException thrown = assertThrows(
                        IllegalStateException.class,
                        () -> execution.run(
                                (none, step, scratch) -> {
                                    if (step == bad) {
                                        throw new IllegalStateException("step " + step);
                                    }
                                },
                                "",
                                STEPS,
                                BYTES,
                                true));
                assertEquals("step " + bad, thrown.getMessage());
            }
            AtomicIntegerArray runs = new AtomicIntegerArray(STEPS);
            execution.run((all, step, scratch) -> all.incrementAndGet(step), runs, STEPS, BYTES, true);
            assertAllOnce(runs);
        }
    }

    @Test
    void afterAFailureTheRestIsLeftAndTheCallerParksUntilTheHelperIsDone() {
        try (ForkJoinPool pool = new ForkJoinPool(1)) {
            Thread caller = Thread.currentThread();
            CountDownLatch helperIsIn = new CountDownLatch(1);
            AtomicInteger runs = new AtomicInteger();
            Execution.Work<String> failsInTheCaller = (none, step, scratch) -> {
                runs.incrementAndGet();
                if (Thread.currentThread() == caller) {
                    await(helperIsIn);
                    throw new IllegalStateException("the caller's");
                }
                helperIsIn.countDown();
                long start = System.nanoTime();
                while (!(LockSupport.getBlocker(caller) instanceof Helper)) {
                    assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(30), "the caller does not park");
                }
            };
            Execution execution = new Execution(pool);
            IllegalStateException thrown = assertThrows(
                    IllegalStateException.class, () -> execution.run(failsInTheCaller, "", STEPS, BYTES, true));
            assertEquals("the caller's", thrown.getMessage());
            assertTrue(runs.get() < 10, runs + " units ran, more than each had taken");
        }
    }

    /** As where a pool queued a task and rejected it all the same, and was offered it twice. */
    @Test
    void aTaskWithoutAnOfferDoesNothingAndCanBeQueuedAgain() {
        try (ForkJoinPool pool = new ForkJoinPool(1)) {
            assertFalse(new Helper(new Team(pool), 1, pool).exec());
        }
    }

    /** A team that kept the last call would keep the caller's memory reachable. */
    @Test
    void theLastCallIsNotKept() throws ReflectiveOperationException {
        try (ForkJoinPool pool = new ForkJoinPool(1)) {
            Team team = new Team(pool);
            team.run((none, step, scratch) -> {}, "a call", STEPS, 1, new Scratch());
            assertKeepsNothing(team);
            Execution.Work<String> fails = (none, step, scratch) -> {
                throw new ArithmeticException();
            };
            assertThrows(ArithmeticException.class, () -> team.run(fails, "a call", STEPS, 1, new Scratch()));
            assertKeepsNothing(team);
        }
    }

    private static void assertKeepsNothing(Team team) throws ReflectiveOperationException {
        for (String name : new String[] {"work", "call"}) {
            Field field = Team.class.getDeclaredField(name);
            field.setAccessible(true);
            assertNull(field.get(team), name);
        }
    }

    @Test
    void noHelperIsAtWorkWhenTheCallIsOver() {
        try (ForkJoinPool pool = new ForkJoinPool(2)) {
            Execution execution = new Execution(pool);
            for (int call = 0; call < 20; call++) {
                AtomicInteger atWork = new AtomicInteger();
                execution.run(
                        (none, step, scratch) -> {
                            atWork.incrementAndGet();
                            if (step > 290) {
                                LockSupport.parkNanos(1_000_000);
                            }
                            atWork.decrementAndGet();
                        },
                        "",
                        STEPS,
                        BYTES,
                        true);
                assertEquals(0, atWork.get());
            }
        }
    }
}
