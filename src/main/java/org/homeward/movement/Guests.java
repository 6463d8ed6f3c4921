package org.homeward.movement;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.homeward.movement.KeptPlaces.Kept;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The people for whom places are kept: a list for each taker, with no more people on it than places of a kind. */
@Component
public class Guests {

    private static final int MOST_COUNTED = 1000;

    private final JdbcClient jdbc;
    private final Movements movements;
    private final KeptPlaces places;
    private final CurrentOfficer officer;
    private final Audit audit;
    private final Clock clock;

    Guests(JdbcClient jdbc, Movements movements, KeptPlaces places, CurrentOfficer officer, Audit audit, Clock clock) {
        this.jdbc = jdbc;
        this.movements = movements;
        this.places = places;
        this.officer = officer;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * How many guests of somebody have been counted at a checkpoint.
     *
     * @param named how many are on their list
     * @param counted null: nobody has counted them yet
     */
    public record Counted(
            long keptId, String taker, int named, @Nullable Integer counted) {}

    /** Somebody on a list. @param taker who has named them @param nationality ISO 3166 alpha-3 */
    public record Guest(
            long id,
            String taker,
            String name,
            String sex,
            LocalDate born,
            String nationality,
            String document,
            String place) {}

    /**
     * Adds guests to the list of those for whom the places are kept, all of them or none. The caller has locked the movement.
     *
     * @throws Refusal naming the field that is wrong, or that there are not so many places
     */
    @Transactional
    public void add(Movement movement, long keptId, List<NewGuest> wanted) {
        Kept kept = places.get(movement.id(), keptId);
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        List<NewGuest.Checked> guests =
                wanted.stream().map(guest -> guest.checked(today)).toList();
        List<String> taken = new ArrayList<>(
                on(movement.id(), kept.taker(), null).stream().map(Guest::place).toList());
        guests.forEach(guest -> taken.add(guest.place()));
        if (!count(taken).fitIn(kept.places())) {
            throw new Refusal(
                    "These are more guests than places kept for " + kept.taker() + ": keep more places first.",
                    "place");
        }
        jdbc.sql("""
                insert into guest (kept_places_id, name, sex, born, nationality, document, place, added_at)
                select :kept, name, sex, born::date, nationality, document, place, :now
                from unnest(:names, :sexes, :births, :nationalities, :documents, :places)
                  as guest (name, sex, born, nationality, document, place)""")
                .param("kept", keptId)
                .param("names", each(guests, NewGuest.Checked::name))
                .param("sexes", each(guests, NewGuest.Checked::sex))
                .param("births", each(guests, guest -> guest.born().toString()))
                .param("nationalities", each(guests, NewGuest.Checked::nationality))
                .param("documents", each(guests, NewGuest.Checked::document))
                .param("places", each(guests, NewGuest.Checked::place))
                .param("now", at(clock.instant()))
                .update();
        audit.recordOf("guests added", movement.code(), kept.taker() + ": " + guests.size());
    }

    private static String[] each(List<NewGuest.Checked> guests, Function<NewGuest.Checked, String> what) {
        return guests.stream().map(what).toArray(String[]::new);
    }

    private static Places count(List<String> taken) {
        return new Places(count(taken, "seat"), count(taken, "stretcher"), count(taken, "wheelchair"));
    }

    private static int count(List<String> taken, String place) {
        return (int) taken.stream().filter(place::equals).count();
    }

    /** Takes a guest off the list; nothing happens to one who is not on it. The caller has locked the movement. */
    @Transactional
    public void remove(Movement movement, long keptId, long guestId) {
        Kept kept = places.get(movement.id(), keptId);
        boolean removed = jdbc.sql("""
                update guest set removed_at = :now
                where id = :id and kept_places_id = :kept and removed_at is null""")
                        .param("now", at(clock.instant()))
                        .param("id", guestId)
                        .param("kept", keptId)
                        .update()
                > 0;
        if (removed) {
            audit.recordOf("guest removed", movement.code(), kept.taker());
        }
    }

    /**
     * The guests on a movement, by taker and name.
     *
     * @param taker only those of this one, as {@link KeptPlaces#taker} has it; null: all
     * @param version who stood on this version of its manifest; null: who is on the lists now
     */
    public List<Guest> on(long movementId, @Nullable String taker, @Nullable Integer version) {
        return jdbc.sql("""
                select guest.id, taker, name, sex, born, nationality, document, place
                from guest join kept_places kept on kept.id = kept_places_id
                where movement_id = :movement and (:taker::text is null or upper(taker) = upper(:taker::text))
                  and case when :version::int is null then removed_at is null
                      else guest.id in (select guest_id from manifest_guest line
                                        where line.movement_id = :movement and line.version = :version::int) end
                order by upper(taker), upper(name), guest.id""")
                .param("movement", movementId)
                .param("taker", taker)
                .param("version", version)
                .query(Guest.class)
                .list();
    }

    /** All for whom places are kept on a movement, with how many of their guests have been counted at a checkpoint. */
    public List<Counted> counted(long movementId, String checkpoint) {
        return jdbc.sql("""
                select kept.id as kept_id, taker,
                       (select count(*) from guest where kept_places_id = kept.id and removed_at is null) as named,
                       (select persons from guest_count where kept_places_id = kept.id and checkpoint = :checkpoint)
                         as counted
                from kept_places kept where movement_id = :movement and released_at is null
                order by upper(taker)""")
                .param("movement", movementId)
                .param("checkpoint", checkpoint)
                .query(Counted.class)
                .list();
    }

    /**
     * Notes how many guests of somebody have been counted at a checkpoint, all of them together, instead of what was noted
     * there before.
     *
     * @param persons null: not understood
     * @param seen what the officer saw noted there before; null: nothing
     * @throws Refusal.Conflict if somebody has noted another number since
     * @throws Refusal unless it is a number of guests, from 0 to 1000, or if the movement is over
     */
    @Transactional
    public void count(
            long movementId, long keptId, String checkpoint, @Nullable Integer persons, @Nullable Integer seen) {
        Movement movement = movements.lock(movementId);
        Kept kept = places.get(movementId, keptId);
        if (movement.isOver()) {
            throw new Refusal("Guests are no longer counted on " + movement.code()
                    + ": it has arrived or is cancelled, and the numbers stay as they are.");
        }
        if (persons == null || persons < 0 || persons > MOST_COUNTED) {
            throw new Refusal("Give the number of guests as a whole number, at most 1000.", "persons");
        }
        Optional<Integer> noted = jdbc.sql(
                        "select persons from guest_count where kept_places_id = :kept and checkpoint = :checkpoint")
                .param("kept", keptId)
                .param("checkpoint", checkpoint)
                .query(Integer.class)
                .optional();
        if (noted.isPresent() && !noted.get().equals(seen)) {
            throw new Refusal.Conflict(
                    "Somebody has noted a number since you opened this page: " + noted.get()
                            + ". Note how many guests of " + kept.taker()
                            + " are here in all, with those whom you have counted.",
                    "persons");
        }
        jdbc.sql("""
                insert into guest_count (kept_places_id, checkpoint, persons, counted_at, counted_by)
                values (:kept, :checkpoint, :persons, :now, :officer)
                on conflict (kept_places_id, checkpoint) do update
                set persons = excluded.persons, counted_at = excluded.counted_at, counted_by = excluded.counted_by""")
                .param("kept", keptId)
                .param("checkpoint", checkpoint)
                .param("persons", persons)
                .param("now", at(clock.instant()))
                .param("officer", officer.name())
                .update();
        audit.recordOf("guests counted", movement.code(), kept.taker() + ", " + checkpoint + ": " + persons);
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
