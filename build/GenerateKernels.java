import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes kernels from others: by constants that become true, and by renaming for other element types. Kernels can't
 * share one text at run time: C2 compiles vector code well only where species and choices are constants.
 *
 * <p>Run from the project's folder by bin/generate-kernels. Without an argument it writes src/generated/java; with
 * --check it compares, names what differs and fails.
 */
final class GenerateKernels {
    private static final String EPILOGUE = "PlanesNormalize RowsNormalize Epilogue";

    /**
     * What is made within a room, line by line; a line may take what those above it made. In each class, and in each
     * reference from one of them to another, the name changes as said.
     */
    private static final List<Variant> VARIANTS = List.of(
            // room, what it is, constants that become true, classes
            variant("scalar/float32", "epilogue ACTIVATE", "ACTIVATES", suffix(EPILOGUE, "Activate")),
            variant("scalar/float32", "epilogue ADD_ACTIVATE", "ADDS ACTIVATES", suffix(EPILOGUE, "AddActivate")),
            variant("scalar/float32", "epilogue ACTIVATE_MASK", "ACTIVATES MASKS", suffix(EPILOGUE, "ActivateMask")),
            variant(
                    "scalar/float32",
                    "epilogue ADD_ACTIVATE_MASK",
                    "ADDS ACTIVATES MASKS",
                    suffix(EPILOGUE, "AddActivateMask")),
            variant("vector/float32", "epilogue ACTIVATE", "ACTIVATES", suffix(EPILOGUE, "Activate")),
            variant("vector/float32", "epilogue ADD_ACTIVATE", "ADDS ACTIVATES", suffix(EPILOGUE, "AddActivate")),
            variant("vector/float32", "epilogue TO_STRIP", "TO_STRIP", suffix(EPILOGUE, "ToStrip")),
            variant("vector/float32", "epilogue ADD_ACTIVATE_MASK", "", names("ActivateMask AddActivateMask"))
                    .referringTo(names("EpilogueActivate EpilogueAddActivate")),
            variant("scalar/float32", "sums of gradients", "OF_GRADIENTS", sumsOfGradients("")),
            variant("scalar/bfloat16", "sums of gradients", "OF_GRADIENTS", sumsOfGradients(""))
                    .referringTo(sumsOfGradients("InDouble")),
            variant("vector/bfloat16", "sums of gradients", "OF_GRADIENTS", sumsOfGradients(""))
                    .referringTo(sumsOfGradients("InDouble")),
            variant("vector/float16", "sums of gradients", "OF_GRADIENTS", sumsOfGradients("")),
            variant("vector/float32", "extended", "EXTENDED", suffix(extendible() + " Elementwise", "Extended")),
            variant("vector/float16", "extended", "EXTENDED", suffix("Elementwise", "Extended"))
                    .referringTo(suffix(extendible(), "Extended")));

    /** What is made for other element types, in a room of the same name beside that of the sources. */
    private static final List<ForType> FOR_TYPES = List.of(
            // room, type, classes, those with another name
            forType("scalar/float32", Type.FLOAT64, all(), Map.of()),
            forType("scalar/float32", Type.FLOAT16, all(), Map.of()),
            forType("scalar/float32", Type.BFLOAT16, all(), inDouble()),
            forType("vector/float32", Type.FLOAT64, allBut("Float32Vectors"), Map.of()),
            forType(
                    "vector/float32",
                    Type.BFLOAT16,
                    allBut("Float32Vectors PlanesMoments PlanesGradientSums RowsMoments RowsGradientSums"),
                    Map.of()),
            forType(
                    "vector/float16",
                    Type.BFLOAT16,
                    only("PlanesMoments PlanesGradientSums RowsMoments RowsGradientSums"),
                    inDouble()),
            forType("vector/float32", Type.FLOAT16, only("VectorKernels"), Map.of()));

    /** An element type, and which words beside its name differ from those of float32. */
    private enum Type {
        FLOAT64(
                "Float64",
                "\\bFloatVector\\b",
                "DoubleVector",
                "\\bIntVector\\b",
                "LongVector",
                "\\(float\\) ",
                "",
                "\\bfloat\\b",
                "double",
                "\\bFloat\\b",
                "Double",
                "\\bfloats\\b",
                "doubles",
                "\\bOfFloat\\b",
                "OfDouble",
                "\\bJAVA_FLOAT\\b",
                "JAVA_DOUBLE"),
        FLOAT16("Float16"),
        BFLOAT16("BFloat16");

        private final String word;
        private final String[] patternsAndWords;

        Type(String word, String... patternsAndWords) {
            this.word = word;
            this.patternsAndWords = patternsAndWords;
        }

        String room() {
            return word.toLowerCase(Locale.ROOT);
        }

        /** The text of another type, which begins classes and ends rooms with its name. */
        String rewrite(String text, String otherRoom) {
            String other = otherRoom.replace("float", "Float");
            String rewritten = text.replaceAll("\\b" + other, word).replaceAll("\\b" + otherRoom + "\\b", room());
            for (int i = 0; i < patternsAndWords.length; i += 2) {
                rewritten = rewritten.replaceAll(patternsAndWords[i], patternsAndWords[i + 1]);
            }
            return rewritten;
        }
    }

    /** Classes of vector/float32 that multiply by powers, or refer to one that does. */
    private static String extendible() {
        return "PlanesNormalize PlanesNormalizeActivate PlanesNormalizeAddActivate PlanesNormalizeToStrip "
                + "RowsNormalize RowsNormalizeActivate RowsNormalizeAddActivate RowsNormalizeToStrip "
                + "PlanesInputGradient RowsInputGradient ActivateMask AddActivateMask";
    }

    private static Map<String, String> sumsOfGradients(String end) {
        return names(
                "PlanesMoments" + end + " PlanesGradientSums" + end + " RowsMoments" + end + " RowsGradientSums" + end);
    }

    /** bfloat16's kernels of these names sum in blocks. */
    private static Map<String, String> inDouble() {
        return suffix("PlanesMoments PlanesGradientSums RowsMoments RowsGradientSums", "InDouble");
    }

    // From here on: how.

    private static final Path HAND_WRITTEN = Path.of("src/main/java/org/lanewise/kernel");
    private static final Path GENERATED = Path.of("src/generated/java/org/lanewise/kernel");

    /** A class: how it came about is empty if it is written by hand. */
    private record Source(String room, String name, String text, String origin, List<String> how) {}

    private record Variant(
            String room, String what, List<String> constants, Map<String, String> makes, Map<String, String> refers) {
        Variant referringTo(Map<String, String> others) {
            return new Variant(room, what, constants, makes, others);
        }
    }

    /** Some classes of a room, picked by their names, for a type. */
    private record ForType(
            String room, Type type, Predicate<String> classes, List<String> named, Map<String, String> otherNames) {}

    /** Which classes, and the names that this is said with. */
    private record Choice(Predicate<String> classes, List<String> named) {}

    private final Map<String, Source> sources = new TreeMap<>();

    private GenerateKernels() {}

    public static void main(String[] arguments) throws IOException {
        boolean check = List.of(arguments).equals(List.of("--check"));
        if (arguments.length > 0 && !check) {
            System.err.println("bin/generate-kernels: " + String.join(" ", arguments) + ", must be --check or nothing");
            System.exit(2);
        }
        Map<Path, String> made = new GenerateKernels().make();
        Set<Path> files = new TreeSet<>(made.keySet());
        files.addAll(filesIn(GENERATED));
        boolean differ = false;
        for (Path file : files) {
            String text = made.get(file);
            String found = Files.exists(file) ? Files.readString(file) : null;
            if (Objects.equals(text, found)) {
                continue;
            }
            differ = true;
            if (check) {
                System.out.println(file + (text == null ? ": too many" : found == null ? ": missing" : ": differs"));
            } else if (text == null) {
                Files.delete(file);
            } else {
                Files.createDirectories(file.getParent());
                Files.writeString(file, text);
            }
        }
        if (check && differ) {
            System.out.println("src/generated: not what bin/generate-kernels makes; run it");
            System.exit(1);
        }
    }

    private Map<Path, String> make() throws IOException {
        for (Path file : filesIn(HAND_WRITTEN)) {
            Path relative = HAND_WRITTEN.relativize(file);
            if (relative.getNameCount() > 1 && !relative.endsWith("package-info.java")) {
                String room = relative.getParent().toString().replace('\\', '/');
                String name = relative.getFileName().toString().replace(".java", "");
                String origin = "org/lanewise/kernel/" + room + "/" + name;
                add(new Source(room, name, Files.readString(file), origin, List.of()));
            }
        }
        VARIANTS.forEach(this::make);
        FOR_TYPES.forEach(this::make);
        Map<Path, String> made = new TreeMap<>();
        for (Source source : sources.values()) {
            if (!source.how.isEmpty()) {
                made.put(GENERATED.resolve(source.room).resolve(source.name + ".java"), withHeader(source));
            }
        }
        return made;
    }

    private void make(Variant variant) {
        Map<String, String> renamed = new LinkedHashMap<>(variant.makes);
        renamed.putAll(variant.refers);
        Set<String> unused = new TreeSet<>(variant.constants);
        variant.makes.forEach((from, to) -> {
            Source source = required(variant.room, from);
            String text = rename(source.text, renamed, "\\b");
            for (String constant : variant.constants) {
                String flipped = text.replaceFirst("( static final boolean " + constant + ") = false;", "$1 = true;");
                if (!flipped.equals(text)) {
                    unused.remove(constant);
                }
                text = flipped;
            }
            add(new Source(variant.room, to, text, source.origin, plus(source.how, variant.what)));
        });
        if (!unused.isEmpty()) {
            throw new IllegalStateException(variant + ": no class has the constants " + unused);
        }
    }

    private Source required(String room, String name) {
        Source source = sources.get(room + "/" + name);
        if (source == null) {
            throw new IllegalStateException(room + "/" + name + " is named in a table, but there is no such class");
        }
        return source;
    }

    private void make(ForType made) {
        String[] room = made.room.split("/");
        made.named.forEach(name -> required(made.room, name));
        made.otherNames.keySet().forEach(name -> required(made.room, name));
        for (Source source : List.copyOf(sources.values())) {
            if (source.room.equals(made.room) && made.classes.test(source.name)) {
                String name = made.otherNames.getOrDefault(source.name, source.name);
                // Others mean the kernel that has this name in the type's own room.
                String text = rename(source.text, Map.of(source.name, name), "(?<![.\\w])");
                List<String> how = plus(List.of("for " + made.type), String.join(", ", source.how));
                String ownText = made.type.rewrite(text, room[1]);
                add(new Source(room[0] + "/" + made.type.room(), name, ownText, source.origin, how));
            }
        }
    }

    private void add(Source source) {
        Source before = sources.put(source.room + "/" + source.name, source);
        if (before != null) {
            throw new IllegalStateException(source.room + "/" + source.name + " is made twice, or written by hand");
        }
    }

    private static String rename(String text, Map<String, String> names, String before) {
        if (names.isEmpty()) {
            return text;
        }
        Pattern pattern = Pattern.compile(before + "(" + String.join("|", names.keySet()) + ")\\b");
        return pattern.matcher(text).replaceAll(match -> Matcher.quoteReplacement(names.get(match.group(1))));
    }

    private static String withHeader(Source source) {
        return "// Generated by bin/generate-kernels from " + source.origin + ".java:\n"
                + "// " + String.join(", ", source.how) + ". Do not edit.\n"
                + withSortedImports(source.text);
    }

    /** Renaming leaves imports out of order, and some twice. */
    private static String withSortedImports(String text) {
        return Pattern.compile("(?m)(^import [^\n]*\n)+")
                .matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(
                        match.group().lines().distinct().sorted().collect(Collectors.joining("\n", "", "\n"))));
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static Variant variant(String room, String what, String constants, Map<String, String> makes) {
        return new Variant(room, what, words(constants), makes, Map.of());
    }

    private static ForType forType(String room, Type type, Choice choice, Map<String, String> otherNames) {
        return new ForType(room, type, choice.classes, choice.named, otherNames);
    }

    private static Map<String, String> suffix(String classes, String suffix) {
        return words(classes).stream().collect(Collectors.toMap(name -> name, name -> name + suffix));
    }

    /** A name, what becomes of it, another name, and so on. */
    private static Map<String, String> names(String fromAndTo) {
        List<String> words = words(fromAndTo);
        Map<String, String> names = new TreeMap<>();
        for (int i = 0; i < words.size(); i += 2) {
            names.put(words.get(i), words.get(i + 1));
        }
        return names;
    }

    private static Choice all() {
        return new Choice(name -> true, List.of());
    }

    private static Choice only(String classes) {
        return new Choice(words(classes)::contains, words(classes));
    }

    private static Choice allBut(String classes) {
        return new Choice(name -> !words(classes).contains(name), words(classes));
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split(" ")).filter(word -> !word.isEmpty()).toList();
    }

    private static List<String> plus(List<String> list, String more) {
        return Stream.concat(list.stream(), Stream.of(more))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
