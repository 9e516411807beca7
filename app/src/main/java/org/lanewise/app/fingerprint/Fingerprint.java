package org.lanewise.app.fingerprint;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;

/**
 * A hash over the output bits of the engine.
 *
 * @param sha256 in hexadecimal
 * @param cases how many tensors went through all operations
 * @param numbers how many results were hashed
 */
public record Fingerprint(String sha256, int cases, long numbers) {
    /**
     * Runs all cases.
     *
     * @param pool helps with the large ones
     */
    public static Fingerprint take(Optional<ForkJoinPool> pool) {
        return of(Cases.all(), pool);
    }

    static Fingerprint of(List<Case> cases, Optional<ForkJoinPool> pool) {
        BitDigest digest = new BitDigest();
        long seed = 0;
        for (Case each : cases) {
            each.run(seed++, pool, digest);
        }
        long numbers = digest.numbers();
        return new Fingerprint(digest.hex(), cases.size(), numbers);
    }
}
