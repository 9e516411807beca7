package org.lanewise.bench.compare;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Lanewise with its scalar kernels beside Lanewise with the vector kernels: the provider is one per JVM because it is one per
 * loaded class, so another class loader has another. Tensors, and what the comparison consists of, are shared.
 */
final class ScalarTwin extends ClassLoader {
    private static final String PROPERTY = "lanewise.provider";
    private static final String OURS = "org.lanewise.";
    private static final String TENSORS = "org.lanewise.tensor.";
    private static final String BENCH = "org.lanewise.bench.";
    private static final String ENGINE = LanewiseEngine.class.getName();

    private ScalarTwin() {
        super(ScalarTwin.class.getClassLoader());
    }

    /** The engine under a name. */
    static Engine load(String name) {
        String before = System.getProperty(PROPERTY);
        System.setProperty(PROPERTY, "scalar");
        try {
            Engine engine = (Engine) new ScalarTwin().loadClass(ENGINE).getConstructor(String.class).newInstance(name);
            // Asking for it is what makes the choice, while the property says so.
            if (!engine.version().startsWith("scalar")) {
                throw new IllegalStateException("not scalar: " + engine.version());
            }
            return engine;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the scalar engine can't be loaded: " + e, e);
        } finally {
            if (before == null) {
                System.clearProperty(PROPERTY);
            } else {
                System.setProperty(PROPERTY, before);
            }
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!isTwin(name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private static boolean isTwin(String name) {
        return name.startsWith(OURS)
                && !name.startsWith(TENSORS)
                && (!name.startsWith(BENCH) || name.startsWith(ENGINE));
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
