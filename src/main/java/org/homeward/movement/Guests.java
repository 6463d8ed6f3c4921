package org.homeward.movement;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
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

    private final JdbcClient jdbc;
    private final KeptPlaces places;
    private final Audit audit;
    private final Clock clock;

    Guests(JdbcClient jdbc, KeptPlaces places, Audit audit, Clock clock) {
        this.jdbc = jdbc;
        this.places = places;
        this.audit = audit;
        this.clock = clock;
    }

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
     * @param until as the lists stood just before this moment; null: as they stand
     */
    public List<Guest> on(long movementId, @Nullable String taker, @Nullable Instant until) {
        return jdbc.sql("""
                select guest.id, taker, name, sex, born, nationality, document, place
                from guest join kept_places kept on kept.id = kept_places_id
                where movement_id = :movement and (:taker::text is null or upper(taker) = upper(:taker::text))
                  and (:until::timestamptz is null or added_at < :until::timestamptz)
                  and (removed_at is null or removed_at >= :until::timestamptz)
                order by upper(taker), upper(name), guest.id""")
                .param("movement", movementId)
                .param("taker", taker)
                .param("until", until == null ? null : at(until))
                .query(Guest.class)
                .list();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
