package org.lanewise.app.file;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.lanewise.app.data.DataException;
import org.lanewise.app.nn.Cnn;
import org.lanewise.app.nn.Weights;
import org.lanewise.app.train.Recipe;

/** A file with a trained network, which gives the same bits as the one that was saved. */
public final class CnnFile {
    /** What others put before all names: PyTorch's DataParallel and AveragedModel the first, trainers the second. */
    private static final List<String> PREFIXES = List.of("module.", "model.");

    /** PyTorch's count of batches, which no inference needs. */
    private static final String COUNT = "num_batches_tracked";

    private static final String OPTION = "save";

    private CnnFile() {}

    /**
     * Where a network is that was saved.
     *
     * @param place the file; none if the network is lost
     * @param failure why it is not in the file that was asked for, and where it is instead
     */
    public record Saved(Optional<Path> place, Optional<DataException> failure) {}

    /**
     * Saves a network. If its file can't be written, the network, which took long to train, goes to a new file in the
     * first folder where one can be.
     */
    public static Saved save(Cnn network, Path file) {
        // The temporary folder is often on another disk than the user's files.
        return save(network, file, List.of(Path.of(System.getProperty("java.io.tmpdir")), Path.of("")));
    }

    static Saved save(Cnn network, Path file, List<Path> secondPlaces) {
        byte[] contents = Safetensors.of(network.state());
        DataException failure;
        try {
            WholeFile.write(OPTION, file, contents);
            return new Saved(Optional.of(file), Optional.empty());
        } catch (DataException e) {
            failure = e;
        }
        StringBuilder failures = new StringBuilder(failure.getMessage()).append("; the network is ");
        for (Path folder : secondPlaces) {
            String number = Long.toHexString(ThreadLocalRandom.current().nextLong());
            Path other = folder.resolve("lanewise-" + number + ".safetensors");
            try {
                WholeFile.write(OPTION, other, contents);
                failures.append("in ").append(other.toAbsolutePath().normalize());
                return new Saved(Optional.of(other), Optional.of(new DataException(failures.toString(), failure)));
            } catch (DataException e) {
                failure.addSuppressed(e);
            }
        }
        failures.append("lost: neither could it be written to ")
                .append(secondPlaces.stream()
                        .map(folder -> folder.toAbsolutePath().normalize().toString())
                        .collect(Collectors.joining(" nor to ")));
        return new Saved(Optional.empty(), Optional.of(new DataException(failures.toString(), failure)));
    }

    /**
     * The network of a file, with batch normalization if anything of that is in the file. The arrays may be of float32,
     * float16, bfloat16 or float64, and all names may begin with the same "module." or "model.". Arrays of whole
     * numbers that the network has no use for are skipped. {@link Cnn#load} says what may be missing.
     *
     * @param recipe makes the network that takes the file's state
     * @throws DataException that names the array if the file is not one of such a network
     */
    public static Cnn read(Path file, Recipe<Cnn> recipe) throws DataException {
        Map<String, StoredTensor> stored = Safetensors.read(file);
        try {
            String prefix = prefix(stored.values().stream()
                    .filter(CnnFile::isOfNetwork)
                    .map(StoredTensor::name)
                    .toList());
            Map<String, StoredTensor> tensors = withoutPrefix(stored, prefix);
            boolean normalized = tensors.keySet().stream().anyMatch(name -> name.startsWith("bn."));
            Cnn network = recipe.networks().make(normalized, 0);
            load(network, weights(tensors, network.state().keySet()), prefix);
            return network;
        } catch (IllegalArgumentException e) {
            throw new DataException("weights: " + file + ": " + e.getMessage(), e);
        }
    }

    /** Others are of the program that made the file, such as the number of the epoch. */
    private static boolean isOfNetwork(StoredTensor tensor) {
        return !tensor.dtype().isWhole() || tensor.name().endsWith("." + COUNT);
    }

    /** What all names begin with: any of the prefixes, one in another too. */
    private static String prefix(Collection<String> names) {
        String prefix = "";
        for (boolean longer = true; longer; ) {
            longer = false;
            for (String more : PREFIXES) {
                String candidate = prefix + more;
                List<String> with = names.stream()
                        .filter(name -> name.startsWith(candidate))
                        .toList();
                if (!with.isEmpty() && with.size() < names.size()) {
                    String other = names.stream()
                            .filter(name -> !name.startsWith(candidate))
                            .findFirst()
                            .orElseThrow();
                    throw new IllegalArgumentException(
                            other + ": no " + candidate + " before it, must have it, as " + with.getFirst() + " has");
                }
                if (!with.isEmpty()) {
                    prefix = candidate;
                    longer = true;
                    break;
                }
            }
        }
        return prefix;
    }

    private static Map<String, StoredTensor> withoutPrefix(Map<String, StoredTensor> tensors, String prefix) {
        Map<String, StoredTensor> named = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                named.put(name.substring(prefix.length()), tensor);
            }
        });
        return named;
    }

    private static Map<String, Weights> weights(Map<String, StoredTensor> tensors, Set<String> known) {
        Map<String, Weights> weights = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            if (name.equals("bn." + COUNT)) {
                tensor.requireCount();
            } else if (known.contains(name) || !tensor.dtype().isWhole()) {
                weights.put(name, tensor.weights());
            }
        });
        return weights;
    }

    private static void load(Cnn network, Map<String, Weights> weights, String prefix) {
        try {
            network.load(weights);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(prefix + e.getMessage(), e);
        }
    }
}
