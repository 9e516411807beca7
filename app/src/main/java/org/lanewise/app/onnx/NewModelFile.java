package org.lanewise.app.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lanewise.app.data.DataException;
import org.lanewise.app.file.WholeFile;

/**
 * Writes a model as a file. Tensors' data that lie in other files are copied beside it, under the same locations; a
 * file that is there and differs is never replaced. The model is loaded from its folder before it takes its place, and
 * all is taken back if that fails.
 */
final class NewModelFile {
    private final Path out;
    private final Path folder;
    private final Optional<Path> from;

    /**
     * A file to be written.
     *
     * @param out its place
     * @param from the folder where the model's data are, if it is in one
     */
    NewModelFile(Path out, Optional<Path> from) {
        this.out = out;
        this.folder = out.toAbsolutePath().getParent();
        this.from = from;
    }

    /**
     * Checks that the model's data can go along.
     *
     * @throws DataException if another file is in the way, or the model would replace its own data
     */
    void requirePlaceForData(ModelProto model) throws DataException {
        Set<String> locations = ExternalData.locations(model);
        if (!locations.isEmpty() && Files.isSymbolicLink(out)) {
            throw refused("a link, must be no link, as the network's data in other files go beside it");
        }
        try {
            for (String location : locations) {
                Path target = folder.resolve(location);
                Path source = from.orElseThrow().resolve(location);
                if (isSame(target, out) || isSame(source, out)) {
                    throw refused("the place of the network's data, must be another file");
                }
                if (Files.exists(target) && !isSame(source, target) && Files.mismatch(source, target) != -1) {
                    throw refused("the network's data go to " + target
                            + " beside it, where another file is, must be none or the same");
                }
            }
        } catch (DataException e) {
            throw e;
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private static boolean isSame(Path one, Path other) throws IOException {
        return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize())
                || Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
    }

    /**
     * Writes the model and its data.
     *
     * @param loading gets the new file in its folder, beside its place
     * @throws DataException if it can't be written; what was there is there still, and nothing new
     */
    void write(ModelProto model, OnnxModel.Loading loading) throws DataException {
        requirePlaceForData(model);
        List<Path> made = new ArrayList<>();
        boolean complete = false;
        try {
            for (String location : ExternalData.locations(model)) {
                carry(location, made);
            }
            Path target = Files.isSymbolicLink(out) ? out.toRealPath() : out;
            Path beside = WholeFile.beside(target);
            made.add(beside);
            // On the disk before it takes its place, so that a power cut does not leave half of it there.
            Files.write(beside, model.toByteArray(), StandardOpenOption.CREATE_NEW);
            WholeFile.sync(beside);
            loading.load(beside);
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
            complete = true;
        } catch (DataException e) {
            throw e;
        } catch (IOException e) {
            throw unwritable(e);
        } finally {
            if (!complete) {
                made.reversed().forEach(WholeFile::deleteQuietly);
            }
        }
    }

    private void carry(String location, List<Path> made) throws IOException {
        Path target = folder.resolve(location);
        if (Files.exists(target)) {
            return;
        }
        List<Path> missing = new ArrayList<>();
        for (Path parent = target.getParent(); !Files.exists(parent); parent = parent.getParent()) {
            missing.add(parent);
        }
        for (Path parent : missing.reversed()) {
            Files.createDirectory(parent);
            made.add(parent);
        }
        Path beside = WholeFile.beside(target);
        made.add(beside);
        Files.copy(from.orElseThrow().resolve(location), beside);
        WholeFile.sync(beside);
        Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
        made.add(target);
    }

    private DataException refused(String what) {
        return new DataException("out: " + out + ": " + what);
    }

    private DataException unwritable(IOException e) {
        return WholeFile.refused("out", out, "file", e);
    }
}
