package org.lanewise.bench.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.lanewise.tensor.ElementType;

/**
 * An engine in a process of its own, which is stopped while it is not its turn. So no thread that one engine leaves
 * looking for work (OpenMP's and ONNX Runtime's do for milliseconds) takes a processor from another, and within its
 * turns each engine is as it is alone.
 */
public final class RemoteContestant implements Contestant {
    /** Those that live: one that is stopped would outlive this JVM, as it can't see that its input ends. */
    private static final Set<Process> LIVE = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> LIVE.forEach(Process::destroyForcibly)));
    }

    private static final Optional<Signals> SIGNALS = Signals.find();

    private final String name;
    private final Process process;
    private final BufferedReader answers;
    private final PrintWriter requests;
    private final String version;
    private final String absence;

    /** An engine by its name in {@link Engines}, on this JVM's class path. */
    RemoteContestant(String engine, ElementType type, boolean quick) {
        this(engine, engine, type, quick, System.getProperty("java.class.path"));
    }

    /**
     * Starts an engine's process, with the options of this JVM.
     *
     * @param name what the contestant is called
     * @param engine its name in {@link Engines}
     * @param type of all tensors
     * @param quick whether it is but to see that all works
     * @param classPath where the engine is
     */
    public RemoteContestant(String name, String engine, ElementType type, boolean quick, String classPath) {
        this.name = name;
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", classPath, ContestantProgram.class.getName()));
        command.addAll(List.of(engine, type.name(), quick ? "quick" : "full"));
        try {
            process =
                    new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
        } catch (IOException e) {
            throw new IllegalStateException("Java can't be started: " + e.getMessage(), e);
        }
        LIVE.add(process);
        answers = process.inputReader(StandardCharsets.UTF_8);
        requests = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        String[] words = answer();
        absence = words[0].equals("absent") ? words[1] : null;
        version = words[0].equals("version") ? words[1] : null;
        stop();
    }

    @Override
    public String name() {
        return name;
    }

    /** The engine's version. */
    String version() {
        return version;
    }

    /** Why the engine can't take part; nothing if it can. */
    Optional<String> absence() {
        return Optional.ofNullable(absence);
    }

    /** The processor time that the engine has taken so far, where the system tells. */
    Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** An engine whose process dies here is to blame for that, and takes part in no later case. */
    @Override
    public Answer prepare(Case work, int threads) {
        if (!process.isAlive()) {
            return Answer.unsupported();
        }
        String[] words;
        try {
            words = ask("prepare " + work.shape() + " " + work.layoutLabel() + " " + work.typeLabel() + " "
                    + work.pass().label() + " " + threads);
        } catch (IllegalStateException e) {
            return Answer.wrong(e.getMessage());
        }
        return new Answer(words[0].equals("ready"), words[1]);
    }

    @Override
    public double turn() {
        return Double.parseDouble(ask("turn")[1]);
    }

    @Override
    public void release() {
        ask("release");
    }

    private String[] ask(String request) {
        SIGNALS.ifPresent(all -> all.go(process.pid()));
        requests.println(request);
        String[] words = answer();
        stop();
        return words;
    }

    private void stop() {
        SIGNALS.ifPresent(all -> all.stop(process.pid()));
    }

    /** A word, and the rest of its line. */
    private String[] answer() {
        try {
            String line = answers.readLine();
            if (line == null) {
                close();
                throw new IllegalStateException(name + "'s process has ended, with status " + process.exitValue());
            }
            return line.split(" ", 2);
        } catch (IOException e) {
            throw new IllegalStateException(name + "'s process can't be heard: " + e.getMessage(), e);
        }
    }

    /** Ends the process. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
            LIVE.remove(process);
            requests.close();
            answers.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
