package org.homeward.planning;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.homeward.access.Refusal;
import org.homeward.movement.Guests;
import org.homeward.movement.Movement;
import org.homeward.movement.NewGuest;
import org.homeward.movement.Reservations;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The sub-manifests of those for whom places are kept, as transport writes them until the movement leaves. Once there is a
 * manifest, each change makes a new version of it.
 */
@Component
public class GuestLists {

    private static final List<String> NEEDED = List.of("name", "born", "nationality", "document");
    /** Bytes of a table. */
    public static final int MOST_BYTES = 1 << 20;

    private static final int MOST_ROWS = 500;

    private final MovementOrders orders;
    private final Guests guests;
    private final Reservations reservations;
    private final Clock clock;

    GuestLists(MovementOrders orders, Guests guests, Reservations reservations, Clock clock) {
        this.orders = orders;
        this.guests = guests;
        this.reservations = reservations;
        this.clock = clock;
    }

    /** What is wrong with a row. @param row as in a spreadsheet, from 1 */
    public record Flaw(int row, @Nullable String field, String sentence) {}

    /** What has become of a table: all guests are added, or none and each row that is wrong is named. */
    public record GuestsAdded(int added, List<Flaw> corrections) {}

    /** @throws Refusal naming the field that is wrong, that there are not so many places, or that the movement has left or is cancelled */
    @Transactional
    public void add(String code, long keptId, NewGuest guest) {
        Movement movement = orders.changeable(code);
        guests.add(movement, keptId, List.of(guest));
        reservations.writeManifestAnew(movement.id());
    }

    /**
     * Adds all guests of a table, CSV with a heading for each of {@link NewGuest#FIELDS}, or nobody.
     *
     * @throws Refusal if it is no such table, or there are not so many places, or the movement has left or is cancelled
     */
    @Transactional
    public GuestsAdded addAll(String code, long keptId, byte[] table) {
        Movement movement = orders.changeable(code);
        if (table.length > MOST_BYTES) {
            throw new Refusal("The file is too large for a list of guests: at most 1 MB are taken.", "file");
        }
        List<CsvTable.Row> rows = CsvTable.read(table, NewGuest.FIELDS, NEEDED, Map.of());
        if (rows.size() > MOST_ROWS) {
            throw new Refusal("The file has more rows than any vehicle has places.", "file");
        }
        if (rows.isEmpty()) {
            throw new Refusal("There is no row below the headings.", "file");
        }
        List<NewGuest> wanted = new ArrayList<>();
        List<Flaw> flaws = new ArrayList<>();
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        for (CsvTable.Row row : rows) {
            NewGuest guest = NewGuest.read(row.written());
            wanted.add(guest);
            try {
                if (!row.beside().isEmpty()) {
                    throw new Refusal("A cell of this row stands under no heading: " + row.beside() + ".");
                }
                guest.checked(today);
            } catch (Refusal wrong) {
                flaws.add(new Flaw(row.number(), wrong.field(), wrong.sentence()));
            }
        }
        if (!flaws.isEmpty()) {
            return new GuestsAdded(0, flaws);
        }
        guests.add(movement, keptId, wanted);
        reservations.writeManifestAnew(movement.id());
        return new GuestsAdded(wanted.size(), flaws);
    }

    /** Takes a guest off the list. @throws Refusal if the movement has left or is cancelled */
    @Transactional
    public void remove(String code, long keptId, long guestId) {
        Movement movement = orders.changeable(code);
        guests.remove(movement, keptId, guestId);
        reservations.writeManifestAnew(movement.id());
    }
}
