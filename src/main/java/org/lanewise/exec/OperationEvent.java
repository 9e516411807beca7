package org.lanewise.exec;

import java.util.Locale;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/**
 * One {@link Pass} over whole tensors, for Java Flight Recorder. (To users of the recorder a pass is an operation.)
 * While nobody records, its methods do nothing, and C2 does not even allocate it.
 */
@Name("org.lanewise.Operation")
@Label("Batch Normalization")
@Category("Lanewise")
@Description("An operation of a layer on whole tensors")
@StackTrace(false)
final class OperationEvent extends Event {
    @Label("Operation")
    @Description("train, normalize (inference and through frozen statistics), backward, or a reduction alone: moments, "
            + "gradient_sums")
    String operation;

    @Label("Shape")
    @Description("The sizes, as N, C, spatial")
    String shape;

    @Label("Layout")
    String layout;

    @Label("Element Type")
    String type;

    @Label("Bytes")
    @Description("The size of all tensors of the call, inputs and output")
    @DataAmount
    long bytes;

    @Label("Provider")
    @Description("Whose kernels ran")
    String provider;

    @Label("Threads")
    @Description("How many could work, the caller's among them")
    int threads;

    void fill(Plan plan, int newThreads) {
        Plan.Signature signature = plan.signature();
        operation = signature.pass().eventName();
        shape = signature.shape().toString();
        layout = signature.layout().toString().toLowerCase(Locale.ROOT);
        type = signature.type().toString().toLowerCase(Locale.ROOT);
        bytes = plan.bytes();
        provider = plan.provider();
        threads = newThreads;
    }
}
