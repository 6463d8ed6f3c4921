package org.homeward.vetting.watchlist;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.csv.CSVRecord;
import org.homeward.people.Birth;

/**
 * A list of one's own, CSV with a heading: {@code id}, {@code name}, {@code native_name}, {@code born}, {@code sex},
 * {@code nationality}, {@code document}, {@code reason}; the first two are needed. Several names, births, nationalities
 * and documents in one cell are parted by {@code |}.
 */
final class NationalList {

    private static final Set<String> COLUMNS =
            Set.of("id", "name", "native_name", "born", "sex", "nationality", "document", "reason");

    private final ListFile file;
    private final Map<String, Integer> columns = new HashMap<>();
    private final List<Entry> entries = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private final Set<String> unknownCountries = new TreeSet<>();

    private NationalList(ListFile file) {
        this.file = file;
    }

    static Reading read(List<ListFile> files) {
        NationalList list = new NationalList(Reading.only(files));
        String heading = list.file.text().lines().findFirst().orElse("");
        CsvRows.read(list.file, heading.contains(";") ? ';' : ',', list::row);
        return new Reading(null, list.entries, 0, list.unknownCountries, null);
    }

    private void row(CSVRecord row, long line) {
        if (columns.isEmpty()) {
            heading(row, line);
            return;
        }
        if (row.size() != columns.size()) {
            throw file.broken(line, "This row has too few or too many columns.");
        }
        String id = cell(row, "id");
        if (id.isEmpty()) {
            throw file.broken(line, "This entry has no id.");
        }
        if (!ids.add(id)) {
            throw file.broken(line, "This entry is there twice.");
        }
        if (ids.size() > ListFile.MOST_ENTRIES) {
            throw file.broken(line, "A list has at most 200,000 persons.");
        }
        Description person = new Description(id);
        for (String name : (cell(row, "name") + "|" + cell(row, "native_name")).split("\\|")) {
            person.name(name, false);
        }
        if (!person.hasName()) {
            throw file.broken(line, "This entry has no name.");
        }
        List<Birth> births =
                WrittenBirth.all(cell(row, "born")).orElseThrow(() -> file.broken(line, "This birth is no date."));
        births.forEach(person::born);
        person.sex(cell(row, "sex"));
        person.nationality(cell(row, "nationality"), unknownCountries);
        for (String number : cell(row, "document").split("\\|")) {
            person.document(number);
        }
        person.detail("document", cell(row, "document"));
        person.detail("remarks", cell(row, "reason"));
        entries.add(person.entry());
    }

    private void heading(CSVRecord row, long line) {
        for (String column : row) {
            columns.put(column.strip().toLowerCase(Locale.ROOT), columns.size());
        }
        if (!COLUMNS.containsAll(columns.keySet())
                || columns.size() != row.size()
                || !columns.keySet().containsAll(List.of("id", "name"))) {
            throw file.broken(
                    line,
                    "The columns are id, name, native_name, born, sex, nationality, document and reason; id and name"
                            + " are needed.");
        }
    }

    private String cell(CSVRecord row, String column) {
        Integer at = columns.get(column);
        String cell = at == null ? "" : row.get(at).strip();
        if (cell.length() > ListFile.LONGEST_TEXT) {
            throw file.broken(row.getRecordNumber(), "This text is longer than 50,000 characters.");
        }
        return cell;
    }
}
