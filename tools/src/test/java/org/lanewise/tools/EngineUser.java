package org.lanewise.tools;

import java.lang.foreign.Arena;
import org.lanewise.ProviderInfo;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/** A user of the engine. */
public final class EngineUser implements ScalarTwinTest.User {
    private final String prefix;
    private final Tensor tensor;

    /** Named by a prefix, with a tensor of a shape. */
    public EngineUser(String prefix, Shape shape) {
        this.prefix = prefix;
        tensor = Tensor.allocate(Arena.ofAuto(), shape, Layout.CHANNELS_FIRST);
    }

    @Override
    public String kernels() {
        return prefix + new Asking().name();
    }

    @Override
    public Tensor tensor() {
        return tensor;
    }

    /** A nested class goes with its outer one. */
    private static final class Asking {
        String name() {
            return ProviderInfo.current().name();
        }
    }
}
