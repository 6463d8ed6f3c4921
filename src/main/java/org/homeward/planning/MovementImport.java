package org.homeward.planning;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.homeward.access.Refusal;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.movement.NewMovement;
import org.homeward.movement.Planned;
import org.homeward.planning.MovementFile.Row;
import org.homeward.situation.Exits;
import org.homeward.situation.Towns;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Plans a day's movements from a file, each row in a transaction of its own: what is right is planned as if by hand, the
 * rest is listed for correction, and the corrected file can be sent whole again.
 */
@Component
public class MovementImport {

    private final Planning planning;
    private final Movements movements;
    private final Towns towns;
    private final Exits exits;

    MovementImport(Planning planning, Movements movements, Towns towns, Exits exits) {
        this.planning = planning;
        this.movements = movements;
        this.towns = towns;
        this.exits = exits;
    }

    /**
     * What has become of a row.
     *
     * @param row as in a spreadsheet, from 1
     * @param code as it is planned, or as it was written
     * @param outcome {@code planned}, {@code known} (it was there already, exactly so) or {@code correction}
     * @param state of one that was there already: it may be cancelled or have left
     * @param field what is wrong with a row for correction, if it is one field
     * @param sentence why it has to be corrected
     */
    @Schema(name = "ImportedMovement")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Line(
            int row,
            String code,
            String outcome,
            @Nullable String state,
            @Nullable String field,
            @Nullable String sentence) {}

    /** What has become of a file: {@code rows = planned + known + corrections}. @param lines in the order of the file */
    @Schema(name = "ImportedMovements")
    public record Taken(int rows, int planned, int known, int corrections, List<Line> lines) {

        static Taken of(List<Line> lines) {
            return new Taken(
                    lines.size(), count(lines, "planned"), count(lines, "known"), count(lines, "correction"), lines);
        }

        private static int count(List<Line> lines, String outcome) {
            return (int) lines.stream()
                    .filter(line -> line.outcome().equals(outcome))
                    .count();
        }
    }

    /** @throws Refusal if the file cannot be read; nothing is planned then */
    public Taken take(byte[] content) {
        List<Row> rows = MovementFile.read(content);
        Map<String, List<Row>> byCode = rows.stream().collect(groupingBy(MovementImport::inCapitals));
        return Taken.of(rows.stream()
                .map(row -> take(row, byCode.getOrDefault(inCapitals(row), List.of())))
                .toList());
    }

    private Line take(Row row, List<Row> withItsCode) {
        try {
            checkRow(row, withItsCode);
            NewMovement wanted = WrittenMovement.read(row.written());
            if (movements.find(row.code()).isEmpty()) {
                checkWhatAPageWarnsOf(wanted);
            }
            Planned planned = planning.plan(wanted);
            Movement movement = planned.movement();
            return planned.known()
                    ? new Line(row.number(), movement.code(), "known", movement.state(), null, null)
                    : new Line(row.number(), movement.code(), "planned", null, null, null);
        } catch (Refusal refusal) {
            return new Line(row.number(), row.code(), "correction", null, refusal.field(), refusal.sentence());
        }
    }

    private static void checkRow(Row row, List<Row> withItsCode) {
        if (!row.beside().isEmpty()) {
            throw new Refusal("A cell of this row stands under no heading: " + row.beside() + ".");
        }
        if (!row.code().isEmpty() && withItsCode.size() > 1) {
            String numbers = withItsCode.stream()
                    .map(other -> String.valueOf(other.number()))
                    .collect(joining(", "));
            throw new Refusal(
                    "The code " + row.code() + " stands in several rows: " + numbers
                            + ". Each movement has a code of its own.",
                    "code");
        }
    }

    /** Who fills in the page sees at once that a town is unknown or an exit closed; who sends a file is asked to look. */
    private void checkWhatAPageWarnsOf(NewMovement wanted) {
        checkTown(wanted.origin(), "origin");
        checkTown(wanted.destination(), "destination");
        String over = wanted.exit();
        if (over != null && exits.find(over).filter(exit -> !exit.isOpen()).isPresent()) {
            throw new Refusal(
                    "The exit " + over.strip() + " is closed. Send this row again when it is open, or plan the movement"
                            + " by hand.",
                    "exit");
        }
    }

    private void checkTown(@Nullable String town, String field) {
        if (town != null && !town.isBlank() && !towns.isKnown(town)) {
            throw new Refusal(
                    "No town called " + town.strip()
                            + " is known here. Correct its name, or plan the movement by hand.",
                    field);
        }
    }

    private static String inCapitals(Row row) {
        return row.code().toUpperCase(Locale.ROOT);
    }
}
