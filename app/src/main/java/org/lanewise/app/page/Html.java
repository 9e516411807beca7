package org.lanewise.app.page;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes HTML that is well-formed XML, too: nothing is left open, and texts are escaped. */
final class Html {
    /** The contents of an element. */
    @FunctionalInterface
    interface Contents {
        void write() throws XMLStreamException;
    }

    private final XMLStreamWriter writer;

    /** A document on a stream, which stays open. */
    Html(OutputStream out) throws XMLStreamException {
        writer = XMLOutputFactory.newInstance().createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
        writer.writeDTD("<!DOCTYPE html>");
    }

    /** Ends the document. */
    void end() throws XMLStreamException {
        writer.writeEndDocument();
        writer.flush();
    }

    /**
     * An element with others in it.
     *
     * @param attributes names and values in turn
     */
    void element(String name, Contents contents, String... attributes) throws XMLStreamException {
        writer.writeCharacters("\n");
        writer.writeStartElement(name);
        attributes(attributes);
        contents.write();
        writer.writeEndElement();
    }

    /** An element with a text in it. */
    void text(String name, String text, String... attributes) throws XMLStreamException {
        element(name, () -> writer.writeCharacters(text), attributes);
    }

    /** A text in the element that is open. */
    void text(String text) throws XMLStreamException {
        writer.writeCharacters(text);
    }

    /** An element that can't have anything in it. */
    void empty(String name, String... attributes) throws XMLStreamException {
        writer.writeCharacters("\n");
        writer.writeEmptyElement(name);
        attributes(attributes);
    }

    private void attributes(String... attributes) throws XMLStreamException {
        for (int i = 0; i < attributes.length; i += 2) {
            writer.writeAttribute(attributes[i], attributes[i + 1]);
        }
    }
}
