package org.lanewise.bench.peer;

import java.util.Optional;
import java.util.function.Supplier;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;
import org.lanewise.testkit.Subject;

/** The native engines that Lanewise is compared with. Where one can't be loaded, {@link #unavailable} says why. */
public enum Peer {
    /** PyTorch's CPU engine. */
    PYTORCH("PyTorch", torch.class, PyTorchSubject::new),
    /** Intel's oneDNN. */
    ONEDNN("oneDNN", dnnl.class, OneDnnSubject::new);

    private final String label;
    private final Class<?> binding;
    private final Supplier<Subject> maker;

    Peer(String label, Class<?> binding, Supplier<Subject> maker) {
        this.label = label;
        this.binding = binding;
        this.maker = maker;
    }

    /** The engine's own name. */
    public String label() {
        return label;
    }

    /** Loads the native library, and gives one line that says why it can't be used here; nothing if it can. */
    public Optional<String> unavailable() {
        return unavailable(label, () -> Loader.load(binding));
    }

    /** The same for any native library. */
    public static Optional<String> unavailable(String label, Runnable load) {
        try {
            load.run();
            return Optional.empty();
        } catch (LinkageError | RuntimeException e) {
            // Where a class could not be initialized, the innermost cause is what names the library.
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            String why = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
            // Bytedeco's package brings a libOpenCL of its own; this is for where that does not fit the machine.
            String advice = why.contains("libOpenCL") ? " (Debian's package ocl-icd-libopencl1 has it)" : "";
            return Optional.of(label + ": its native library can't be loaded on " + System.getProperty("os.name") + " "
                    + System.getProperty("os.arch") + ": " + why + advice);
        }
    }

    /** The engine behind the test kit's interface. To be called where {@link #unavailable} is empty. */
    public Subject subject() {
        return maker.get();
    }
}
