package org.homeward.vetting.watchlist;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.homeward.people.Birth;
import org.jspecify.annotations.Nullable;

/**
 * The consolidated list of the United Nations Security Council, XML. Read as a stream; a document type, and with it every
 * entity of one's own, is refused.
 */
final class UnList {

    private static final int DEEPEST = 8;

    private final ListFile file;
    private final XMLStreamReader xml;
    private final List<Entry> entries = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private final Set<String> unknownCountries = new TreeSet<>();
    private int notPeople;
    private @Nullable LocalDate dated;

    private UnList(ListFile file, XMLStreamReader xml) {
        this.file = file;
        this.xml = xml;
    }

    static Reading read(List<ListFile> files) {
        ListFile file = Reading.only(files);
        if (!saysAnotherEncoding(file)) {
            file.text();
        }
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        XMLStreamReader xml = null;
        try {
            xml = factory.createXMLStreamReader(new ByteArrayInputStream(file.content()));
            return new UnList(file, xml).whole();
        } catch (XMLStreamException e) {
            long line = e.getLocation() != null
                    ? e.getLocation().getLineNumber()
                    : xml == null ? 1 : xml.getLocation().getLineNumber();
            throw file.broken(line, "The XML is broken here, cut off, or not in the encoding it claims.");
        }
    }

    /** Without a word of another one, XML is UTF-8: what is not is refused with its line before the reader sees it. */
    private static boolean saysAnotherEncoding(ListFile file) {
        byte[] content = file.content();
        String prolog = new String(content, 0, Math.min(content.length, 200), StandardCharsets.ISO_8859_1)
                .toLowerCase(Locale.ROOT);
        return prolog.startsWith("\u00fe\u00ff")
                || prolog.startsWith("\u00ff\u00fe")
                || prolog.contains("encoding=") && !prolog.matches("(?s).*encoding=.utf-8.*");
    }

    private Reading whole() throws XMLStreamException {
        boolean ours = false;
        boolean people = false;
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
                throw broken("A document type or an entity of one's own is not taken.");
            }
            if (event != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            switch (xml.getLocalName()) {
                case "CONSOLIDATED_LIST" -> {
                    ours = true;
                    dated = date(xml.getAttributeValue(null, "dateGenerated"));
                }
                case "INDIVIDUALS" -> people = true;
                case "INDIVIDUAL" -> individual(node(1));
                case "ENTITY" -> {
                    node(1);
                    notPeople++;
                }
                default -> {}
            }
            if (!ours) {
                throw broken("This is not the consolidated list of the United Nations.");
            }
        }
        if (!people) {
            throw broken("There are no INDIVIDUALS in this list.");
        }
        return new Reading(dated, entries, notPeople, unknownCountries, null);
    }

    private void individual(Node node) {
        String id = node.text("REFERENCE_NUMBER").isEmpty() ? node.text("DATAID") : node.text("REFERENCE_NUMBER");
        if (id.isEmpty()) {
            throw file.broken(node.line, "This entry has no REFERENCE_NUMBER.");
        }
        if (!ids.add(id)) {
            throw file.broken(node.line, "This entry is there twice.");
        }
        if (ids.size() > ListFile.MOST_ENTRIES) {
            throw file.broken(node.line, "A list has at most 200,000 persons.");
        }
        Description person = new Description(id);
        person.name(
                Stream.of("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
                        .map(node::text)
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining(" ")),
                false);
        person.name(node.text("NAME_ORIGINAL_SCRIPT"), false);
        if (!person.hasName()) {
            throw file.broken(node.line, "This entry has no name.");
        }
        for (Node birth : node.all("INDIVIDUAL_DATE_OF_BIRTH")) {
            born(birth, person);
        }
        for (Node alias : node.all("INDIVIDUAL_ALIAS")) {
            alias(alias, person);
        }
        person.sex(node.text("GENDER"));
        node.all("NATIONALITY")
                .forEach(one -> one.all("VALUE").forEach(value -> person.nationality(value.text, unknownCountries)));
        node.all("INDIVIDUAL_DOCUMENT").forEach(document -> {
            person.document(document.text("NUMBER"));
            person.detail("document", document.flat());
        });
        values(node, "TITLE", "title", person);
        values(node, "DESIGNATION", "designation", person);
        person.detail("programme", node.text("UN_LIST_TYPE"));
        person.detail("listed", node.text("LISTED_ON"));
        node.all("INDIVIDUAL_PLACE_OF_BIRTH").forEach(place -> person.detail("birthplace", place.flat()));
        node.all("INDIVIDUAL_ADDRESS").forEach(address -> person.detail("address", address.flat()));
        person.detail("remarks", node.text("COMMENTS1"));
        entries.add(person.entry());
    }

    private static void values(Node node, String element, String about, Description person) {
        node.all(element).forEach(one -> one.all("VALUE").forEach(value -> person.detail(about, value.text)));
    }

    private void alias(Node alias, Description person) {
        person.name(alias.text("ALIAS_NAME"), alias.text("QUALITY").equalsIgnoreCase("Low"));
        String born = alias.text("DATE_OF_BIRTH");
        if (!born.isEmpty()) {
            WrittenBirth.one(born).ifPresentOrElse(person::born, () -> person.detail("birth", born));
        }
        person.detail(
                "alias", alias.text("NOTE").isEmpty() ? "" : alias.text("ALIAS_NAME") + ": " + alias.text("NOTE"));
    }

    private void born(Node birth, Description person) {
        String note = birth.text("NOTE");
        boolean about = birth.text("TYPE_OF_DATE").equals("APPROXIMATELY")
                || note.toLowerCase(Locale.ROOT).startsWith("approx");
        person.detail("birth", note);
        if (birth.text("TYPE_OF_DATE").equals("BETWEEN")) {
            int from = year(birth, "FROM_YEAR");
            int to = year(birth, "TO_YEAR");
            person.born(Birth.between(Math.min(from, to), Math.max(from, to)));
        } else if (!birth.text("DATE").isEmpty()) {
            LocalDate day = date(birth.text("DATE"));
            if (day == null) {
                throw file.broken(birth.line, "This birth is no date.");
            }
            person.born(about ? Birth.about(day.getYear()) : Birth.on(day));
        } else if (!birth.text("YEAR").isEmpty()) {
            int year = year(birth, "YEAR");
            person.born(about ? Birth.about(year) : Birth.in(year));
        }
    }

    private int year(Node birth, String element) {
        String written = birth.text(element);
        if (!written.matches("(18|19|20)\\d\\d")) {
            throw file.broken(birth.line, "This birth is no year.");
        }
        return Integer.parseInt(written);
    }

    private static @Nullable LocalDate date(@Nullable String written) {
        try {
            return Optional.ofNullable(written)
                    .filter(date -> date.length() >= 10)
                    .map(date -> LocalDate.parse(date.substring(0, 10)))
                    .orElse(null);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The element at which the reader stands, with all that is in it. */
    private Node node(int depth) throws XMLStreamException {
        if (depth > DEEPEST) {
            throw broken("Elements are nested too deep.");
        }
        Node node = new Node(xml.getLocalName(), xml.getLocation().getLineNumber());
        StringBuilder text = new StringBuilder();
        for (int event = xml.next(); event != XMLStreamConstants.END_ELEMENT; event = xml.next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                node.children.add(node(depth + 1));
            } else if (event == XMLStreamConstants.ENTITY_REFERENCE) {
                throw broken("A document type or an entity of one's own is not taken.");
            } else if (xml.isCharacters()) {
                text.append(xml.getText());
            }
            if (text.length() > ListFile.LONGEST_TEXT) {
                throw broken("This text is longer than 50,000 characters.");
            }
        }
        node.text = text.toString().strip();
        return node;
    }

    private org.homeward.access.Refusal broken(String why) {
        return file.broken(xml.getLocation().getLineNumber(), why);
    }

    private static final class Node {

        private final String name;
        private final long line;
        private final List<Node> children = new ArrayList<>();
        private String text = "";

        Node(String name, long line) {
            this.name = name;
            this.line = line;
        }

        List<Node> all(String child) {
            return children.stream().filter(node -> node.name.equals(child)).toList();
        }

        /** The text of the first child of this name; empty if there is none. */
        String text(String child) {
            return all(child).stream().map(node -> node.text).findFirst().orElse("");
        }

        /** All that is said in it, in a line. */
        String flat() {
            return children.stream()
                    .map(node -> node.text)
                    .filter(one -> !one.isEmpty())
                    .collect(Collectors.joining(", "));
        }
    }
}
