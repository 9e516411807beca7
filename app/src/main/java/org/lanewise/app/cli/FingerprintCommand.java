package org.lanewise.app.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lanewise.ProviderInfo;
import org.lanewise.app.fingerprint.Fingerprint;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Hashes the engine's output bits. */
@Command(
        name = "fingerprint",
        description = "Runs a fixed set of cases through the engine and prints one SHA-256 over all output bits: the "
                + "same on every machine, with any threads, kernels and options of the JVM.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class FingerprintCommand implements Runnable {
    private static final Set<String> PROVIDERS = Set.of("scalar", "vector");

    @Mixin
    private Threads threads;

    @Option(names = "--provider", paramLabel = "KERNELS", description = "Kernels to force: scalar or vector.")
    private Optional<String> provider;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    FingerprintCommand() {}

    @Override
    public void run() {
        provider.ifPresent(this::force);
        threads.check();
        ProviderInfo active = ProviderInfo.current();
        if (!active.name().equals(provider.orElse(active.name()))) {
            throw new IllegalStateException("provider: " + active.name() + " already chosen in this JVM");
        }
        Fingerprint fingerprint;
        try (Workers workers = threads.start()) {
            fingerprint = Fingerprint.take(workers.pool());
        }
        PrintWriter out = spec.commandLine().getOut();
        if (!json) {
            out.println(fingerprint.sha256());
            return;
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("sha256", fingerprint.sha256());
        document.put("cases", fingerprint.cases());
        document.put("numbers", fingerprint.numbers());
        document.put("provider", active.name());
        document.put("vectorBits", active.vectorBits());
        document.put("threads", threads.count());
        Json.print(out, document);
    }

    /** Before anything of the engine runs: it chooses its kernels once. */
    private void force(String name) {
        if (!PROVIDERS.contains(name)) {
            throw new ParameterException(spec.commandLine(), "provider: " + name + ", must be scalar or vector");
        }
        System.setProperty("lanewise.provider", name);
    }
}
