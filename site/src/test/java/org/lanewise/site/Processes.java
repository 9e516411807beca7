package org.lanewise.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Other processes, for what depends on the flags of a JVM, or may end one. */
final class Processes {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    /** How a process ended and what it printed. */
    record Result(int status, String out, String err) {}

    private Processes() {}

    /** Runs Java. */
    static Result java(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(JAVA.toString(), "-Duser.language=en"));
        command.addAll(List.of(arguments));
        return run(Path.of(""), 2, Map.of(), command);
    }

    /** Runs a command in a folder, for some minutes at most. */
    static Result run(Path folder, int minutes, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("lanewise", ".out");
        Path err = Files.createTempFile("lanewise", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toAbsolutePath().toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            // What this JVM was told is not what its child is to be told.
            builder.environment().remove("JDK_JAVA_OPTIONS");
            builder.environment().remove("JAVA_TOOL_OPTIONS");
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new IOException(
                        "no end after " + minutes + " minutes: " + command + "\n" + Files.readString(err));
            }
            return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }
}
