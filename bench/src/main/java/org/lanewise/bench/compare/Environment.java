package org.lanewise.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a measurement was made. */
public final class Environment {
    private static final Path PROCESSOR = Path.of("/sys/devices/system/cpu/cpu0");

    private Environment() {}

    /** Name to value, of the machine and the JVM; a map of the caller's. */
    public static Map<String, Object> describe() {
        Map<String, Object> environment = new LinkedHashMap<>();
        environment.put("jdk", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        environment.put(
                "os",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
        environment.put("cpu", cpu());
        environment.put("cores", Runtime.getRuntime().availableProcessors());
        environment.put("caches", caches());
        environment.put(
                "governor", text(PROCESSOR.resolve("cpufreq/scaling_governor")).orElse("not known"));
        return environment;
    }

    /** The processor, where Linux tells: some have no more of a name than their maker's. Else the architecture. */
    static String cpu() {
        Map<String, String> first = new LinkedHashMap<>();
        text(Path.of("/proc/cpuinfo"))
                .ifPresent(all -> all.lines().forEach(line -> {
                    String[] words = line.split("\\s*:\\s*", 2);
                    first.putIfAbsent(words[0], words.length > 1 ? words[1] : "");
                }));
        if (!first.containsKey("model name")) {
            return System.getProperty("os.arch");
        }
        return first.get("model name") + ", family " + first.get("cpu family") + ", model " + first.get("model");
    }

    /** Level, kind and size of each cache that the first processor has, nearest first. */
    private static String caches() {
        List<String> caches = new ArrayList<>();
        for (int i = 0; ; i++) {
            Path cache = PROCESSOR.resolve("cache/index" + i);
            Optional<String> size = text(cache.resolve("size"));
            if (size.isEmpty()) {
                return caches.isEmpty() ? "not known" : String.join(", ", caches);
            }
            String kind = text(cache.resolve("type")).orElse("");
            if (!kind.equals("Instruction")) {
                caches.add("L" + text(cache.resolve("level")).orElse("") + " " + size.get());
            }
        }
    }

    private static Optional<String> text(Path file) {
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
