package org.lanewise.bench.compare;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.lanewise.tensor.ElementType;

/** The functions of limit.c for one element type, compiled on this machine at the first use. */
final class LimitLibrary {
    /** Why there is no library: a line. */
    static final class NoCompiler extends Exception {
        private static final long serialVersionUID = 1;

        NoCompiler(String message) {
            super(message);
        }
    }

    private static final String COMPILER = "gcc";
    /** Without psabi: no vector crosses a function's border. */
    private static final List<String> FLAGS = List.of(
            "-std=c11",
            "-O3",
            "-march=native",
            "-ffp-contract=fast",
            "-Wall",
            "-Wextra",
            "-Werror",
            "-Wno-psabi",
            "-shared",
            "-fPIC",
            "-pthread");

    private static final List<String> SOURCES = List.of("limit.c", "team.c");
    private static final List<String> HEADERS = List.of("element.h", "runs.h", "team.h");
    private static final String FOLDER = "/limit/";
    private static final long COMPILER_SECONDS = 60;

    private static final Map<List<String>, LimitLibrary> LOADED = new HashMap<>();

    /** limit_open. */
    final MethodHandle open;

    /** limit_run. */
    final MethodHandle run;

    /** limit_close. */
    final MethodHandle close;

    @SuppressWarnings(
            "restricted") // The signatures are those of limit.c, and it is given memory that outlives the call.
    private LimitLibrary(Path file) {
        SymbolLookup symbols = SymbolLookup.libraryLookup(file, Arena.global());
        Linker linker = Linker.nativeLinker();
        open = linker.downcallHandle(
                symbols.findOrThrow("limit_open"),
                FunctionDescriptor.of(
                        ADDRESS,
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_LONG,
                        JAVA_LONG,
                        JAVA_LONG,
                        ADDRESS,
                        ADDRESS,
                        ADDRESS,
                        ADDRESS,
                        ADDRESS,
                        ADDRESS,
                        ADDRESS,
                        JAVA_DOUBLE));
        run = linker.downcallHandle(symbols.findOrThrow("limit_run"), FunctionDescriptor.ofVoid(ADDRESS));
        close = linker.downcallHandle(symbols.findOrThrow("limit_close"), FunctionDescriptor.ofVoid(ADDRESS));
    }

    /**
     * The library.
     *
     * @param doubleSums whether float32 is summed in double; all types of 16 bits are summed in float
     * @throws NoCompiler if it can't be compiled here
     */
    static synchronized LimitLibrary get(ElementType type, boolean doubleSums) throws NoCompiler {
        List<String> flags = flags(type, doubleSums);
        LimitLibrary loaded = LOADED.get(flags);
        if (loaded == null) {
            try {
                loaded = new LimitLibrary(file(flags));
                LOADED.put(flags, loaded);
            } catch (IOException e) {
                throw new NoCompiler("limit.c can't be compiled: " + e.getMessage());
            } catch (IllegalArgumentException e) {
                throw new NoCompiler("limit.c can't be loaded: " + e.getMessage());
            }
        }
        return loaded;
    }

    /** Beside the classes; the name tells what it was compiled from and for, so that nothing stale is loaded. */
    private static Path file(List<String> flags) throws IOException, NoCompiler {
        CRC32 sum = new CRC32();
        sum.update((String.join(" ", flags) + Environment.cpu()).getBytes());
        for (String name : names()) {
            sum.update(source(name));
        }
        Path folder = folder();
        Path library = folder.resolve("liblimit-%08x.so".formatted(sum.getValue()));
        if (!Files.exists(library)) {
            compile(flags, folder, library);
        }
        return library;
    }

    private static List<String> flags(ElementType type, boolean doubleSums) {
        List<String> flags = new ArrayList<>(FLAGS);
        flags.add("-D" + type);
        if (doubleSums) {
            flags.add("-DDOUBLE_SUMS");
        }
        return flags;
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>(SOURCES);
        names.addAll(HEADERS);
        return names;
    }

    private static byte[] source(String name) throws IOException {
        try (InputStream in = LimitLibrary.class.getResourceAsStream(FOLDER + name)) {
            return in.readAllBytes();
        }
    }

    private static Path folder() throws IOException {
        try {
            return Path.of(LimitLibrary.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .getParent();
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private static void compile(List<String> flags, Path folder, Path library) throws IOException, NoCompiler {
        Path work = Files.createTempDirectory(folder, "limit");
        try {
            for (String name : names()) {
                Files.write(work.resolve(name), source(name));
            }
            Path result = work.resolve("limit.so");
            List<String> command = new ArrayList<>(List.of(COMPILER));
            command.addAll(flags);
            command.addAll(SOURCES);
            command.addAll(List.of("-o", result.getFileName().toString(), "-lm"));
            execute(command, work);
            // Whole or not at all, though others may compile it at the same time.
            Files.move(result, library, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            try (var files = Files.list(work)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(work);
        }
    }

    private static void execute(List<String> command, Path folder) throws IOException, NoCompiler {
        Path log = folder.resolve("log");
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new NoCompiler(COMPILER + " can't be started");
        }
        try {
            if (!process.waitFor(COMPILER_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new NoCompiler(COMPILER + " takes longer than " + COMPILER_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new NoCompiler(COMPILER + " was interrupted");
        }
        if (process.exitValue() != 0) {
            String first = Files.readString(log)
                    .lines()
                    .filter(line -> line.contains("error"))
                    .findFirst()
                    .orElse("");
            throw new NoCompiler(COMPILER + " ends with " + process.exitValue() + ": " + first);
        }
    }
}
