package org.lanewise.app.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lanewise.app.experiment.Claim;
import org.lanewise.app.experiment.Claims;
import org.lanewise.app.experiment.Plan;
import org.lanewise.app.experiment.Results;
import org.lanewise.app.experiment.Synthetic;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ExperimentFolderTest {
    private static final Plan PLAN = new Plan(4, 40, 2, List.of(0.1, 1.0, 10.0));

    @TempDir
    private Path parent;

    @Test
    void thePageIsWellFormedAndAllThatItShowsIsThere() throws Exception {
        Path folder = parent.resolve("out");
        for (boolean favoured : new boolean[] {true, false}) {
            Results results = Synthetic.results(
                    PLAN,
                    trial -> (trial.batchNormalized() == favoured ? 0.3 : 0.9)
                            * (1 + Math.log10(trial.learningRate() * 10)));
            List<Claim> claims = Claims.of(results);
            ExperimentFolder.write(folder, results, claims, "a & b <c>");
            Document page = parse(folder.resolve("index.html"));
            assertTrue(page.getDocumentElement().getTextContent().contains("a & b <c>"));
            List<Element> pictures = elements(page, "img");
            assertEquals(8, pictures.size());
            for (Element picture : pictures) {
                assertTrue(picture.getAttribute("alt").length() > 40);
                assertTrue(
                        ImageIO.read(folder.resolve(picture.getAttribute("src")).toFile())
                                        .getWidth()
                                > 1000);
            }
            List<String> ids = elements(page, "section").stream()
                    .map(section -> section.getAttribute("id"))
                    .toList();
            for (Element link : elements(page, "a")) {
                assertTrue(ids.contains(link.getAttribute("href").substring(1)), link.getAttribute("href"));
            }
            for (Claim claim : claims) {
                assertTrue(page.getDocumentElement().getTextContent().contains(claim.findings()));
            }
            String verdict = favoured ? "Here: holds." : "Here: does not hold.";
            assertEquals(
                    7,
                    elements(page, "strong").stream()
                            .filter(element -> element.getTextContent().strip().equals(verdict))
                            .count());
        }
    }

    @Test
    void aPageOfTrainingsThatAllDivergedIsWrittenToo() throws Exception {
        Results results = Synthetic.results(PLAN, trial -> 3);
        ExperimentFolder.write(parent, results, Claims.of(results), "data");
        Document page = parse(parent.resolve("index.html"));
        assertTrue(page.getDocumentElement().getTextContent().contains("can't be decided"));
        elements(page, "td").forEach(cell -> assertFalse(cell.getTextContent().contains("NaN"), cell.getTextContent()));
        try (var files = Files.list(parent)) {
            assertEquals(9, files.count());
        }
    }

    private static Document parse(Path page) throws Exception {
        String text = Files.readString(page);
        assertTrue(text.startsWith("<!DOCTYPE html>"), text);
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(page.toFile());
    }

    private static List<Element> elements(Document page, String name) throws IOException {
        NodeList nodes = page.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }
}
