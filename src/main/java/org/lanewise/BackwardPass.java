package org.lanewise;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.lanewise.exec.Between;
import org.lanewise.exec.Engine;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Tensor;

/**
 * The backward pass of a layer, whose engine it shares, on operands that are checked. What it calls dz is the gradient by what was
 * normalized: dy, or where the forward pass activated, the gradient of that, which the engine makes in the same pass over memory.
 */
final class BackwardPass {
    private final Engine engine;
    private final double[] sumDy;
    private final double[] sumDyX;
    private final Between between = this::coefficients;
    /** For the type of the call at hand. */
    private Coefficients coefficients;
    /** For dz where it can be neither in dresidual nor in dx; as large as the largest such tensor was. */
    private MemorySegment room = MemorySegment.NULL;

    // The call at hand.
    private BatchStatistics current;
    private long perChannel;

    BackwardPass(Engine engine, int channels) {
        this.engine = engine;
        sumDy = new double[channels];
        sumDyX = new double[channels];
        coefficients = new Coefficients(ElementType.FLOAT32, channels);
    }

    /** For dx alone. */
    void run(Tensor x, Tensor dy, Tensor dx, BatchStatistics statistics) {
        Tensor dz = dz(x, dy, dx, null, statistics, !statistics.isFrozen());
        coefficients = coefficients.suited(x.type());
        announce(dy, statistics);
        inputGradient(x, dz, dx, statistics);
    }

    /** For all gradients; dresidual may be null. */
    void run(Tensor x, Tensor dy, Tensor dx, Tensor dresidual, BatchStatistics statistics, Gradients gradients) {
        Tensor dz = dz(x, dy, dx, dresidual, statistics, true);
        coefficients = coefficients.suited(x.type());
        if (dresidual != null && statistics.mask() == null && !dresidual.isSameMemory(dy)) {
            dresidual.segment().copyFrom(dy.segment());
        }
        announce(dy, statistics);
        if (statistics.isFrozen()) {
            engine.gradientSums(x, dz, statistics.means(), sumDy, sumDyX);
        }
        inputGradient(x, dz, dx, statistics);
        for (int c = 0; c < sumDy.length; c++) {
            gradients.dgamma()[c] = (float) dgamma(c, statistics);
            gradients.dbeta()[c] = (float) dbeta(c);
        }
    }

    /** Of the last pass for all gradients, before it was rounded. */
    double dgamma(int channel, BatchStatistics statistics) {
        return sumDyX[channel] * statistics.invStd(channel);
    }

    /** Of the last pass for all gradients, before it was rounded. */
    double dbeta(int channel) {
        return sumDy[channel];
    }

    /** Where dz is: in dresidual, which it is; else in dx, which is written over last, unless x lies there and is still to be read. */
    private Tensor dz(Tensor x, Tensor dy, Tensor dx, Tensor dresidual, BatchStatistics statistics, boolean readsX) {
        if (statistics.mask() == null) {
            return dy;
        }
        if (dresidual != null) {
            return dresidual;
        }
        if (!readsX || !dx.isSameMemory(x)) {
            return dx;
        }
        long bytes = x.segment().byteSize();
        if (room.byteSize() < bytes) {
            room = Arena.ofAuto().allocate(bytes, Tensor.ALIGNMENT);
        }
        return Tensor.of(room.asSlice(0, bytes), x.shape(), x.layout(), x.type());
    }

    /** The engine's next call is to make dz first. */
    private void announce(Tensor dy, BatchStatistics statistics) {
        if (statistics.mask() != null) {
            engine.activationGradient(dy, statistics.activation().negativeSlope(), statistics.mask());
        }
    }

    private void inputGradient(Tensor x, Tensor dz, Tensor dx, BatchStatistics statistics) {
        if (statistics.isFrozen()) {
            coefficients.frozenBackward(statistics);
            engine.frozenInputGradient(dz, dx, coefficients.parameters);
            return;
        }
        current = statistics;
        perChannel = x.shape().elementsPerChannel();
        engine.gradientSumsAndInputGradient(
                x, dz, dx, statistics.means(), sumDy, sumDyX, between, coefficients.parameters);
        current = null;
    }

    private void coefficients(int from, int to) {
        coefficients.backward(current, sumDy, sumDyX, perChannel, from, to);
    }
}
