package org.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;
import org.lanewise.testing.Data;
import org.lanewise.testing.Layers;

/** What a flight recording shows of a layer. */
class OperationEventTest {
    private static final String NAME = "org.lanewise.Operation";

    @TempDir
    Path folder;

    @Test
    void eachOperationIsAnEvent() throws IOException {
        Path file = folder.resolve("test.jfr");
        Shape shape = Shape.of(4, 3, 5, 5);
        try (ForkJoinPool pool = new ForkJoinPool(2);
                Recording recording = new Recording()) {
            BatchNorm2d layer = new BatchNorm2d(3, BatchNormOptions.defaults().pool(pool));
            Tensor x = Data.ORDINARY.fill(Layers.heap(shape, Layout.CHANNELS_LAST), 1);
            Tensor y = Layers.heap(shape, Layout.CHANNELS_LAST);
            BatchStatistics statistics = new BatchStatistics(3);
            layer.train(x, y); // Before the recording.
            recording.enable(NAME).withThreshold(Duration.ofNanos(1));
            recording.start();
            layer.train(x, y, statistics);
            layer.backward(x, y, y, statistics, new Gradients(3));
            layer.infer(x, y);
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals(NAME))
                .toList();
        assertEquals(
                List.of("train", "backward", "normalize"),
                events.stream().map(event -> event.getString("operation")).toList());
        for (RecordedEvent event : events) {
            assertEquals("4x3x5x5", event.getString("shape"));
            assertEquals("channels_last", event.getString("layout"));
            assertEquals("float32", event.getString("type"));
            assertEquals(ProviderInfo.current().name(), event.getString("provider"));
            assertEquals(3, event.getInt("threads"));
            assertTrue(event.getDuration().isPositive(), event::toString);
        }
        long tensor = 4 * shape.elements();
        assertEquals(
                List.of(2 * tensor, 3 * tensor, 2 * tensor),
                events.stream().map(event -> event.getLong("bytes")).toList());
    }
}
