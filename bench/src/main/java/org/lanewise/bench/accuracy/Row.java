package org.lanewise.bench.accuracy;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.lanewise.testkit.Ulps;

/** One row of the table: the largest errors on some data, by quantity and engine. */
final class Row {
    private final Data data;
    private final Map<Quantity, Map<String, Double>> errors = new EnumMap<>(Quantity.class);

    Row(Data data) {
        this.data = data;
    }

    Data data() {
        return data;
    }

    void add(Quantity quantity, String engine, double error) {
        errors.computeIfAbsent(quantity, _ -> new LinkedHashMap<>()).merge(engine, error, Ulps::max);
    }

    /** Engine to error in ulp, see {@link Ulps}. */
    Map<String, Double> errors(Quantity quantity) {
        return errors.get(quantity);
    }
}
