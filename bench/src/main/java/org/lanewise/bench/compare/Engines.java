package org.lanewise.bench.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lanewise.tensor.ElementType;
import org.lanewise.tools.ScalarTwin;

/** The engines that can take part. */
public final class Engines {
    /** What the others are measured by. */
    public static final String OURS = "lanewise";

    /** All names, in the order of the table's columns. */
    public static final List<String> NAMES =
            List.of(OURS, "pytorch", "onednn", "onnxruntime", "onednn-blocked", "java", "scalar", LimitEngine.NAME);

    /** The native engines that work on the very same tensors. */
    static final List<String> PEERS = List.of("pytorch", "onednn", "onnxruntime");

    /** The native engine that has copies in a layout of its own. */
    public static final String BLOCKED = "onednn-blocked";

    /** The yardstick. */
    public static final String LIMIT = LimitEngine.NAME;

    private final List<Engine> present = new ArrayList<>();
    private final Map<String, String> versions = new LinkedHashMap<>();
    private final Map<String, String> absent = new LinkedHashMap<>();

    /** Loads some engines by their names, ours always, for tensors of a type. */
    Engines(List<String> names, ElementType type) {
        for (String name : NAMES) {
            if (names.contains(name) || name.equals(OURS)) {
                load(name, type);
            }
        }
    }

    private void load(String name, ElementType type) {
        for (Engine engine : engines(name, type)) {
            engine.unavailable(type).ifPresentOrElse(why -> absent.put(name, why), () -> {
                present.add(engine);
                versions.putIfAbsent(name, engine.version());
            });
        }
    }

    private static List<Engine> engines(String name, ElementType type) {
        return switch (name) {
            case OURS -> List.of(new LanewiseEngine(name));
            case "pytorch" -> List.of(new PyTorchEngine());
            case "onednn" -> List.of(new OneDnnEngine(false));
            case BLOCKED -> List.of(new OneDnnEngine(true));
            case "onnxruntime" -> List.of(new OnnxRuntimeEngine());
            case "java" -> List.of(new JavaEngine());
            case "scalar" -> List.of(ScalarTwin.load(Engine.class, LanewiseEngine.class, name));
            case LimitEngine.NAME -> List.of(LimitEngine.create(type, false), LimitEngine.create(type, true));
            default -> throw new IllegalArgumentException("engine: " + name + ", must be one of " + NAMES);
        };
    }

    /** Those that can be had. */
    List<Engine> present() {
        return present;
    }

    /** Name to version. */
    Map<String, String> versions() {
        return versions;
    }

    /** Name to why not, of those that can't. */
    Map<String, String> absent() {
        return absent;
    }
}
