package org.lanewise.site;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles many sources at once, and says of each what is wrong with it. One that is wrong doesn't harm the others. */
final class Compiler {
    private final List<String> options;

    /** A compiler to a folder of classes. */
    Compiler(Path out, String... options) {
        this.options = new ArrayList<>(List.of("--release", "25", "-Xlint:all,-incubating", "-d", out.toString()));
        this.options.addAll(List.of(options));
    }

    /** The option for a class path. */
    static String join(List<Path> paths) {
        return paths.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /**
     * A source in memory.
     *
     * @param path the path of the class that it has, as a compiler wants it
     * @param name where people find it
     * @param strict whether warnings are errors
     */
    record Source(String path, String name, String text, boolean strict) {}

    /** Compiles. What is wrong is there by the names of sources. */
    Map<String, String> compile(List<Source> sources) throws IOException {
        Map<String, String> errors = new TreeMap<>();
        List<Source> rest = new ArrayList<>(sources);
        while (!rest.isEmpty()) {
            Map<String, String> found = attempt(rest);
            errors.putAll(found);
            if (found.isEmpty() || !rest.removeIf(source -> found.containsKey(source.name()))) {
                return errors;
            }
        }
        return errors;
    }

    private Map<String, String> attempt(List<Source> sources) throws IOException {
        DiagnosticCollector<JavaFileObject> messages = new DiagnosticCollector<>();
        List<InMemory> files = sources.stream().map(InMemory::new).toList();
        try (StandardJavaFileManager manager =
                ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null)) {
            ToolProvider.getSystemJavaCompiler()
                    .getTask(null, manager, messages, options, null, files)
                    .call();
        }
        Map<String, String> errors = new TreeMap<>();
        for (Diagnostic<? extends JavaFileObject> message : messages.getDiagnostics()) {
            boolean error = message.getKind() == Diagnostic.Kind.ERROR;
            if (message.getSource() instanceof InMemory file) {
                if (error || file.source.strict() && message.getKind() != Diagnostic.Kind.NOTE) {
                    String line = file.source.name().replaceFirst(":\\d+$", "") + ":" + message.getLineNumber() + ": "
                            + message.getMessage(Locale.ROOT);
                    errors.merge(file.source.name(), line, (a, b) -> a + "\n" + b);
                }
            } else if (error) {
                throw new IOException(message.getMessage(Locale.ROOT));
            }
        }
        return errors;
    }

    private static final class InMemory extends SimpleJavaFileObject {
        private final Source source;

        InMemory(Source source) {
            super(URI.create("memory:///" + source.path()), Kind.SOURCE);
            this.source = source;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source.text();
        }
    }
}
