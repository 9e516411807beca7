package org.lanewise.testkit;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lanewise.tensor.ElementType;

/**
 * Our own engine keeps all laws with the types other than float32. Their work is shared out alike, and the engine's own
 * tests hold their bits at every width: so this runs once, beside few threads.
 */
class OtherTypesVerdictTest {
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FLOAT32")
    void keepsAllLawsWith(ElementType type) {
        LanewiseVerdictTest.assertKeepsAllLaws(type, 2);
    }
}
