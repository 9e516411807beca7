package org.lanewise.app.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.lanewise.testkit.onnx.OnnxFloats;

/**
 * Tensors whose elements are in other files. A location is a path below the model's folder and is looked for there,
 * whatever the working directory is; one that leads out of the folder, by its name or by a link, is refused, as are
 * bytes beyond a file's end.
 */
final class ExternalData {
    /**
     * Where a tensor's elements are.
     *
     * @param file in the model's folder
     */
    private record Place(Path file, long offset, long length) {}

    private final Optional<Path> folder;

    /**
     * The data of models in a folder.
     *
     * @param folder none for a model that is in no folder, which can't have any
     */
    ExternalData(Optional<Path> folder) {
        this.folder = folder;
    }

    /** The model's folder, if it is in one. */
    Optional<Path> folder() {
        return folder;
    }

    /** Whether a tensor's elements are in another file. */
    static boolean is(TensorProto tensor) {
        return tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL;
    }

    /** The locations that a model names, as it names them. */
    static Set<String> locations(ModelProto model) {
        Set<String> locations = new TreeSet<>();
        Tensors.visit(model, (name, tensor) -> {
            if (is(tensor)) {
                locations.add(entry(tensor, "location"));
            }
        });
        return locations;
    }

    /**
     * Checks all tensors of a model.
     *
     * @throws IllegalArgumentException if one has not its data in the folder
     */
    void check(ModelProto model) {
        Tensors.visit(model, (name, tensor) -> {
            if (is(tensor)) {
                place(name, tensor);
            }
        });
    }

    /**
     * A tensor with its elements inside, read if they are in another file.
     *
     * @throws IllegalArgumentException if they can't be had
     */
    TensorProto inside(String name, TensorProto tensor) {
        if (!is(tensor)) {
            return tensor;
        }
        Place place = place(name, tensor);
        if (place.length > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "tensor " + name + ": " + place.length + " bytes, must be less than 2 GB");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) place.length);
        try (FileChannel channel = FileChannel.open(place.file)) {
            while (bytes.hasRemaining() && channel.read(bytes, place.offset + bytes.position()) >= 0) {
                continue;
            }
        } catch (IOException e) {
            throw unreadable(name, tensor, e);
        }
        return tensor.toBuilder()
                .clearDataLocation()
                .clearExternalData()
                .setRawData(ByteString.copyFrom(bytes.flip()))
                .build();
    }

    private Place place(String name, TensorProto tensor) {
        String location = entry(tensor, "location");
        String where = "tensor " + name + ": location " + location + ", ";
        Path root = folder.orElseThrow(
                () -> new IllegalArgumentException(where + "must be in the model itself, which is in no folder"));
        Path file;
        long size;
        try {
            Path relative = Path.of(location);
            if (location.isEmpty() || relative.getRoot() != null || hasParentSteps(relative)) {
                throw new IllegalArgumentException(where + "must be a path below the model's folder");
            }
            file = root.resolve(relative);
            if (!Files.isRegularFile(file)) {
                throw new IllegalArgumentException(where + "must be a file in the model's folder " + root);
            }
            if (!file.toRealPath().startsWith(root.toRealPath())) {
                throw new IllegalArgumentException(
                        where + "leads by a link to " + file.toRealPath() + ", must stay in the model's folder");
            }
            size = Files.size(file);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(where + "must be a path below the model's folder", e);
        } catch (IOException e) {
            throw unreadable(name, tensor, e);
        }
        long offset = number(where, tensor, "offset", 0);
        long said = number(where, tensor, "length", -1);
        long needed = bytes(where, tensor);
        if (said >= 0 && needed >= 0 && said != needed) {
            throw new IllegalArgumentException(where + "length " + said + ", must be " + needed + " as its sizes say");
        }
        long length = Math.max(said, needed) >= 0 ? Math.max(said, needed) : Math.max(0, size - offset);
        if (offset > size || length > size - offset) {
            throw new IllegalArgumentException(where + "offset " + offset + " and length " + length
                    + ", must be within the file's " + size + " bytes");
        }
        return new Place(file, offset, length);
    }

    private static boolean hasParentSteps(Path path) {
        for (Path step : path) {
            if (step.toString().equals("..")) {
                return true;
            }
        }
        return false;
    }

    /** How many bytes a tensor has; -1 if its type has no fixed size that we know. */
    private static long bytes(String where, TensorProto tensor) {
        TensorProto.DataType type = TensorProto.DataType.forNumber(tensor.getDataType());
        int bits = switch (type == null ? TensorProto.DataType.UNDEFINED : type) {
            case UINT4, INT4 -> 4;
            case UINT8, INT8, BOOL, FLOAT8E4M3FN, FLOAT8E4M3FNUZ, FLOAT8E5M2, FLOAT8E5M2FNUZ -> 8;
            case UINT16, INT16, FLOAT16, BFLOAT16 -> 16;
            case UINT32, INT32, FLOAT -> 32;
            case UINT64, INT64, DOUBLE, COMPLEX64 -> 64;
            case COMPLEX128 -> 128;
            case UNDEFINED, STRING -> 0;
        };
        try {
            return bits == 0 ? -1 : Math.ceilDiv(Math.multiplyExact(OnnxFloats.elements(tensor), bits), 8);
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    where + "sizes " + OnnxFloats.sizes(tensor) + ", must be fewer elements", e);
        }
    }

    private static long number(String where, TensorProto tensor, String key, long otherwise) {
        String text = entry(tensor, key);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(where + key + " " + text + ", must be a number of bytes", e);
        }
        throw new IllegalArgumentException(where + key + " " + text + ", must be 0 or more");
    }

    /** What a tensor says of its data; the last word counts, as in protobuf's maps. */
    private static String entry(TensorProto tensor, String key) {
        Map<String, String> entries = new HashMap<>();
        for (StringStringEntryProto entry : tensor.getExternalDataList()) {
            entries.put(entry.getKey(), entry.getValue());
        }
        return entries.getOrDefault(key, "");
    }

    private static IllegalArgumentException unreadable(String name, TensorProto tensor, IOException e) {
        return new IllegalArgumentException(
                "tensor " + name + ": location " + entry(tensor, "location")
                        + ", must be a file that can be read ("
                        + e.getClass().getSimpleName() + ")",
                e);
    }
}
