package org.lanewise.bench.compare;

import java.util.List;
import org.lanewise.tensor.ElementType;
import org.lanewise.tools.ScalarTwin;

/** The engines that can take part. */
public final class Engines {
    /** What the others are measured by. */
    public static final String OURS = "lanewise";

    /** The native engine that has copies in a layout of its own. */
    public static final String BLOCKED = "onednn-blocked";

    /** The yardstick. */
    public static final String LIMIT = LimitEngine.NAME;

    /** The yardstick with sums like ours. */
    public static final String LIMIT_IN_DOUBLE = LimitEngine.IN_DOUBLE;

    /** All names, in the order of the table's columns. */
    public static final List<String> NAMES =
            List.of(OURS, "pytorch", "onednn", "onnxruntime", BLOCKED, "java", "scalar", LIMIT, LIMIT_IN_DOUBLE);

    /** The native engines that work on the very same tensors. */
    static final List<String> PEERS = List.of("pytorch", "onednn", "onnxruntime");

    private Engines() {}

    /** An engine by its name, for tensors of a type; it may not be available. */
    static Engine create(String name, ElementType type) {
        return switch (name) {
            case OURS -> new LanewiseEngine(name);
            case "pytorch" -> new PyTorchEngine();
            case "onednn" -> new OneDnnEngine(false);
            case BLOCKED -> new OneDnnEngine(true);
            case "onnxruntime" -> new OnnxRuntimeEngine();
            case "java" -> new JavaEngine();
            case "scalar" -> ScalarTwin.load(Engine.class, LanewiseEngine.class, name);
            case LIMIT, LIMIT_IN_DOUBLE -> LimitEngine.create(name, type);
            default -> throw new IllegalArgumentException("engine: " + name + ", must be one of " + NAMES);
        };
    }
}
