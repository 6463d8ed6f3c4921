package org.homeward.vetting.watchlist;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVRecord;
import org.homeward.access.Refusal;
import org.homeward.access.SafeCsv;
import org.homeward.access.Wording;
import org.homeward.vetting.watchlist.Screening.Match;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Screens a file of people: each row comes back, in order, with what the lists say of it. Rows are screened on all cores,
 * some hundred at a time, and written as they are done.
 */
@Component
public class BatchScreening {

    private static final int MOST_ROWS = 100_000;
    private static final int AT_A_TIME = 512;

    private static final List<String> ANSWERS = List.of("hit", "score", "list", "entry", "matched_name", "problem");

    private static final Map<String, String> COLUMNS = Map.ofEntries(
            Map.entry("name", "name"),
            Map.entry("fullname", "name"),
            Map.entry("nativename", "nativeName"),
            Map.entry("born", "born"),
            Map.entry("dateofbirth", "born"),
            Map.entry("sex", "sex"),
            Map.entry("gender", "sex"),
            Map.entry("nationality", "nationality"),
            Map.entry("document", "document"));

    private final Screening screening;
    private final Clock clock;

    BatchScreening(Screening screening, Clock clock) {
        this.screening = screening;
        this.clock = clock;
    }

    /** Rows that have been looked through and can be screened. */
    public final class Batch {

        private final ListFile file;
        private final char separator;
        private final List<String> heading = new ArrayList<>();
        private final Map<String, Integer> columns = new HashMap<>();

        /** In the words of who asks: the rows are answered elsewhere. */
        private final String noList = Wording.of(Screening.NO_LIST);

        private Batch(ListFile file) {
            this.file = file;
            String first = file.text().lines().findFirst().orElse("");
            this.separator = first.contains(";") && !first.contains(",") ? ';' : ',';
            int[] rows = {0};
            CsvRows.read(file, separator, (row, line) -> {
                if (heading.isEmpty()) {
                    readHeading(row, line);
                } else if (row.size() != heading.size()) {
                    throw file.broken(line, "This row has too few or too many columns.");
                } else if (++rows[0] > MOST_ROWS) {
                    throw file.broken(line, "At most 100,000 rows are taken at once.");
                }
            });
            if (heading.isEmpty()) {
                throw file.broken(1, "The heading is missing.");
            }
        }

        private void readHeading(CSVRecord row, long line) {
            for (String cell : row) {
                String column = COLUMNS.get(cell.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}]", ""));
                if (column != null && columns.put(column, heading.size()) != null) {
                    throw file.broken(line, "Two columns of the heading mean the same.");
                }
                heading.add(cell.strip());
            }
            if (!columns.containsKey("name") && !columns.containsKey("nativeName")) {
                throw file.broken(
                        line,
                        "The heading needs a column name or full_name; nativeName, born or date_of_birth, sex or gender,"
                                + " nationality and document may follow.");
            }
        }

        /** @param out not closed here */
        public void answer(OutputStream out) throws IOException {
            screening.refresh();
            LocalDate today = LocalDate.now(clock);
            Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            SafeCsv csv = SafeCsv.forPrograms(text);
            List<CSVRecord> chunk = new ArrayList<>();
            boolean[] headingRead = {false};
            CsvRows.read(file, separator, (row, line) -> {
                if (!headingRead[0]) {
                    headingRead[0] = true;
                    write(csv, row, ANSWERS);
                    return;
                }
                chunk.add(row);
                if (chunk.size() == AT_A_TIME) {
                    answer(chunk, today, csv, text);
                }
            });
            answer(chunk, today, csv, text);
        }

        private void answer(List<CSVRecord> chunk, LocalDate today, SafeCsv csv, Writer text) {
            List<List<String>> answers =
                    chunk.parallelStream().map(row -> answer(row, today)).toList();
            for (int at = 0; at < chunk.size(); at++) {
                write(csv, chunk.get(at), answers.get(at));
            }
            chunk.clear();
            try {
                text.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private List<String> answer(CSVRecord row, LocalDate today) {
            Set<String> problems = new LinkedHashSet<>();
            if (screening.lists().isEmpty()) {
                problems.add(noList);
            }
            try {
                var asked = new Question(
                        cell(row, "name"),
                        cell(row, "nativeName"),
                        cell(row, "born"),
                        cell(row, "sex"),
                        cell(row, "nationality"),
                        cell(row, "document"));
                Match best =
                        screening.matches(asked.traits(today, problem -> problems.add(problem.sentence()))).stream()
                                .findFirst()
                                .orElse(null);
                String problem = String.join(" ", problems);
                return best == null
                        ? List.of("false", "0.000", "", "", "", problem)
                        : List.of(
                                String.valueOf(best.hit()),
                                String.format(
                                        Locale.ROOT, "%.3f", best.likeness().score()),
                                best.list(),
                                best.entry(),
                                best.matchedName(),
                                problem);
            } catch (Refusal refusal) {
                return List.of("", "", "", "", "", refusal.sentence());
            }
        }

        private @Nullable String cell(CSVRecord row, String column) {
            Integer at = columns.get(column);
            return at == null ? null : row.get(at);
        }

        /** What came in, without columns that are called like an answer, and the answers. */
        private void write(SafeCsv csv, CSVRecord row, List<String> answers) {
            List<String> cells = new ArrayList<>();
            for (int at = 0; at < heading.size(); at++) {
                if (!ANSWERS.contains(heading.get(at))) {
                    cells.add(row.get(at));
                }
            }
            cells.addAll(answers);
            try {
                csv.line(cells.toArray());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** @throws Refusal if these are no rows that can be screened, with the line */
    public Batch take(byte[] csv) {
        return new Batch(new ListFile("rows", csv));
    }
}
