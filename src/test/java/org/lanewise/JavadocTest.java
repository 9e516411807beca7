package org.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExportsTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTreeScanner;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * What a reader may expect of the Javadoc, beside what doclint finds when the sources are compiled: that what is
 * exported has comments, that each package says where to begin, and that samples are code that runs.
 */
class JavadocTest {
    private static final Path ENGINE = Path.of("src/main/java");
    private static final Path MODULE = Path.of("src/main/module/module-info.java");
    private static final Path TEST_KIT = Path.of("testkit/src/main/java");

    /** All parts whose packages have readers. */
    private static final List<Path> PARTS = List.of(
            ENGINE,
            TEST_KIT,
            Path.of("app/src/main/java"),
            Path.of("tools/src/main/java"),
            Path.of("bench/src/main/java"),
            Path.of("site/src/main/java"),
            Path.of("stress/src/test/java"));

    /** Where the samples run. */
    private static final List<Path> SAMPLES = List.of(
            Path.of("src/test/java/org/lanewise/JavadocSamplesTest.java"),
            Path.of("testkit/src/test/java/org/lanewise/testkit/JavadocSamplesTest.java"));

    private static final Pattern SAMPLE = Pattern.compile("<pre>\\{@code\\n(.*?)\\n *}</pre>", Pattern.DOTALL);
    private static final Pattern REGION =
            Pattern.compile(" *// @start region=\"[^\"]+\"\\n(.*?)\\n *// @end\\n", Pattern.DOTALL);

    @Test
    void whatIsExportedHasComments() throws IOException {
        Set<String> missing = new TreeSet<>();
        Set<String> seen = new HashSet<>();
        parse(exported(), (unit, trees) -> new Exported(unit, trees, missing, seen).scan(unit, null));
        assertTrue(seen.contains("BatchNorm.train"), "finds members");
        assertEquals(Set.of(), missing);
    }

    @Test
    void eachPackageNamesAClassToBeginWith() throws IOException {
        Set<String> missing = new TreeSet<>();
        for (Path part : PARTS) {
            List<Path> descriptions = new ArrayList<>();
            for (Path folder : folders(part)) {
                Path description = folder.resolve("package-info.java");
                if (Files.exists(description)) {
                    descriptions.add(description);
                } else {
                    missing.add(folder + " has no package-info.java");
                }
            }
            parse(descriptions, (unit, trees) -> {
                String name = unit.getPackageName().toString();
                DocCommentTree comment = trees.getDocCommentTree(new TreePath(new TreePath(unit), unit.getPackage()));
                if (comment == null || links(comment).stream().noneMatch(link -> link.startsWith(name + "."))) {
                    missing.add(name + " links none of its classes");
                }
            });
        }
        assertEquals(Set.of(), missing);
    }

    /**
     * The Javadoc tool takes a name without parentheses for a field first, and makes no link to one that is private.
     */
    @Test
    void linksLeadToMethodsNotToFieldsOfTheirName() throws IOException {
        Map<String, Set<String>> hidden = new HashMap<>();
        Map<String, Set<String>> linked = new HashMap<>();
        parse(
                exportedAndModule(),
                (unit, trees) -> new Comments(trees) {
                    @Override
                    public Void visitVariable(VariableTree field, Void nothing) {
                        if (getCurrentPath().getParentPath().getLeaf() instanceof ClassTree type) {
                            hidden.computeIfAbsent(type.getSimpleName().toString(), _ -> new HashSet<>())
                                    .add(field.getName().toString());
                        }
                        return super.visitVariable(field, nothing);
                    }

                    @Override
                    void read(TreePath path) {
                        DocCommentTree comment = trees.getDocCommentTree(path);
                        String own = path.getLeaf() instanceof ClassTree type
                                ? type.getSimpleName().toString()
                                : path.getParentPath().getLeaf() instanceof ClassTree type
                                        ? type.getSimpleName().toString()
                                        : "";
                        for (String link : links(comment)) {
                            int hash = link.indexOf('#');
                            if (hash >= 0 && Character.isLowerCase(link.charAt(hash + 1)) && !link.contains("(")) {
                                String type = hash == 0 ? own : link.substring(link.lastIndexOf('.', hash) + 1, hash);
                                linked.computeIfAbsent(type, _ -> new TreeSet<>())
                                        .add(link.substring(hash + 1));
                            }
                        }
                    }
                }.scan(unit, null));
        assertTrue(linked.get("BatchNorm").contains("train"), linked::toString);
        linked.forEach((type, names) -> names.retainAll(hidden.getOrDefault(type, Set.of())));
        linked.values().removeIf(Set::isEmpty);
        assertEquals(Map.of(), linked, "links to write with parentheses, by type");
    }

    @Test
    void samplesAreCodeThatRuns() throws IOException {
        Set<String> samples = new TreeSet<>();
        parse(
                exportedAndModule(),
                (unit, trees) -> new Comments(trees) {
                    @Override
                    void read(TreePath path) {
                        String text = trees.getDocComment(path);
                        SAMPLE.matcher(text).results().forEach(sample -> samples.add(code(sample.group(1))));
                        assertEquals(
                                SAMPLE.matcher(text).results().count(),
                                text.split("<pre>", -1).length - 1,
                                () -> "all of the samples in " + text);
                    }
                }.scan(unit, null));
        Set<String> regions = new TreeSet<>();
        for (Path file : SAMPLES) {
            REGION.matcher(Files.readString(file)).results().forEach(region -> regions.add(code(region.group(1))));
        }
        assertTrue(samples.size() > 20, samples::toString);
        assertEquals("", String.join("\n\n", without(samples, regions)), "samples that do not run");
        assertEquals("", String.join("\n\n", without(regions, samples)), "regions that are no sample");
    }

    /** Reads all comments of a source file. */
    private abstract static class Comments extends TreePathScanner<Void, Void> {
        final DocTrees trees;

        Comments(DocTrees trees) {
            this.trees = trees;
        }

        abstract void read(TreePath path);

        @Override
        public Void scan(Tree tree, Void nothing) {
            if (tree instanceof CompilationUnitTree unit) {
                return super.scan(new TreePath(unit), nothing);
            }
            if (tree != null && getCurrentPath() != null) {
                TreePath path = new TreePath(getCurrentPath(), tree);
                if (trees.getDocComment(path) != null) {
                    read(path);
                }
            }
            return super.scan(tree, nothing);
        }
    }

    /** Looks at all that others can see of a source file. */
    private static final class Exported extends TreePathScanner<Void, Void> {
        private final DocTrees trees;
        private final Set<String> missing;
        private final Set<String> seen;
        private final String file;

        Exported(CompilationUnitTree unit, DocTrees trees, Set<String> missing, Set<String> seen) {
            this.trees = trees;
            this.missing = missing;
            this.seen = seen;
            file = Path.of(unit.getSourceFile().toUri()).getFileName().toString();
        }

        @Override
        public Void visitClass(ClassTree type, Void nothing) {
            // What is in a type that can't be seen can't be seen either.
            if (!isVisible(type.getModifiers())) {
                return null;
            }
            String name = type.getSimpleName().toString();
            DocCommentTree comment = require(name);
            if (comment != null) {
                Set<String> described = parameters(comment);
                type.getTypeParameters().stream()
                        .map(parameter -> "<" + parameter.getName() + ">")
                        .filter(parameter -> !described.contains(parameter))
                        .forEach(parameter -> missing.add(file + ": " + name + " says nothing of " + parameter));
                components(type)
                        .filter(component -> !described.contains(component))
                        .forEach(component -> missing.add(file + ": " + name + " says nothing of " + component));
            }
            boolean constructed = type.getKind() == Tree.Kind.CLASS
                    && type.getMembers().stream()
                            .noneMatch(member -> member instanceof MethodTree method && method.getReturnType() == null);
            if (constructed) {
                missing.add(file + ": " + name + " has a constructor that nobody wrote");
            }
            return super.visitClass(type, nothing);
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            // The methods that everything has say what they always say.
            if (isVisible(method.getModifiers()) && !overrides(method)) {
                String name = method.getName().contentEquals("<init>") ? "a constructor" : method.getName() + "";
                require(name);
            }
            return null;
        }

        @Override
        public Void visitVariable(VariableTree field, Void nothing) {
            if (isVisible(field.getModifiers())) {
                require(field.getName().toString());
            }
            return null;
        }

        private boolean isVisible(ModifiersTree modifiers) {
            Tree parent = getCurrentPath().getParentPath().getLeaf();
            return modifiers.getFlags().contains(Modifier.PUBLIC)
                    || modifiers.getFlags().contains(Modifier.PROTECTED)
                    || parent.getKind() == Tree.Kind.INTERFACE;
        }

        private static boolean overrides(MethodTree method) {
            return method.getModifiers().getAnnotations().stream()
                    .anyMatch(annotation ->
                            annotation.getAnnotationType().toString().equals("Override"));
        }

        /** The components of a record: the fields of it that are not static. */
        private static Stream<String> components(ClassTree type) {
            return type.getKind() != Tree.Kind.RECORD
                    ? Stream.of()
                    : type.getMembers().stream()
                            .filter(member -> member instanceof VariableTree field
                                    && !field.getModifiers().getFlags().contains(Modifier.STATIC))
                            .map(member -> ((VariableTree) member).getName().toString());
        }

        private DocCommentTree require(String name) {
            Tree parent = getCurrentPath().getParentPath().getLeaf();
            String full = parent instanceof ClassTree type ? type.getSimpleName() + "." + name : name;
            seen.add(full);
            DocCommentTree comment = trees.getDocCommentTree(getCurrentPath());
            if (comment == null || comment.getFirstSentence().isEmpty()) {
                missing.add(file + ": " + full + " has no comment");
                return null;
            }
            return comment;
        }
    }

    /** What a comment describes by {@code @param}, with a type parameter as in {@code <T>}. */
    private static Set<String> parameters(DocCommentTree comment) {
        Set<String> names = new HashSet<>();
        for (DocTree tag : comment.getBlockTags()) {
            if (tag instanceof ParamTree parameter) {
                names.add(parameter.isTypeParameter() ? "<" + parameter.getName() + ">" : parameter.getName() + "");
            }
        }
        return names;
    }

    private static Set<String> links(DocCommentTree comment) {
        Set<String> links = new HashSet<>();
        new DocTreeScanner<Void, Void>() {
            @Override
            public Void visitLink(LinkTree link, Void nothing) {
                links.add(link.getReference().getSignature());
                return null;
            }
        }.scan(comment, null);
        return links;
    }

    /**
     * Code without its indentation, and with one space before a comment at the end of a line, as the formatter does.
     */
    private static String code(String text) {
        return text.stripIndent().replaceAll(" +//", " //").strip();
    }

    private static Set<String> without(Set<String> texts, Set<String> others) {
        Set<String> rest = new TreeSet<>(texts);
        rest.removeAll(others);
        return rest;
    }

    /** The source files of the engine's exported packages, and of the test kit. */
    private static List<Path> exportedAndModule() throws IOException {
        List<Path> files = new ArrayList<>(exported());
        files.add(MODULE);
        return files;
    }

    private static List<Path> exported() throws IOException {
        List<Path> files = new ArrayList<>();
        parse(
                List.of(MODULE),
                (unit, trees) -> new TreeScanner<Void, Void>() {
                    @Override
                    public Void visitExports(ExportsTree exports, Void nothing) {
                        files.addAll(sources(ENGINE.resolve(
                                exports.getPackageName().toString().replace('.', '/'))));
                        return null;
                    }
                }.scan(unit, null));
        assertTrue(files.size() > 30, "finds the exported packages");
        for (Path folder : folders(TEST_KIT)) {
            files.addAll(sources(folder));
        }
        return files;
    }

    /** The folders below a source root that have classes. */
    private static List<Path> folders(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isDirectory)
                    .filter(folder -> !sources(folder).isEmpty())
                    .toList();
        }
    }

    private static List<Path> sources(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void parse(List<Path> files, BiConsumer<CompilationUnitTree, DocTrees> reader) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, manager, null, List.of(), null, manager.getJavaFileObjectsFromPaths(files));
            DocTrees trees = DocTrees.instance(task);
            task.parse().forEach(unit -> reader.accept(unit, trees));
        }
    }
}
