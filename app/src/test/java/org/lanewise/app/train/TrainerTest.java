package org.lanewise.app.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lanewise.app.data.DataException;
import org.lanewise.app.data.DataSource;
import org.lanewise.app.data.Dataset;
import org.lanewise.app.data.LabelledImages;
import org.lanewise.app.nn.Mlp;

class TrainerTest {
    private static Dataset data;

    @BeforeAll
    static void readTheAppsSubset() throws DataException {
        data = new DataSource.Embedded().read();
    }

    @Test
    void learnsFromTheAppsSubset() throws DivergedException {
        Settings settings = new Settings(2, 128, 0.1, 1);
        Run with = train(data, settings, Optional.empty(), true);
        Run without = train(data, settings, Optional.empty(), false);
        // 84.7 % and 81.9 % when this was written; ten classes, so 10 % by chance.
        assertTrue(with.last().testAccuracy() > 0.80, with.toString());
        assertTrue(without.last().testAccuracy() > 0.75, without.toString());
        assertTrue(with.last().loss() < with.epochs().getFirst().loss(), with.toString());
    }

    @Test
    void theNumbersDependOnTheSeedButNotOnThreads() throws DivergedException {
        // Batches so large that the engine does use the pool.
        Dataset some = new Dataset(first(data.train(), 2000), first(data.test(), 500));
        Settings settings = new Settings(1, 512, 0.1, 5);
        Run serial = train(some, settings, Optional.empty(), true);
        assertArrayEquals(
                serial.stepLosses(),
                train(some, settings, Optional.empty(), true).stepLosses());
        for (int workers : new int[] {1, 2, 7}) {
            try (ForkJoinPool pool = new ForkJoinPool(workers)) {
                Run parallel = train(some, settings, Optional.of(pool), true);
                assertArrayEquals(serial.stepLosses(), parallel.stepLosses());
                assertEquals(serial.last().testAccuracy(), parallel.last().testAccuracy());
            }
        }
        Run otherSeed = train(some, new Settings(1, 512, 0.1, 6), Optional.empty(), true);
        assertFalse(Arrays.equals(serial.stepLosses(), otherSeed.stepLosses()));
    }

    @Test
    void tellsItsListenerOfEachStepAndEpoch() throws DivergedException {
        Dataset few = new Dataset(first(data.train(), 130), first(data.test(), 7));
        List<String> heard = new ArrayList<>();
        Run run = new Trainer<Mlp>(
                        few, new Settings(2, 64, 0.1, 1), Recipe.mlp(Optional.empty()), new TrainingListener() {
                            @Override
                            public void runBegins(boolean batchNormalized) {
                                heard.add("run " + batchNormalized);
                            }

                            @Override
                            public void epochBegins(int number, int steps) {
                                heard.add("epoch " + number + " of " + steps);
                            }

                            @Override
                            public void stepEnds(double loss) {
                                heard.add("step");
                            }

                            @Override
                            public void epochEnds(Epoch epoch) {
                                heard.add("end " + epoch.number());
                            }
                        })
                .train(true)
                .run();
        // 130 = 64 + 64 + 2
        assertEquals(
                List.of(
                        "run true",
                        "epoch 1 of 3",
                        "step",
                        "step",
                        "step",
                        "end 1",
                        "epoch 2 of 3",
                        "step",
                        "step",
                        "step",
                        "end 2"),
                heard);
        assertEquals(6, run.stepLosses().length);
        double mean = (run.stepLosses()[0] + run.stepLosses()[1] + run.stepLosses()[2]) / 3;
        assertEquals(mean, run.epochs().getFirst().loss(), 1e-12);
    }

    @Test
    void saysSoWhenTheLossIsNoNumberAnyMore() {
        Dataset few = new Dataset(first(data.train(), 500), first(data.test(), 10));
        DivergedException e = assertThrows(
                DivergedException.class, () -> train(few, new Settings(1, 50, 1e30, 1), Optional.empty(), false));
        assertTrue(e.getMessage().startsWith("learning-rate: 1.0E30, must be smaller"), e.getMessage());
    }

    @Test
    void settingsOutsideTheirRangeAreNamed() {
        assertError("epochs: 0, must be 1 to 1000", 0, 2, 1);
        assertError("epochs: 1001, must be 1 to 1000", 1001, 2, 1);
        assertError("batch-size: 1, must be 2 to 8192", 1, 1, 1);
        assertError("batch-size: 8193, must be 2 to 8192", 1, 8193, 1);
        for (double rate : new double[] {0, -0.0, -1, Double.NaN, Double.POSITIVE_INFINITY, 1e300}) {
            assertError("learning-rate: " + rate + ", must be finite and more than 0", 1, 2, rate);
        }
    }

    private static void assertError(String message, int epochs, int batchSize, double learningRate) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> new Settings(epochs, batchSize, learningRate, 0))
                        .getMessage());
    }

    private static Run train(Dataset images, Settings settings, Optional<ForkJoinPool> pool, boolean batchNormalized)
            throws DivergedException {
        return new Trainer<>(images, settings, Recipe.mlp(pool), TrainingListener.NONE)
                .train(batchNormalized)
                .run();
    }

    private static LabelledImages first(LabelledImages images, int count) {
        return new LabelledImages(
                Arrays.copyOf(images.pixels(), count * images.imageSize()),
                Arrays.copyOf(images.labels(), count),
                images.imageSize());
    }
}
