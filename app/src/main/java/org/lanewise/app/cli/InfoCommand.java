package org.lanewise.app.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import org.lanewise.ProviderInfo;
import org.lanewise.app.data.DataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Tells what the engine finds on this machine. */
@Command(
        name = "info",
        description = "Tells the JDK, the kernels and why these, the vector width, the cores, the pool, the data set.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class InfoCommand implements Runnable {
    private final Path systemData;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    InfoCommand(Path systemData) {
        this.systemData = systemData;
    }

    @Override
    public void run() {
        ProviderInfo provider;
        try {
            provider = ProviderInfo.current();
        } catch (IllegalStateException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("jdk", System.getProperty("java.vendor") + " " + Runtime.version());
        facts.put("vm", System.getProperty("java.vm.name") + ", " + System.getProperty("java.vm.info"));
        facts.put("system", System.getProperty("os.name") + ", " + System.getProperty("os.arch"));
        facts.put("provider", provider.name());
        facts.put("reason", provider.reason());
        facts.put("vectorBits", provider.vectorBits());
        facts.put("cores", Runtime.getRuntime().availableProcessors());
        facts.put("commonPoolParallelism", ForkJoinPool.getCommonPoolParallelism());
        facts.put("maxHeapMiB", Runtime.getRuntime().maxMemory() >> 20);
        facts.put("data", DataSource.choose(Optional.empty(), systemData).description());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Json.print(out, facts);
            return;
        }
        out.printf("JDK           %s%n", facts.get("jdk"));
        out.printf("VM            %s%n", facts.get("vm"));
        out.printf("system        %s%n", facts.get("system"));
        out.printf("kernels       %s (%s)%n", facts.get("provider"), facts.get("reason"));
        out.printf("vector width  %s%n", provider.vectorBits() == 0 ? "none" : provider.vectorBits() + " bits");
        out.printf("cores         %s%n", facts.get("cores"));
        out.printf("common pool   %s%n", facts.get("commonPoolParallelism"));
        out.printf("largest heap  %s MiB%n", facts.get("maxHeapMiB"));
        out.printf("data set      %s%n", facts.get("data"));
    }
}
