package org.lanewise.site;

import com.google.protobuf.Message;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Javadoc of the modules that are published: the engine and the test kit. */
final class Api {
    private static final String ENGINE = "org.lanewise";
    private static final String TEST_KIT = "org.lanewise.testkit";

    private static final String BACK = "<a href=\"{@docRoot}/../index.html\">All documentation</a>";

    private Api() {}

    /** Writes it into a folder. */
    static void write(Path root, String version, Path folder) throws IOException {
        Path style = Files.createTempDirectory("lanewise").resolve("lanewise.css");
        try (InputStream in = Api.class.getResourceAsStream("api.css")) {
            Files.copy(in, style);
            run(arguments(root, version, style, folder));
        } finally {
            Files.deleteIfExists(style);
            Files.delete(style.getParent());
        }
    }

    private static List<String> arguments(Path root, String version, Path style, Path folder) {
        List<String> arguments = new ArrayList<>(List.of(
                "-quiet",
                "-Xdoclint:none",
                "-notimestamp",
                "-encoding",
                "UTF-8",
                "--release",
                "25",
                "-windowtitle",
                "Lanewise " + version,
                "-doctitle",
                "Lanewise " + version,
                "--add-stylesheet",
                style.toString(),
                "-header",
                BACK,
                "-bottom",
                BACK,
                "-d",
                folder.toString()));
        arguments.addAll(List.of("--module-source-path", ENGINE + "=" + sources(root)));
        arguments.addAll(List.of("--module-source-path", TEST_KIT + "=" + sources(root.resolve("testkit"))));
        arguments.addAll(
                List.of("--module-path", jar(Message.class) + File.pathSeparator + jar(ai.onnx.proto.OnnxMl.class)));
        arguments.addAll(List.of("--module", ENGINE + "," + TEST_KIT));
        return arguments;
    }

    private static void run(List<String> arguments) throws IOException {
        StringWriter messages = new StringWriter();
        PrintWriter writer = new PrintWriter(messages);
        int status =
                ToolProvider.findFirst("javadoc").orElseThrow().run(writer, writer, arguments.toArray(String[]::new));
        if (status != 0) {
            throw new IOException("javadoc ended with " + status + ":\n" + messages);
        }
    }

    private static String sources(Path project) {
        return Stream.of("src/main/java", "src/main/module", "src/generated/java")
                .map(project::resolve)
                .filter(folder -> folder.toFile().isDirectory())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path jar(Class<?> one) {
        try {
            return Path.of(
                    one.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
