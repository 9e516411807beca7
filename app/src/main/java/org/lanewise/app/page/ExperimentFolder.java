package org.lanewise.app.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.stream.XMLStreamException;
import org.lanewise.app.chart.ExperimentPictures;
import org.lanewise.app.experiment.Claim;
import org.lanewise.app.experiment.Results;
import org.lanewise.app.file.WholeFile;

/** The folder with the page and its pictures. */
public final class ExperimentFolder {
    /** The page. */
    public static final String PAGE = "index.html";

    private ExperimentFolder() {}

    /**
     * Writes the pictures, and then the page that shows them: where there is a page, its pictures are there. Files of
     * other names stay as they are.
     *
     * @param folder is made if it is not there; its parent must be
     * @param data what was learned from, for a person
     * @throws IOException if something can't be written
     */
    public static void write(Path folder, Results results, List<Claim> claims, String data) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(folder);
        }
        ExperimentPictures pictures = new ExperimentPictures(results);
        for (Figure figure : Figure.ALL) {
            figure.drawing().write(pictures, folder.resolve(figure.file()));
        }
        WholeFile.write(folder.resolve(PAGE), out -> {
            try {
                Html html = new Html(out);
                new ExperimentPage(html, results, claims, data).write();
                html.end();
            } catch (XMLStreamException e) {
                throw new IOException(e);
            }
        });
    }
}
