package org.lanewise.tools;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * Lanewise with its scalar kernels, beside Lanewise with those that this JVM has chosen. The provider is one per JVM
 * because it is one per loaded class, so another class loader has another. Tensors are shared, as are all classes of
 * the package of who uses the engine, but for that one class.
 */
public final class ScalarTwin extends ClassLoader {
    private static final String PROPERTY = "lanewise.provider";
    private static final String OURS = "org.lanewise.";
    private static final String TENSORS = "org.lanewise.tensor.";

    private final String user;
    private final String shared;

    private ScalarTwin(Class<?> user) {
        super(user.getClassLoader());
        this.user = user.getName();
        shared = user.getPackageName() + ".";
    }

    /**
     * An object of a class that uses the engine, on an engine with scalar kernels.
     *
     * @param type what this JVM knows it as; of the same package
     * @param user its class, a public one of its own file
     * @param arguments of the public constructor that takes just their classes
     */
    public static <T> T load(Class<T> type, Class<? extends T> user, Object... arguments) {
        String before = System.getProperty(PROPERTY);
        System.setProperty(PROPERTY, "scalar");
        try {
            ScalarTwin loader = new ScalarTwin(user);
            // Asking for it is what makes the choice, while the property says so.
            Object provider = loader.loadClass("org.lanewise.ProviderInfo")
                    .getMethod("current")
                    .invoke(null);
            if (!provider.toString().contains("name=scalar")) {
                throw new IllegalStateException("not scalar: " + provider);
            }
            Class<?>[] types = Arrays.stream(arguments).map(Object::getClass).toArray(Class<?>[]::new);
            return type.cast(
                    loader.loadClass(user.getName()).getConstructor(types).newInstance(arguments));
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

    private boolean isTwin(String name) {
        if (name.startsWith(shared)) {
            return name.equals(user) || name.startsWith(user + "$");
        }
        return name.startsWith(OURS) && !name.startsWith(TENSORS);
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
