import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Checks a folder of released artifacts by the rules of the central repository, and by our own: each has its files with
 * checksums and signatures, each POM says who, what and under which licence, each jar holds that licence, no POM
 * depends on what isn't released. Prints a line per artifact, or one per fault and ends with 1.
 *
 * <p>{@code java build/CheckRelease.java REPOSITORY VERSION}
 */
final class CheckRelease {
    /** The artifacts of a release, and for those with jars the module's name. */
    private static final Map<String, String> ARTIFACTS =
            Map.of("lanewise", "org.lanewise", "lanewise-testkit", "org.lanewise.testkit", "lanewise-bom", "");

    private static final List<String> POM_ELEMENTS = List.of(
            "name",
            "description",
            "url",
            "licenses/license/name",
            "licenses/license/url",
            "developers/developer/name",
            "scm/connection",
            "scm/developerConnection",
            "scm/url",
            "issueManagement/url");

    private final Path group;
    private final String version;
    private final List<String> faults = new ArrayList<>();

    private CheckRelease(Path repository, String version) {
        this.group = repository.resolve("org/lanewise");
        this.version = version;
    }

    public static void main(String[] args) throws Exception {
        CheckRelease check = new CheckRelease(Path.of(args[0]), args[1]);
        check.artifacts();
        check.faults.forEach(System.err::println);
        System.exit(check.faults.isEmpty() ? 0 : 1);
    }

    private void artifacts() throws Exception {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> folders = Files.list(group)) {
            folders.filter(Files::isDirectory)
                    .forEach(folder -> found.add(folder.getFileName().toString()));
        }
        expect(found.equals(new TreeSet<>(ARTIFACTS.keySet())), group + ": artifacts " + found);
        for (String artifact : new TreeSet<>(ARTIFACTS.keySet())) {
            Path folder = group.resolve(artifact).resolve(version);
            String name = artifact + "-" + version;
            Set<String> files = new TreeSet<>(Set.of(name + ".pom"));
            String module = ARTIFACTS.get(artifact);
            if (!module.isEmpty()) {
                files.addAll(Set.of(name + ".jar", name + "-sources.jar", name + "-javadoc.jar"));
            }
            files(folder, files);
            pom(folder.resolve(name + ".pom"));
            for (String file : files) {
                if (file.endsWith(".jar")) {
                    jar(folder.resolve(file), module);
                }
            }
            System.out.println(artifact + ": " + String.join(", ", files));
        }
    }

    /** Each file has its checksums and its signature, and there is nothing else. */
    private void files(Path folder, Set<String> files) throws Exception {
        Set<String> expected = new TreeSet<>();
        for (String file : files) {
            expected.addAll(Set.of(file, file + ".md5", file + ".sha1", file + ".asc"));
            checksum(folder.resolve(file), "md5", "MD5");
            checksum(folder.resolve(file), "sha1", "SHA-1");
        }
        Set<String> found;
        try (Stream<Path> list = Files.list(folder)) {
            found = list.map(path -> path.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
        expect(found.containsAll(expected), folder + ": lacks " + without(expected, found));
        // Checksums more it may have.
        found.removeIf(
                name -> name.endsWith(".sha256") || name.endsWith(".sha512") || name.matches(".*\\.asc\\.(md5|sha1)"));
        expect(expected.containsAll(found), folder + ": what are " + without(found, expected) + "?");
    }

    private static Set<String> without(Set<String> names, Set<String> others) {
        Set<String> rest = new TreeSet<>(names);
        rest.removeAll(others);
        return rest;
    }

    private void checksum(Path file, String suffix, String algorithm) throws Exception {
        Path sum = file.resolveSibling(file.getFileName() + "." + suffix);
        if (Files.exists(file) && Files.exists(sum)) {
            String actual = HexFormat.of()
                    .formatHex(MessageDigest.getInstance(algorithm).digest(Files.readAllBytes(file)));
            expect(Files.readString(sum).strip().equals(actual), sum + ": is not that of the file");
        }
    }

    private void pom(Path file) throws Exception {
        Element project = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(file.toFile())
                .getDocumentElement();
        String content = Files.readString(file);
        for (String path : POM_ELEMENTS) {
            expect(!text(project, path).isBlank(), file + ": has no " + path);
        }
        expect(text(project, "licenses/license/name").equals("Apache-2.0"), file + ": licence");
        expect(text(project, "version").equals(version), file + ": version " + text(project, "version"));
        expect(!content.contains("junit"), file + ": names what tests need");
        expect(text(project, "parent/artifactId").isEmpty(), file + ": has a parent, which is not released");
        expect(!content.contains("SNAPSHOT"), file + ": names a snapshot");
        expect(
                !content.replace("${project.version}", "").contains("${"),
                file + ": has a property that nobody else can resolve");
        expect(!content.contains("<repositories>"), file + ": names repositories");
    }

    /** The text of an element below {@code element} by its path, or nothing. */
    private static String text(Element element, String path) {
        Element at = element;
        for (String name : path.split("/")) {
            Element child = null;
            for (Node node = at.getFirstChild(); node != null && child == null; node = node.getNextSibling()) {
                child = node instanceof Element each && each.getTagName().equals(name) ? each : null;
            }
            if (child == null) {
                return "";
            }
            at = child;
        }
        return at.getTextContent().strip();
    }

    private void jar(Path file, String module) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        try (JarFile jar = new JarFile(file.toFile())) {
            for (String name : List.of("LICENSE", "NOTICE")) {
                ZipEntry entry = jar.getEntry("META-INF/" + name);
                if (entry == null) {
                    expect(false, file + ": has no META-INF/" + name);
                    continue;
                }
                try (InputStream in = jar.getInputStream(entry)) {
                    expect(new String(in.readAllBytes()).equals(Files.readString(Path.of(name))), file + ": " + name);
                }
            }
            String kind = file.getFileName().toString().replaceAll(".*-" + version.replace(".", "[.]"), "");
            switch (kind) {
                case ".jar" -> {
                    expect(jar.getEntry("module-info.class") != null, file + ": is no module");
                    expect(jar.stream().noneMatch(entry -> entry.getName().endsWith(".java")), file + ": has sources");
                }
                case "-sources.jar" -> {
                    expect(jar.getEntry("module-info.java") != null, file + ": lacks the module's source");
                    expect(
                            jar.stream()
                                            .filter(entry -> entry.getName().endsWith(".java"))
                                            .count()
                                    > 10,
                            file + ": lacks sources");
                }
                default ->
                    expect(
                            jar.stream()
                                            .filter(entry -> entry.getName().endsWith(".html"))
                                            .count()
                                    > 10,
                            file + ": lacks its pages");
            }
        }
    }

    private void expect(boolean right, String otherwise) {
        if (!right) {
            faults.add(otherwise);
        }
    }
}
