package org.lanewise.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** All Java of the documentation compiles and runs, and prints what the documentation says. */
class SamplesTest {
    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> samplesCompileAndRun() throws Exception {
        List<Sample> samples = Sample.of(Project.TREE);
        List<Path> classPath = new ArrayList<>(Project.classPath());
        classPath.addAll(Project.junit()); // a sample is a test
        Compiler compiler = new Compiler(folder, "-cp", Compiler.join(classPath));
        Map<String, String> errors =
                compiler.compile(samples.stream().map(SamplesTest::source).toList());
        return samples.stream()
                .map(sample -> dynamicTest(
                        sample.place(),
                        Project.place(sample.file(), sample.line()),
                        () -> check(sample, errors.get(sample.place()))));
    }

    private static Compiler.Source source(Sample sample) {
        return new Compiler.Source(
                sample.name().replace('.', '/') + ".java", sample.place(), sample.source(), sample.program());
    }

    private void check(Sample sample, String error) throws Exception {
        if (error != null) {
            fail(error);
        }
        String[] printed = Runner.run(folder, sample.name()).split(Sample.END, -1);
        for (int i = 0; i < sample.output().size(); i++) {
            if (sample.output().get(i).isPresent()) {
                assertEquals(sample.output().get(i).get(), printed[i], "block " + (i + 1) + " of " + sample.place());
            }
        }
    }
}
