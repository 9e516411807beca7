package org.lanewise.app.file;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A disk in memory that is full, or soon is. */
public final class FullDisk {
    private static final int BLOCK = 512;

    private FullDisk() {}

    /** A disk with room for some bytes, rounded up to blocks of 512. */
    public static FileSystem of(int bytes) {
        return Jimfs.newFileSystem(Configuration.unix().toBuilder()
                .setBlockSize(BLOCK)
                .setMaxSize(Math.ceilDiv(bytes, BLOCK) * (long) BLOCK)
                .build());
    }

    /** What is in a folder, sorted. */
    public static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
