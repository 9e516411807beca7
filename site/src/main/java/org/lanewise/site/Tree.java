package org.lanewise.site;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** The project's files, by their paths from its root. What builds leave behind and hidden folders are no part of it. */
public final class Tree {
    private static final Set<String> BUILT = Set.of("target", "lanewise-experiment");

    private final Path root;
    private final List<Path> files;
    private final TreeMap<Path, Document> documents = new TreeMap<>(Comparator.comparing(Path::toString));

    private Tree(Path root, List<Path> files) {
        this.root = root;
        this.files = files;
    }

    /** Reads the tree below a folder. */
    public static Tree read(Path folder) throws IOException {
        Path root = folder.toRealPath();
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = folder.getFileName().toString();
                boolean skipped = !folder.equals(root) && (name.startsWith(".") || BUILT.contains(name));
                return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                files.add(root.relativize(file));
                return FileVisitResult.CONTINUE;
            }
        });
        files.sort(Comparator.comparing(Path::toString));
        Tree tree = new Tree(root, List.copyOf(files));
        for (Path file : files) {
            if (file.toString().endsWith(".md")) {
                tree.documents.put(file, new Document(file, Files.readString(root.resolve(file))));
            }
        }
        return tree;
    }

    /** The root's real path. */
    public Path root() {
        return root;
    }

    /** All files, in the order of their paths. */
    public List<Path> files() {
        return files;
    }

    /** All Markdown files, in the order of their paths. */
    public List<Document> documents() {
        return List.copyOf(documents.values());
    }

    /** Whether there is a Markdown file of this path. */
    public boolean hasDocument(Path path) {
        return documents.containsKey(path);
    }

    /** The Markdown file of this path. */
    public Document document(Path path) {
        Document document = documents.get(path);
        if (document == null) {
            throw new IllegalArgumentException("path: " + path + ", must be a Markdown file of " + root);
        }
        return document;
    }

    /** Whether this is the path of a file. */
    public boolean hasFile(Path path) {
        return files.contains(path);
    }

    /** Whether this is the path of a folder that has files; the root's is empty. */
    public boolean hasFolder(Path path) {
        return path.toString().isEmpty()
                || files.stream().anyMatch(file -> file.startsWith(path) && !file.equals(path));
    }

    /** The text of a file. */
    public String text(Path path) throws IOException {
        return Files.readString(root.resolve(path));
    }
}
