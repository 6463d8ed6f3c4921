package org.homeward.vetting.watchlist;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVRecord;
import org.homeward.access.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * The list of specially designated nationals of the Office of Foreign Assets Control: {@code SDN.CSV}, {@code ALT.CSV}
 * with other names and {@code ADD.CSV} with addresses, joined by their first column. The files have no headings; which is
 * which tells the number of columns.
 */
final class OfacList {

    private static final int SDN = 12;
    private static final int ALT = 5;
    private static final int ADD = 6;

    private static final Pattern SAID =
            Pattern.compile("(?:alt\\. )?(DOB|POB|nationality|citizen|Gender|a\\.k\\.a\\.) (.+)");
    private static final Pattern PAPER = Pattern.compile(
            "(?:alt\\. )?(?:.*\\b(?:Passport|ID|ID No\\.|Card|Number|No\\.|License|Cartilla de Servicio Militar)"
                    + "|C\\.U\\.R\\.P\\.|R\\.F\\.C\\.|RFC|CURP|D\\.N\\.I\\.|SSN|C\\.U\\.I\\.T\\.) ([^()]*\\d[^()]*?)"
                    + "(?: \\(.*| issued .*| expires .*)?");

    private final Map<String, Description> people = new LinkedHashMap<>();
    private final Set<String> ids = new HashSet<>();
    private final Set<String> unknownCountries = new TreeSet<>();

    private OfacList() {}

    static Reading read(List<ListFile> files) {
        Map<Integer, ListFile> parts = new HashMap<>();
        for (ListFile file : files) {
            if (parts.put(columns(file), file) != null) {
                throw new Refusal(
                        "Two of the files are the same part of the list. Send SDN, ALT and ADD once each.", "file");
            }
        }
        ListFile main = parts.get(SDN);
        if (main == null) {
            throw new Refusal("SDN.CSV is missing: the file with the names, which has 12 columns.", "file");
        }
        return new OfacList().joined(main, parts.get(ALT), parts.get(ADD));
    }

    private static int columns(ListFile file) {
        int[] columns = {0};
        CsvRows.read(file, ',', (row, line) -> columns[0] = columns[0] == 0 ? row.size() : columns[0]);
        if (columns[0] != SDN && columns[0] != ALT && columns[0] != ADD) {
            throw file.broken(1, "This is none of SDN, ALT and ADD, which have 12, 5 and 6 columns.");
        }
        return columns[0];
    }

    private Reading joined(ListFile main, @Nullable ListFile other, @Nullable ListFile addresses) {
        CsvRows.read(main, ',', (row, line) -> listed(main, row, line));
        if (other != null) {
            CsvRows.read(other, ',', (row, line) -> {
                Description person = belongsTo(other, row, line, ALT);
                if (person != null) {
                    person.name(inOrder(said(row, 3)), false);
                    person.detail("alias", said(row, 4));
                }
            });
        }
        if (addresses != null) {
            CsvRows.read(addresses, ',', (row, line) -> {
                Description person = belongsTo(addresses, row, line, ADD);
                if (person != null) {
                    person.detail("address", String.join(" ", said(row, 2), said(row, 3), said(row, 4), said(row, 5)));
                }
            });
        }
        return new Reading(
                null,
                people.values().stream().map(Description::entry).toList(),
                ids.size() - people.size(),
                unknownCountries,
                other == null
                        ? "ALT.CSV was not sent: the other names of these people are missing."
                        : addresses == null ? "ADD.CSV was not sent: addresses are missing." : null);
    }

    private void listed(ListFile file, CSVRecord row, long line) {
        checkColumns(file, row, line, SDN);
        String id = row.get(0).strip();
        if (!ids.add(id)) {
            throw file.broken(line, "This entry is there twice.");
        }
        if (ids.size() > ListFile.MOST_ENTRIES) {
            throw file.broken(line, "A list has at most 200,000 persons.");
        }
        if (!said(row, 2).equals("individual")) {
            return;
        }
        Description person = new Description(id);
        person.name(inOrder(said(row, 1)), false);
        if (!person.hasName()) {
            throw file.broken(line, "This entry has no name.");
        }
        person.detail("programme", said(row, 3));
        person.detail("designation", said(row, 4));
        for (String remark : said(row, 11).split(";")) {
            remark(remark.strip().replaceFirst("\\.$", ""), person);
        }
        person.detail("remarks", said(row, 11));
        people.put(id, person);
    }

    private void remark(String remark, Description person) {
        Matcher said = SAID.matcher(remark);
        Matcher paper = PAPER.matcher(remark);
        if (said.matches()) {
            String what = said.group(2).strip();
            switch (said.group(1)) {
                case "DOB" -> WrittenBirth.one(what).ifPresentOrElse(person::born, () -> person.detail("birth", what));
                case "POB" -> person.detail("birthplace", what);
                case "Gender" -> person.sex(what);
                case "a.k.a." -> person.name(what.replaceAll("^'|'.*$", ""), true);
                default -> person.nationality(what, unknownCountries);
            }
        } else if (paper.matches()) {
            person.document(paper.group(1));
            person.detail("document", remark);
        }
    }

    /** The person a row of another file belongs to; null if it belongs to a company or a ship. */
    private @Nullable Description belongsTo(ListFile file, CSVRecord row, long line, int columns) {
        checkColumns(file, row, line, columns);
        String id = row.get(0).strip();
        if (!ids.contains(id)) {
            throw file.broken(
                    line, "This row belongs to no entry of SDN.CSV: the files are not of one version, or one is cut.");
        }
        return people.get(id);
    }

    private static void checkColumns(ListFile file, CSVRecord row, long line, int columns) {
        if (row.size() != columns || !row.get(0).strip().matches("\\d{1,12}")) {
            throw file.broken(line, "This row has too few or too many columns, or no number at its beginning.");
        }
        for (String cell : row) {
            if (cell.length() > ListFile.LONGEST_TEXT) {
                throw file.broken(line, "This text is longer than 50,000 characters.");
            }
        }
    }

    /** What stands there; the list writes {@code -0-} for nothing. */
    private static String said(CSVRecord row, int column) {
        String cell = row.get(column).strip();
        return cell.equals("-0-") ? "" : cell;
    }

    /** {@code SURNAME, Given names} as one says it: {@code Given names SURNAME}. */
    private static String inOrder(String name) {
        int comma = name.indexOf(',');
        return comma < 0
                ? name
                : name.substring(comma + 1).strip() + " "
                        + name.substring(0, comma).strip();
    }
}
