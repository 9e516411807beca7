package org.lanewise.exec;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.ForkJoinPool;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Tensor;
import org.lanewise.tensor.ValidPositions;

/**
 * Copies the valid elements of a padded tensor to a dense one, and back. The dense tensor has the padded one's layout
 * and type. It has one sample, with one position for each valid position; of rank 2, one sample for each. For one
 * thread at a time. A run is here one of {@link ValidPositions}: consecutive valid positions of a sample.
 */
public final class Packing {
    /** The most shares that the runs are divided into: enough for all threads. */
    private static final int MAX_SHARES = 64;

    /** The most steps: the counter of steps does not overflow while threads take the last ones. */
    private static final int MAX_STEPS = 1 << 30;

    private final Execution execution;

    /** Copies with a pool's workers, or on the calling thread alone if the pool is null. */
    public Packing(ForkJoinPool pool) {
        execution = new Execution(pool);
    }

    /** Copies the valid elements to the dense tensor. */
    public void pack(Tensor padded, ValidPositions valid, Tensor dense) {
        copy(padded, valid, dense, true);
    }

    /** Copies the dense tensor's elements to the valid positions. All other elements stay as they are. */
    public void unpack(Tensor dense, ValidPositions valid, Tensor padded) {
        copy(padded, valid, dense, false);
    }

    private void copy(Tensor padded, ValidPositions valid, Tensor dense, boolean packs) {
        boolean planes =
                padded.layout() == Layout.CHANNELS_FIRST && padded.shape().rank() > 2;
        int channels = padded.shape().channels();
        int most = planes ? Math.clamp(MAX_STEPS / channels, 1, MAX_SHARES) : MAX_SHARES;
        int shares = Math.min(most, valid.runs());
        int steps = planes ? channels * shares : shares;
        boolean shareable = Access.isShareable(padded.segment()) && Access.isShareable(dense.segment());
        Copy copy = new Copy(
                padded.segment(),
                valid,
                dense.segment(),
                packs,
                planes,
                channels,
                shares,
                padded.type().bytes());
        execution.run(Copy::step, copy, steps, 2 * dense.segment().byteSize(), shareable);
    }

    /**
     * One call's copying. (A new object per call is no loss: the caller makes tensors for each call, too.)
     *
     * @param planes whether a step copies a share of the runs in one channel (channels first), else in all channels
     * @param bytes the size of an element
     */
    private record Copy(
            MemorySegment padded,
            ValidPositions valid,
            MemorySegment dense,
            boolean packs,
            boolean planes,
            int channels,
            int shares,
            int bytes) {
        void step(int index, Scratch scratch) {
            int share = index % shares;
            int end = (int) ((share + 1L) * valid.runs() / shares);
            for (int r = (int) ((long) share * valid.runs() / shares); r < end; r++) {
                if (planes) {
                    int c = index / shares;
                    long sample = valid.first(r) / valid.spatial();
                    long position = valid.first(r) % valid.spatial();
                    long inPadded = (sample * channels + c) * valid.spatial() + position;
                    copy(inPadded, c * valid.count() + valid.before(r), valid.length(r));
                } else {
                    copy(valid.first(r) * channels, valid.before(r) * channels, valid.length(r) * channels);
                }
            }
        }

        private void copy(long inPadded, long inDense, long elements) {
            if (packs) {
                MemorySegment.copy(padded, inPadded * bytes, dense, inDense * bytes, elements * bytes);
            } else {
                MemorySegment.copy(dense, inDense * bytes, padded, inPadded * bytes, elements * bytes);
            }
        }
    }
}
