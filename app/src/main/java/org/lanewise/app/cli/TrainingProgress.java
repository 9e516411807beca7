package org.lanewise.app.cli;

import java.io.PrintWriter;
import org.lanewise.app.train.Epoch;
import org.lanewise.app.train.TrainingListener;
import org.lanewise.tools.terminal.Bar;

/** A line per epoch on the output, and on a terminal a progress bar while it runs. */
final class TrainingProgress implements TrainingListener {
    private final PrintWriter out;
    private Bar bar = Bar.none();

    TrainingProgress(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void runBegins(boolean batchNormalized) {
        out.printf("%n%s batch normalization%n", batchNormalized ? "With" : "Without");
    }

    @Override
    public void epochBegins(int number, int steps) {
        bar = Bar.of("  epoch " + number, steps);
    }

    @Override
    public void stepEnds(double loss) {
        bar.step();
    }

    @Override
    public void epochEnds(Epoch epoch) {
        bar.close();
        out.printf(
                "  epoch %2d   loss %.4f   test accuracy %5.2f %%   %5.1f s%n",
                epoch.number(), epoch.loss(), 100 * epoch.testAccuracy(), epoch.seconds());
    }
}
