package org.lanewise.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** What documentation and examples tell people to depend on exists, in the version that this is. */
class CoordinatesTest {
    private static final String GROUP = "org.lanewise";
    private static final Set<String> ARTIFACTS = Set.of("lanewise", "lanewise-testkit", "lanewise-bom");
    private static final Path CHANGES = Path.of("CHANGELOG.md");

    /** Gradle's form, and the names of jars. */
    private static final List<Pattern> NAMES = List.of(
            Pattern.compile("org\\.lanewise:(lanewise[\\w-]*):([^\\s\"'`:)@]+)"),
            Pattern.compile("\\b(lanewise(?:-[a-z]+)?)-(\\d+\\.\\d+[^\\s\"'`:/]*?)(?:-sources|-javadoc)?\\.jar"));

    private final List<String> problems = new ArrayList<>();
    private int found;

    @Test
    void theDocumentationNamesWhatThereIs() throws Exception {
        for (Document document : Project.TREE.documents()) {
            if (document.path().equals(CHANGES)) {
                continue;
            }
            for (Pattern name : NAMES) {
                Matcher matcher = name.matcher(document.text());
                while (matcher.find()) {
                    check(document.path().toString(), matcher.group(1), matcher.group(2));
                }
            }
        }
        for (Block block : Block.of(Project.TREE, "xml")) {
            checkXml(
                    block.file() + ":" + block.line(),
                    "<all>" + block.text().replaceFirst("<\\?.*?\\?>", "") + "</all>");
        }
        assertTrue(found > 0, "the documentation says what to depend on");
        assertEquals("", String.join("\n", problems));
    }

    @Test
    void theExamplesDependOnWhatThereIs() throws Exception {
        for (Path file : Project.TREE.files()) {
            if (file.startsWith("examples") && file.endsWith("pom.xml") && file.getNameCount() == 3) {
                checkXml(file.toString(), Project.TREE.text(file));
            }
        }
        assertEquals("", String.join("\n", problems));
    }

    private void checkXml(String place, String xml) throws Exception {
        org.w3c.dom.Document document;
        try {
            document = parse(xml);
        } catch (SAXException e) {
            problems.add(place + ": " + e.getMessage());
            return;
        }
        Map<String, String> properties = new TreeMap<>();
        for (Element list : elements(document.getDocumentElement(), "properties")) {
            for (Element property : elements(list, "*")) {
                properties.put(
                        "${" + property.getTagName() + "}",
                        property.getTextContent().strip());
            }
        }
        for (Element dependency : elements(document.getDocumentElement(), "dependency")) {
            if (text(dependency, "groupId").equals(GROUP)) {
                String version = text(dependency, "version");
                // One without a version gets it from the BOM.
                check(
                        place,
                        text(dependency, "artifactId"),
                        version.isEmpty() ? Project.VERSION : properties.getOrDefault(version, version));
            }
        }
    }

    private void check(String place, String artifact, String version) {
        found++;
        if (!ARTIFACTS.contains(artifact)) {
            problems.add(place + ": artifact " + artifact + ", must be one of "
                    + ARTIFACTS.stream().sorted().toList());
        }
        if (!version.equals(Project.VERSION)) {
            problems.add(place + ": version " + version + " of " + artifact + ", must be " + Project.VERSION);
        }
    }

    private static org.w3c.dom.Document parse(String xml) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        DocumentBuilder builder = factory.newDocumentBuilder();
        // The default handler prints.
        builder.setErrorHandler(new DefaultHandler());
        return builder.parse(new InputSource(new StringReader(xml)));
    }

    private static String text(Element parent, String name) throws IOException {
        List<Element> elements = elements(parent, name);
        return elements.isEmpty() ? "" : elements.getFirst().getTextContent().strip();
    }

    private static List<Element> elements(Element parent, String name) {
        NodeList nodes = parent.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }
}
