import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.lanewise.BatchNorm2d;
import org.lanewise.FrozenBatchNorm;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/**
 * Four threads serve a layer while another trains it. Each answer comes from one snapshot, whole: never from the mean
 * of one and the variance of the next.
 */
public class Serve {
    private static final Shape PICTURE = Shape.of(1, 16, 14, 14);
    private static final int THREADS = 4;
    private static final int REQUESTS = 5000;
    private static final int SNAPSHOTS = 20;

    public static void main(String[] args) throws Exception {
        BatchNorm2d layer = new BatchNorm2d(PICTURE.channels());
        List<FrozenBatchNorm> snapshots = new ArrayList<>();
        try (Arena arena = Arena.ofConfined();
                ExecutorService service = Executors.newFixedThreadPool(THREADS)) {
            Tensor batch = Tensor.allocate(arena, PICTURE.withSamples(8), Layout.CHANNELS_LAST);
            snapshots.add(trainAndPublish(layer, batch, 0));

            List<Future<List<Float>>> clients = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                clients.add(service.submit(answers(layer)));
            }
            for (int round = 1; round < SNAPSHOTS; round++) {
                snapshots.add(trainAndPublish(layer, batch, round));
            }

            // What an answer may be: that of one snapshot.
            Requests requests = new Requests();
            List<Float> possible = snapshots.stream().map(requests::answer).toList();
            long mixed = 0;
            for (Future<List<Float>> client : clients) {
                mixed += client.get().stream()
                        .filter(answer -> !possible.contains(answer))
                        .count();
            }
            System.out.println(THREADS + " threads asked " + THREADS * REQUESTS + " times");
            System.out.println("snapshots published: " + snapshots.size());
            System.out.println("answers of no snapshot: " + mixed);
            System.out.println("first snapshot: y = " + possible.getFirst() + ", last: y = " + possible.getLast());
        }
    }

    /** Only the thread that trains may freeze: it knows when mean, variance, gamma and beta belong together. */
    private static FrozenBatchNorm trainAndPublish(BatchNorm2d layer, Tensor batch, int round) {
        Random random = new Random(round);
        for (int step = 0; step < 10; step++) {
            float[] values = new float[Math.toIntExact(batch.shape().elements())];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (round + random.nextGaussian()); // the world drifts, so that snapshots differ
            }
            batch.copyFrom(values);
            layer.train(batch, batch);
        }
        return layer.freeze();
    }

    /** Asks the snapshot that is the newest at each request. */
    private static Callable<List<Float>> answers(BatchNorm2d layer) {
        return () -> {
            Requests requests = new Requests();
            List<Float> answers = new ArrayList<>();
            for (int request = 0; request < REQUESTS; request++) {
                answers.add(requests.answer(layer.published().orElseThrow()));
            }
            return answers;
        };
    }

    /** A thread's memory: direct buffers, as a network library has them. Lanewise works on them without a copy. */
    private static final class Requests {
        private final ByteBuffer input = buffer();
        private final ByteBuffer output = buffer();
        private final Tensor x = tensor(input);
        private final Tensor y = tensor(output);

        private static ByteBuffer buffer() {
            int bytes = Math.toIntExact(PICTURE.elements() * Float.BYTES);
            // Tensors are in the machine's byte order. A new ByteBuffer is big-endian until it is told.
            return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        }

        private static Tensor tensor(ByteBuffer buffer) {
            return Tensor.of(buffer, PICTURE, Layout.CHANNELS_LAST, ElementType.FLOAT32);
        }

        float answer(FrozenBatchNorm snapshot) {
            for (int i = 0; i < PICTURE.elements(); i++) {
                input.putFloat(i * Float.BYTES, i % 100 * 0.1f);
            }
            snapshot.apply(x, y);
            return output.getFloat(output.capacity() - Float.BYTES);
        }
    }
}
