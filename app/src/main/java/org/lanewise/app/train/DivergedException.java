package org.lanewise.app.train;

import java.io.Serial;

/** A network's loss is infinite or NaN: its steps were too large. The message is one line for a person. */
public final class DivergedException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Of a network whose loss became that number. */
    public DivergedException(double learningRate, boolean batchNormalized, int epoch, double loss) {
        super("learning-rate: " + learningRate + ", must be smaller: the loss of the network "
                + (batchNormalized ? "with" : "without") + " batch normalization became " + loss
                + " in epoch " + epoch);
    }
}
