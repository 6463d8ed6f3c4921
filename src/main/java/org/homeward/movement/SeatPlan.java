package org.homeward.movement;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;

/**
 * The seats of a vehicle by row and letter, {@code 12A}.
 *
 * @param rows from 1, the first in front
 * @param blocks the letters of each row from side to side, parted where an aisle is
 * @param blocked seats that are not given: the crew's, and those that cannot be used
 */
public record SeatPlan(int rows, List<String> blocks, Set<String> blocked) {

    private static final int MOST_ROWS = 100;
    private static final int MOST_LETTERS = 12;

    public SeatPlan {
        blocks = List.copyOf(blocks);
        blocked = Set.copyOf(blocked);
    }

    /**
     * Reads what people write.
     *
     * @param rows a whole number from 1 to 100
     * @param letters {@code ABC DEF}, each once, at most 12
     * @param blocked seats, with blanks or commas between them; may be empty
     * @throws Refusal naming the field that is wrong
     */
    public static SeatPlan written(String rows, String letters, String blocked) {
        List<String> blocks = words(letters);
        long different = String.join("", blocks).chars().distinct().count();
        int all = String.join("", blocks).length();
        if (!String.join("", blocks).matches("[A-Z]{1," + MOST_LETTERS + "}") || different < all) {
            throw new Refusal(
                    "Write the letters of a row with a blank for each aisle, such as ABC DEF: each once, at most 12.",
                    "letters");
        }
        String number = PlainText.of(rows);
        if (!number.matches("[0-9]{1,3}") || Integer.parseInt(number) < 1 || Integer.parseInt(number) > MOST_ROWS) {
            throw new Refusal("A vehicle has from 1 to 100 rows of seats.", "rows");
        }
        SeatPlan whole = new SeatPlan(Integer.parseInt(number), blocks, Set.of());
        Set<String> taken = new TreeSet<>(words(blocked));
        for (String seat : taken) {
            if (!whole.seats().contains(seat)) {
                throw new Refusal(shortened(seat) + " is no seat of this plan: write such as 1A 1B.", "blocked");
            }
        }
        if (taken.size() == whole.seats().size()) {
            throw new Refusal("All seats of this plan are blocked: nobody could be given one.", "blocked");
        }
        return new SeatPlan(whole.rows(), blocks, taken);
    }

    private static List<String> words(String written) {
        return Arrays.stream(PlainText.of(written).toUpperCase(Locale.ROOT).split("[ ,;]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static String shortened(String seat) {
        return seat.length() > 10 ? seat.substring(0, 10) + "…" : seat;
    }

    /** As people write them: {@code ABC DEF}. */
    public String letters() {
        return String.join(" ", blocks);
    }

    /** As people write them: {@code 1A 1B}. */
    public String blockedSeats() {
        return String.join(" ", new TreeSet<>(blocked));
    }

    /** All, also those that are blocked, from the front. */
    public Set<String> seats() {
        Set<String> seats = new LinkedHashSet<>();
        IntStream.rangeClosed(1, rows)
                .forEach(row -> String.join("", blocks).chars().forEach(letter -> seats.add(row + "" + (char) letter)));
        return seats;
    }
}
