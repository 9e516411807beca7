package org.lanewise.bench.accuracy;

import java.util.Locale;

/** What is compared. */
enum Quantity {
    MEAN,
    VARIANCE,
    Y,
    DX,
    DGAMMA,
    DBETA;

    /** As the table and the JSON call it. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
