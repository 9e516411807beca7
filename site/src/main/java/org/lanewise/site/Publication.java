package org.lanewise.site;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;

/**
 * The site's folder. The new site is made beside it and takes its place in the end, so that no page of an older one
 * stays, and a failure leaves the older one as it was.
 */
final class Publication implements AutoCloseable {
    private static final String MARK = "site.css";

    private final Path place;
    private final Path work;

    /** Begins a site that will lie in a folder. */
    Publication(Path place) throws IOException {
        this.place = place.toAbsolutePath().normalize();
        Path parent = this.place.getParent();
        Files.createDirectories(parent);
        work = Files.createTempDirectory(parent, ".site");
    }

    /** Whether nobody loses anything where a site takes the place of this folder. */
    static boolean mayReplace(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return Files.exists(folder.resolve(MARK)) || files.findAny().isEmpty();
        }
    }

    /** Where a file of the site has to be written now; its folder exists. */
    Path file(Path path) throws IOException {
        Path file = work.resolve(path);
        Files.createDirectories(file.getParent());
        return file;
    }

    /** Writes a text. */
    void write(Path path, String text) throws IOException {
        Files.writeString(file(path), text);
    }

    /** Copies a file that is part of this program. */
    void copyResource(String name, Path path) throws IOException {
        try (InputStream in = Publication.class.getResourceAsStream(name)) {
            Files.copy(in, file(path));
        }
    }

    /** Puts the site in its place. */
    void finish() throws IOException {
        if (Files.exists(place)) {
            delete(place);
        }
        Files.move(work, place);
    }

    /** Clears away what was not finished. */
    @Override
    public void close() throws IOException {
        if (Files.exists(work)) {
            delete(work);
        }
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
