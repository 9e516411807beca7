package org.lanewise.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lanewise.app.Main;

/** The command line on a terminal, and the shells that complete it there. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TerminalTest {
    private static final Path SCRIPT = Path.of("/usr/bin/script");
    private static final String ESCAPE = "\u001b";
    private static final List<String> HELP = List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "--add-modules",
            "jdk.incubator.vector",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "info",
            "--help");

    @TempDir
    private Path folder;

    /** What a program leaves on its output, with only these of the variables that decide about colours. */
    private String run(List<String> command, Map<String, String> variables, String input) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment()
                .keySet()
                .removeAll(List.of("NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS"));
        builder.environment().put("TERM", "xterm");
        builder.environment().putAll(variables);
        Process process = builder.start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(10, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), output);
        return output;
    }

    private String onTerminal(List<String> command, Map<String, String> variables, String input) throws Exception {
        assumeTrue(Files.isExecutable(SCRIPT), "needs " + SCRIPT);
        return run(
                List.of(SCRIPT.toString(), "-qec", "'" + String.join("' '", command) + "'", "/dev/null"),
                variables,
                input);
    }

    @Test
    void helpHasColoursOnATerminalAlone() throws Exception {
        String coloured = onTerminal(HELP, Map.of(), "");
        assertTrue(coloured.contains("Usage") && coloured.contains(ESCAPE), coloured);
        String plain = run(HELP, Map.of(), "");
        assertTrue(plain.contains("Usage") && !plain.contains(ESCAPE), plain);
    }

    @Test
    void theUserDecidesAboutColours() throws Exception {
        for (Map<String, String> no :
                List.of(Map.of("NO_COLOR", "1"), Map.of("CLICOLOR", "0"), Map.of("TERM", "dumb"))) {
            String plain = onTerminal(HELP, no, "");
            assertTrue(plain.contains("Usage"), plain);
            assertFalse(plain.contains(ESCAPE), no + ": " + plain);
        }
        assertTrue(run(HELP, Map.of("CLICOLOR_FORCE", "1"), "").contains(ESCAPE));
    }

    /**
     * What the command line gets from a shell in which somebody types. The shell runs a lanewise that prints its
     * arguments, each in angle brackets.
     */
    private List<String> typed(List<String> shell, String... lines) throws Exception {
        assumeTrue(Files.isExecutable(Path.of(shell.getFirst())), "needs " + shell.getFirst());
        Files.writeString(
                folder.resolve("completion"), CommandRun.of("completion").out());
        Files.writeString(folder.resolve("net.onnx"), "");
        Files.writeString(folder.resolve("a picture.png"), "");
        Path program = folder.resolve("bin/lanewise");
        Files.createDirectories(program.getParent());
        Files.writeString(program, "#!/bin/sh\n{ printf '<%s>' \"$@\"; echo; } >> arguments\n");
        assertTrue(program.toFile().setExecutable(true));
        List<String> all = new ArrayList<>(List.of("source <(cat completion)", "PATH=$PWD/bin:$PATH"));
        all.addAll(List.of(lines));
        all.add("exit\n");
        String output = onTerminal(shell, Map.of(), String.join("\n", all));
        Path arguments = folder.resolve("arguments");
        assertTrue(Files.exists(arguments), output);
        List<String> calls = Files.readAllLines(arguments);
        Files.delete(arguments);
        return calls;
    }

    private void assertCompletes(List<String> shell) throws Exception {
        assertEquals(
                List.of(
                        "<train><mlp><--picture><a picture.png>",
                        "<check-model><--fit><stretch><net.onnx>",
                        "<recalibrate><--tensors><net.onnx>",
                        "<fingerprint><--provider><scalar>",
                        "<completion>"),
                typed(
                        shell,
                        "bin/lanewise tr\tml\t--pict\ta\t",
                        "lanewise check\t--fi\tstr\tne\t",
                        "./bin/lanewise reca\t--tens\tne\t",
                        "lanewise fing\t--prov\ts\t",
                        "lanewise comp\t"));
    }

    @Test
    void bashCompletes() throws Exception {
        List<String> bash = List.of("/bin/bash", "--norc", "--noprofile", "-i");
        assertCompletes(bash);
        // Bash cuts words at the equals sign.
        assertEquals(
                List.of("<check-model><--fit=crop><--image=a picture.png><net.onnx>"),
                typed(bash, "lanewise check-model --fit=cr\t--image=a\tne\t"));
    }

    @Test
    void zshCompletes() throws Exception {
        Path zsh = Path.of("/bin/zsh");
        assertCompletes(List.of((Files.exists(zsh) ? zsh : Path.of("/usr/bin/zsh")).toString(), "-f", "-i"));
    }

    @Test
    void completedValuesAreThoseThatAreAllowed() {
        String script = CommandRun.of("completion").out();
        CompletionCommand.VALUES.forEach((option, values) -> {
            String offered = "(\"" + String.join("\" \"", values) + "\") # " + option + " values";
            assertTrue(script.contains(offered), offered);
            boolean provider = option.equals("--provider");
            CommandRun refused = provider
                    ? CommandRun.of("fingerprint", option, "nonsense")
                    : CommandRun.of("recalibrate", option, "nonsense", "--out", folder.resolve("out"));
            refused.assertRefusedWith("nonsense, must be "
                    + (provider ? String.join(" or ", values) : "one of " + String.join(", ", values)));
        });
    }
}
