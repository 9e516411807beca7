package org.lanewise.site;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command that makes the site. */
@Command(
        name = "site",
        description = "Makes the documentation's site: pages of all Markdown files, pictures, and the Javadoc.")
public final class Site implements Callable<Integer> {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and end.")
    private boolean help;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where the site goes: a new folder, or one with an older site; else target/site.")
    private Optional<Path> out = Optional.empty();

    @Spec
    private CommandSpec spec;

    private final Path root;

    Site(Path root) {
        this.root = root;
    }

    /** Runs the command for the tree in the property lanewise.root, else in the working folder. */
    public static void main(String[] args) {
        Locale.setDefault(Locale.ROOT);
        Path root = Path.of(System.getProperty("lanewise.root", ""));
        PrintWriter printer = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        System.exit(run(root, printer, new PrintWriter(System.err, true, StandardCharsets.UTF_8), args));
    }

    /**
     * Runs the command.
     *
     * @return the exit status: 0, or 2 for bad input, or 1 for any other failure
     */
    public static int run(Path root, PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new Site(root))
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler((e, unused) -> {
                    err.println("site: " + e.getMessage().lines().findFirst().orElse(e.toString()));
                    return CommandLine.ExitCode.USAGE;
                })
                .execute(args);
    }

    @Override
    public Integer call() throws IOException {
        Path place = out.orElse(root.resolve("target").resolve("site"));
        try {
            make(place);
        } catch (DeadLinkException e) {
            throw bad(e.getMessage(), e);
        } catch (FileSystemException e) {
            throw bad("out: " + place + ", must be a folder that can be written to", e);
        }
        spec.commandLine().getOut().println(place.resolve("index.html"));
        return CommandLine.ExitCode.OK;
    }

    private void make(Path place) throws IOException {
        Tree tree = Tree.read(root);
        String version = version();
        try (Publication site = begin(place)) {
            Pages pages = Pages.of(tree);
            Frame frame = new Frame(new Navigation(pages.documents()), version);
            for (Page page : pages.documents()) {
                site.write(page.path(), frame.around(page));
            }
            for (Page page : pages.sources()) {
                site.write(page.path(), frame.around(page));
            }
            for (Path picture : pages.pictures()) {
                Files.copy(tree.root().resolve(picture), site.file(picture));
            }
            site.copyResource("site.css", Places.STYLE);
            Api.write(tree.root(), version, site.file(Places.API).getParent());
            site.finish();
        }
    }

    private Publication begin(Path place) throws IOException {
        if (Files.exists(place) && !Publication.mayReplace(place)) {
            throw bad("out: " + place + ", must be new, empty, or a folder with an older site", null);
        }
        return new Publication(place);
    }

    private ParameterException bad(String message, Exception cause) {
        return new ParameterException(spec.commandLine(), message, cause);
    }

    private static String version() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Site.class.getResourceAsStream("version.properties")) {
            properties.load(in);
        }
        return properties.getProperty("version");
    }
}
