package org.lanewise.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.lanewise.BatchNorm;
import org.lanewise.FrozenBatchNorm;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.grading.GradingResult;
import org.openjdk.jcstress.infra.grading.ReportUtils;
import org.openjdk.jcstress.infra.runners.TestList;

/** Runs the races of this package, each in a JVM of its own, and asks what came out. */
class StressTest {
    /** jcstress ends quietly where it finds nothing to run, so what must have been run is asked from here. */
    @Tag("races")
    @TestFactory
    Stream<DynamicTest> noRaceEndsInWhatIsForbidden() throws Exception {
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "two processors, for two threads to meet");
        Options options =
                new Options(System.getProperty("stress.options").strip().split("\\s+"));
        assertTrue(options.parse(), "see the output for what is wrong with stress.options");
        try {
            new JCStress(options).run();
        } catch (AssertionError _) {
            // Says that there are failures; which ones, each race says for itself.
        }
        InProcessCollector collector = new InProcessCollector();
        DiskReadCollector file = new DiskReadCollector(options.getResultFile(), collector);
        file.dump();
        file.close();
        Map<String, TestResult> results = ReportUtils.mergedByName(collector.getTestResults()).stream()
                .collect(Collectors.toMap(TestResult::getName, Function.identity()));
        return new TreeSet<>(TestList.tests())
                .stream().map(race -> DynamicTest.dynamicTest(race, () -> requireGood(results.get(race))));
    }

    /**
     * An x86 processor keeps the order of stores, so no race on it shows what final fields are for: they are asked for
     * by name.
     */
    @Test
    void aSnapshotIsFinalAllTheWayDown() throws Exception {
        assertFinal(FrozenBatchNorm.class);
        assertTrue(
                Modifier.isVolatile(
                        BatchNorm.class.getDeclaredField("published").getModifiers()),
                "published is volatile");
    }

    private static void assertFinal(Class<?> type) {
        for (Field field : type.getDeclaredFields()) {
            assertTrue(Modifier.isFinal(field.getModifiers()), field + " is final");
            if (!Modifier.isStatic(field.getModifiers())
                    && field.getType().getName().startsWith("org.lanewise.")) {
                assertFinal(field.getType());
            }
        }
    }

    private static void requireGood(TestResult result) {
        assertTrue(result != null, "was not run");
        assertEquals(
                Status.NORMAL,
                result.status(),
                () -> result.getName() + ": " + result.getMessages() + " " + result.getVmErr());
        for (GradingResult outcome : result.grading().gradingResults.values()) {
            String what =
                    result.getName() + " " + outcome.count + " times: " + outcome.id + " (" + outcome.description + ")";
            System.out.println(what);
            if (outcome.expect == Expect.FORBIDDEN) {
                assertEquals(0, outcome.count, what);
            } else if (outcome.expect == Expect.ACCEPTABLE) {
                assertTrue(outcome.count > 0, what + ", as if there were no race");
            }
        }
    }
}
