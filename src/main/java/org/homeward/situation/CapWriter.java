package org.homeward.situation;

import java.io.ByteArrayOutputStream;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.homeward.situation.CapAlert.Area;
import org.homeward.situation.CapAlert.Geocode;
import org.homeward.situation.CapAlert.Info;
import org.jspecify.annotations.Nullable;

/** Writes an alert as CAP 1.2 has it: its elements in their order, its times without a Z. */
public final class CapWriter {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'-00:00'");

    private final XMLStreamWriter xml;

    private CapWriter(XMLStreamWriter xml) {
        this.xml = xml;
    }

    /** The alert in UTF-8. */
    public static byte[] write(CapAlert alert) {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(written, "UTF-8");
            xml.writeStartDocument("UTF-8", "1.0");
            new CapWriter(xml).alert(alert);
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return written.toByteArray();
    }

    /** A time as alerts have it, in UTC. */
    public static String time(OffsetDateTime time) {
        return TIME.format(time.withOffsetSameInstant(ZoneOffset.UTC));
    }

    private void alert(CapAlert alert) throws XMLStreamException {
        xml.writeStartElement("alert");
        xml.writeDefaultNamespace(CapReader.NAMESPACE);
        write("identifier", alert.identifier());
        write("sender", alert.sender());
        write("sent", time(alert.sent()));
        write("status", alert.status());
        write("msgType", alert.msgType());
        write("scope", alert.scope());
        write("restriction", alert.restriction());
        write("references", alert.references());
        for (Info info : alert.infos()) {
            info(info);
        }
        xml.writeEndElement();
    }

    private void info(Info info) throws XMLStreamException {
        xml.writeStartElement("info");
        write("language", info.language());
        write("category", info.category());
        write("event", info.event());
        write("responseType", info.responseType());
        write("urgency", info.urgency());
        write("severity", info.severity());
        write("certainty", info.certainty());
        write("expires", info.expires() == null ? null : time(info.expires()));
        write("headline", info.headline());
        write("description", info.description());
        write("instruction", info.instruction());
        for (Area area : info.areas()) {
            area(area);
        }
        xml.writeEndElement();
    }

    private void area(Area area) throws XMLStreamException {
        xml.writeStartElement("area");
        write("areaDesc", area.description());
        for (Geocode code : area.geocodes()) {
            xml.writeStartElement("geocode");
            write("valueName", code.name());
            write("value", code.value());
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private void write(String name, @Nullable String text) throws XMLStreamException {
        if (text != null) {
            xml.writeStartElement(name);
            xml.writeCharacters(text);
            xml.writeEndElement();
        }
    }
}
