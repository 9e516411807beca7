package org.lanewise.app.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamException;
import org.lanewise.app.chart.ExperimentPictures;
import org.lanewise.app.data.DataException;
import org.lanewise.app.experiment.Claim;
import org.lanewise.app.experiment.Results;
import org.lanewise.app.file.WholeFile;

/** The folder with the page and its pictures. */
public final class ExperimentFolder {
    /** The page. */
    public static final String PAGE = "index.html";

    private static final String OPTION = "out";

    private ExperimentFolder() {}

    /**
     * Writes the pictures and the page that shows them, the page last; all of them or none. Files of other names stay
     * as they are.
     *
     * @param folder is made if it is not there; its parent must be
     * @param data what was learned from, for a person
     * @throws DataException if something can't be written; what was there before is there still
     */
    public static void write(Path folder, Results results, List<Claim> claims, String data) throws DataException {
        Map<Path, byte[]> files = new LinkedHashMap<>();
        ExperimentPictures pictures = new ExperimentPictures(results);
        for (Figure figure : Figure.ALL) {
            files.put(folder.resolve(figure.file()), figure.drawing().draw(pictures));
        }
        files.put(folder.resolve(PAGE), page(results, claims, data));
        boolean isNew = !Files.isDirectory(folder);
        try {
            if (isNew) {
                Files.createDirectory(folder);
            }
        } catch (IOException e) {
            throw WholeFile.refused(OPTION, folder, "folder", e);
        }
        boolean done = false;
        try {
            WholeFile.writeAll(OPTION, files);
            done = true;
        } finally {
            if (isNew && !done) {
                WholeFile.deleteQuietly(folder);
            }
        }
    }

    private static byte[] page(Results results, List<Claim> claims, String data) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            Html html = new Html(bytes);
            new ExperimentPage(html, results, claims, data).write();
            html.end();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("memory can always be written to", e);
        }
        return bytes.toByteArray();
    }
}
