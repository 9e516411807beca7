package org.lanewise.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A browser without a window, where one is installed. */
final class Chromium {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

    private final Path program;

    private Chromium(Path program) {
        this.program = program;
    }

    /** The one on the PATH. */
    static Optional<Chromium> find() {
        return Stream.of(System.getenv("PATH").split(":"))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Chromium::new);
    }

    /** The page at an address after its scripts have run, as HTML. */
    String dump(String address, Path profile) throws IOException, InterruptedException {
        List<String> command = List.of(
                program.toString(),
                "--headless",
                // As root there is no sandbox.
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile,
                "--window-size=1400,900",
                // The page's own clock: it stands still while something loads.
                "--virtual-time-budget=600000",
                "--dump-dom",
                address);
        return Processes.run(profile, 5, Map.of(), command).out();
    }
}
