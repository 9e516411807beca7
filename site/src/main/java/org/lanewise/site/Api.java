package org.lanewise.site;

import com.google.protobuf.Message;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
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

    private Api() {}

    /** Writes it into a folder, with a style sheet besides its own. */
    static void write(Path root, String version, Path style, Path folder) throws IOException {
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
                "-d",
                folder.toString()));
        arguments.addAll(List.of("--module-source-path", ENGINE + "=" + sources(root)));
        arguments.addAll(List.of("--module-source-path", TEST_KIT + "=" + sources(root.resolve("testkit"))));
        arguments.addAll(
                List.of("--module-path", jar(Message.class) + File.pathSeparator + jar(ai.onnx.proto.OnnxMl.class)));
        arguments.addAll(List.of("--module", ENGINE + "," + TEST_KIT));
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
