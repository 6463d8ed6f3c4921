package org.homeward.people;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Public lists to measure by, from the folder that the system property {@code homeward.shared} names ({@code ../shared}). */
final class PublicLists {

    private static final Path SHARED = Path.of(System.getProperty("homeward.shared", "../shared"));
    private static final Pattern DOB = Pattern.compile("DOB (?:circa )?(?:\\d{1,2} )?(?:[A-Z][a-z]{2} )?(\\d{4})");

    private PublicLists() {}

    /** @throws IllegalStateException naming the file that is not there */
    static Path file(String name) {
        Path file = SHARED.resolve(name);
        if (!Files.isReadable(file)) {
            throw new IllegalStateException(
                    "There is no " + file.toAbsolutePath().normalize()
                            + ". Say with -Dhomeward.shared=FOLDER where the shared folder is.");
        }
        return file;
    }

    /** The individuals of the UN consolidated list: the first name is the principal one. */
    static Map<String, Traits> unitedNations() throws Exception {
        Map<String, Traits> people = new LinkedHashMap<>();
        var document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(file("data/watchlists/un-consolidated.xml").toFile());
        for (Element person : children(document.getElementsByTagName("INDIVIDUAL"))) {
            List<String> names = new ArrayList<>();
            names.add(Stream.of("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
                    .map(part -> text(person, part))
                    .filter(part -> !part.isEmpty())
                    .reduce("", (a, b) -> (a + " " + b).trim()));
            names.add(text(person, "NAME_ORIGINAL_SCRIPT"));
            children(person.getElementsByTagName("ALIAS_NAME"))
                    .forEach(alias -> names.add(alias.getTextContent().strip()));
            names.removeIf(String::isBlank);
            List<Birth> births = children(person.getElementsByTagName("INDIVIDUAL_DATE_OF_BIRTH")).stream()
                    .flatMap(PublicLists::birth)
                    .toList();
            people.put(
                    text(person, "DATAID"),
                    Traits.named(names.toArray(String[]::new)).born(births.toArray(Birth[]::new)));
        }
        return people;
    }

    private static Stream<Birth> birth(Element written) {
        String year = text(written, "YEAR");
        if (!text(written, "DATE").isEmpty()) {
            return Stream.of(Birth.on(LocalDate.parse(text(written, "DATE").substring(0, 10))));
        }
        if (!text(written, "FROM_YEAR").isEmpty() && !text(written, "TO_YEAR").isEmpty()) {
            return Stream.of(Birth.between(
                    Integer.parseInt(text(written, "FROM_YEAR")), Integer.parseInt(text(written, "TO_YEAR"))));
        }
        if (year.isEmpty()) {
            return Stream.empty();
        }
        boolean guess = text(written, "TYPE_OF_DATE").equals("APPROXIMATELY");
        return Stream.of(guess ? Birth.about(Integer.parseInt(year)) : Birth.in(Integer.parseInt(year)));
    }

    /** The individuals of the OFAC SDN list. */
    static Map<String, Traits> ofac() throws IOException {
        Map<String, List<String>> names = new LinkedHashMap<>();
        Map<String, List<Birth>> births = new LinkedHashMap<>();
        for (CSVRecord row : rows("data/watchlists/ofac-sdn.csv")) {
            if (row.size() > 11 && row.get(2).strip().equals("individual")) {
                names.computeIfAbsent(row.get(0), id -> new ArrayList<>()).add(row.get(1));
                Matcher dob = DOB.matcher(row.get(11));
                List<Birth> born = new ArrayList<>();
                while (dob.find()) {
                    born.add(Birth.in(Integer.parseInt(dob.group(1))));
                }
                births.put(row.get(0), born);
            }
        }
        for (CSVRecord row : rows("data/watchlists/ofac-alt.csv")) {
            if (row.size() > 3 && names.containsKey(row.get(0))) {
                names.get(row.get(0)).add(row.get(3));
            }
        }
        Map<String, Traits> people = new LinkedHashMap<>();
        names.forEach((id, all) -> people.put(
                id,
                Traits.named(all.toArray(String[]::new))
                        .born(births.getOrDefault(id, List.of()).toArray(Birth[]::new))));
        return people;
    }

    private static List<CSVRecord> rows(String name) throws IOException {
        try (CSVParser rows = CSVParser.parse(file(name), StandardCharsets.ISO_8859_1, CSVFormat.DEFAULT)) {
            return rows.getRecords();
        }
    }

    private static List<Element> children(NodeList nodes) {
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> (Element) nodes.item(i))
                .toList();
    }

    private static String text(Element of, String tag) {
        NodeList found = of.getElementsByTagName(tag);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent().strip();
    }
}
