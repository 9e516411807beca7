package org.lanewise.exec;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.ForkJoinPool;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Tensor;
import org.lanewise.tensor.ValidPositions;

/**
 * Copies the valid elements of a padded tensor to a dense one, and back. For one thread at a time. The dense tensor's layout and type
 * are the padded one's, its shape has as many positions as are valid, in one sample or, of rank 2, in as many samples.
 */
public final class Packing {
    /** The most blocks of runs: enough to share out. */
    private static final int BLOCKS = 64;

    /** So many that a counter of steps does not overflow while threads take the last ones. */
    private static final int MAX_STEPS = 1 << 30;

    private final Execution execution;
    private final Work step = this::copy;

    // The call at hand.
    private ValidPositions valid;
    private MemorySegment padded;
    private MemorySegment dense;
    private boolean packs;
    private boolean planes;
    private int channels;
    private int blocks;
    private int bytes;

    /** Copies with a pool's workers, or on the calling thread alone if the pool is null. */
    public Packing(ForkJoinPool pool) {
        execution = new Execution(pool);
    }

    /** To the dense tensor. */
    public void pack(Tensor from, ValidPositions positions, Tensor to) {
        packs = true;
        run(from, positions, to);
    }

    /** From the dense tensor; what is not valid stays as it is. */
    public void unpack(Tensor from, ValidPositions positions, Tensor to) {
        packs = false;
        run(to, positions, from);
    }

    private void run(Tensor paddedTensor, ValidPositions positions, Tensor denseTensor) {
        valid = positions;
        padded = paddedTensor.segment();
        dense = denseTensor.segment();
        planes = paddedTensor.layout() == Layout.CHANNELS_FIRST && paddedTensor.shape().rank() > 2;
        channels = paddedTensor.shape().channels();
        bytes = paddedTensor.type().bytes();
        blocks = Math.min(planes ? Math.clamp(MAX_STEPS / channels, 1, BLOCKS) : BLOCKS, valid.runs());
        try {
            int steps = planes ? channels * blocks : blocks;
            boolean shareable = Access.isShareable(padded) && Access.isShareable(dense);
            execution.run(step, steps, 2 * dense.byteSize(), shareable);
        } finally {
            padded = null;
            dense = null;
            valid = null;
        }
    }

    /** Channels first, a block of the runs of one channel; channels last, of all. */
    private void copy(int index, Scratch scratch) {
        int block = index % blocks;
        int end = (int) ((block + 1L) * valid.runs() / blocks);
        for (int r = (int) ((long) block * valid.runs() / blocks); r < end; r++) {
            if (planes) {
                int c = index / blocks;
                long sample = valid.first(r) / valid.spatial();
                long position = valid.first(r) % valid.spatial();
                copy((sample * channels + c) * valid.spatial() + position, c * valid.count() + valid.before(r), valid.length(r));
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
