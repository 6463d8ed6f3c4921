package org.homeward.planning;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;
import org.homeward.planning.MovementFile.Row;

/** Whatever is in a file, every row that says something is read, under its number and as it was written. */
class MovementFilePropertiesTest {

    @Property
    void every_row_comes_back_as_it_was_written(
            @ForAll @From("tables") List<List<String>> table, @ForAll boolean marked, @ForAll boolean semicolons) {
        String separator = semicolons ? ";" : ",";
        StringBuilder file = new StringBuilder(marked ? "\uFEFF" : "");
        file.append(String.join(separator, WrittenMovement.FIELDS)).append("\r\n");
        table.forEach(cells -> file.append(String.join(
                        separator,
                        cells.stream().map(MovementFilePropertiesTest::quoted).toList()))
                .append("\r\n"));

        List<Row> rows = MovementFile.read(file.toString().getBytes(StandardCharsets.UTF_8));

        List<Integer> speaking = IntStream.range(0, table.size())
                .filter(i -> table.get(i).stream()
                        .anyMatch(cell -> !PlainText.of(cell).isEmpty()))
                .boxed()
                .toList();
        assertThat(rows)
                .extracting(Row::number)
                .isEqualTo(speaking.stream().map(i -> i + 2).toList());
        assertThat(rows)
                .extracting(row -> new ArrayList<>(row.written().values()))
                .isEqualTo(speaking.stream().map(table::get).toList());
    }

    @Property
    void whatever_bytes_are_sent_it_is_read_or_refused_in_a_sentence(@ForAll byte[] content) {
        try {
            assertThat(MovementFile.read(content)).isNotNull();
        } catch (Refusal refusal) {
            assertThat(refusal.getMessage()).endsWith(".");
            assertThat(refusal.field()).isEqualTo("file");
        }
    }

    @Property
    void whatever_is_written_for_a_time_is_one_or_refused(@ForAll @From("times") String text) {
        try {
            assertThat(WrittenMovement.time(Map.of("departs", text), "departs")).isNotNull();
        } catch (Refusal refusal) {
            assertThat(refusal.getMessage()).containsAnyOf("cannot be read", "no such day or hour");
            assertThat(refusal.field()).isEqualTo("departs");
        }
    }

    @Provide
    Arbitrary<List<List<String>>> tables() {
        Arbitrary<String> cell = Arbitraries.oneOf(
                Arbitraries.of("", " ", "BUS-1", "a;b", "a,b", "say \"no\"", "two\nlines", "Дамаск", "دمشق"),
                Arbitraries.strings().ofMaxLength(8).excludeChars('\r', '\uFEFF'));
        return cell.list().ofSize(WrittenMovement.FIELDS.size()).list().ofMaxSize(12);
    }

    @Provide
    Arbitrary<String> times() {
        Arbitrary<String> day = Arbitraries.of(
                "2013-01-22", "2013-02-29", "2013-1-2", "22.01.2013", "31.4.2013", "1/2/13", "0000-00-00");
        Arbitrary<String> hour = Arbitraries.of(
                "T06:00", " 6:00", " 24:00", " 23:60", "T06:00:00.123Z", "T06:00+02:00", " 6:00+99:00", "", "T6");
        return Combinators.combine(day, hour).as(String::concat);
    }

    private static String quoted(String cell) {
        return '"' + cell.replace("\"", "\"\"") + '"';
    }
}
