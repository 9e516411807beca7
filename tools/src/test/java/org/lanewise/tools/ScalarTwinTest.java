package org.lanewise.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

class ScalarTwinTest {
    private static final String PROPERTY = "lanewise.provider";

    /** What both twins are known as. */
    public interface User {
        String kernels();

        Tensor tensor();
    }

    @Test
    void isScalarWhileOursStays() {
        String before = System.getProperty(PROPERTY);
        String ours = new EngineUser("ours ", Shape.of(2, 2)).kernels();
        User twin = ScalarTwin.load(User.class, EngineUser.class, "twin ", Shape.of(2, 3));
        assertEquals("twin scalar", twin.kernels());
        assertEquals(Shape.of(2, 3), twin.tensor().shape());
        assertNotSame(EngineUser.class, twin.getClass());
        assertEquals("ours vector", ours);
        assertEquals(ours, new EngineUser("ours ", Shape.of(2, 2)).kernels());
        assertEquals(before, System.getProperty(PROPERTY));
    }

    @Test
    void aUserThatCantBeMadeLeavesThePropertyAlone() {
        String before = System.getProperty(PROPERTY);
        assertThrows(IllegalStateException.class, () -> ScalarTwin.load(User.class, EngineUser.class));
        assertEquals(before, System.getProperty(PROPERTY));
    }
}
