package org.lanewise.app.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lanewise.app.data.DataException;
import org.lanewise.app.onnx.ModelInput;

/**
 * What the user says of inputs' shapes.
 *
 * @param plain without a name: of the main input
 * @param named by the inputs' names
 */
public record Shapes(Optional<List<Long>> plain, Map<String, List<Long>> named) {
    /** Nothing is said. */
    public static final Shapes NONE = new Shapes(Optional.empty(), Map.of());

    /** Whether anything is said. */
    boolean isGiven() {
        return plain.isPresent() || !named.isEmpty();
    }

    /** Ends with an error if a name is no input's. */
    void requireInputs(List<ModelInput> inputs) throws DataException {
        List<String> names = inputs.stream().map(ModelInput::name).toList();
        for (String name : named.keySet()) {
            if (!names.contains(name)) {
                throw new DataException("shape: " + name + "=..., must name an input that layers depend on: "
                        + String.join(", ", names));
            }
        }
    }

    Optional<List<Long>> of(ModelInput input) {
        return Optional.ofNullable(named.get(input.name()));
    }

    /** That of the main input, which may be said without its name. */
    Optional<List<Long>> ofMain(ModelInput input) throws DataException {
        if (plain.isPresent() && named.containsKey(input.name())) {
            throw new DataException("shape: given twice for the input " + input.name() + ", must be given once");
        }
        return plain.or(() -> of(input));
    }
}
