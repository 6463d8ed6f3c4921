package org.homeward.movement;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.homeward.people.StateCode;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Places on movements that are kept for others: they count as taken until they are released. */
@Component
public class KeptPlaces {

    private static final int LONGEST_TAKER = 60;

    private static final String KEPT = """
            select id, movement_id, taker, seats, stretchers, wheelchairs, kept_at, kept_by,
                   (select count(*) from guest where kept_places_id = kept.id and removed_at is null) as guests
            from kept_places kept where released_at is null""";

    private final JdbcClient jdbc;
    private final CurrentOfficer officer;
    private final Audit audit;
    private final Clock clock;

    KeptPlaces(JdbcClient jdbc, CurrentOfficer officer, Audit audit, Clock clock) {
        this.jdbc = jdbc;
        this.officer = officer;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Places kept for somebody.
     *
     * @param taker a state by its code, ISO 3166 alpha-3, or a delegation as it is called
     * @param guests how many have been named
     */
    public record Kept(
            long id,
            long movementId,
            String taker,
            int seats,
            int stretchers,
            int wheelchairs,
            OffsetDateTime keptAt,
            String keptBy,
            int guests) {

        public Places places() {
            return new Places(seats, stretchers, wheelchairs);
        }
    }

    /**
     * A state by two or three letters of ISO 3166, or a delegation by its name, as it is kept.
     *
     * @throws Refusal if nobody is named, or at too great a length
     */
    public static String taker(@Nullable String written) {
        String name = PlainText.of(written);
        if (name.isEmpty()) {
            throw new Refusal(
                    "Say for whom the places are kept: a state by its code, such as DE, or a delegation by its name.",
                    "taker");
        }
        if (name.length() > LONGEST_TAKER) {
            throw new Refusal("Keep the name of the delegation to 60 characters.", "taker");
        }
        return StateCode.ofTwoOrThree(name).orElse(name);
    }

    /**
     * Keeps so many places for somebody, instead of those kept for them before. The caller has locked the movement.
     *
     * @return as they are kept now
     * @throws Refusal if there is not so much room, or fewer than they have named guests for
     */
    @Transactional
    public Kept keep(Movement movement, @Nullable String writtenTaker, Places places) {
        String taker = taker(writtenTaker);
        check(places);
        Optional<Kept> before = of(movement.id(), taker);
        Places kept = before.map(Kept::places).orElse(new Places(0, 0, 0));
        Places free = movement.free().plus(kept);
        if (!places.fitIn(free)) {
            throw new Refusal(
                    "There is not so much room on " + movement.code()
                            + ": keep fewer places, or give it a larger vehicle first.",
                    "seats");
        }
        if (before.isPresent() && !guests(before.get().id()).fitIn(places)) {
            throw new Refusal("There are more guests on their list than that: take some off it first.", "seats");
        }
        Places more = places.minus(kept);
        jdbc.sql("""
                with kept as (
                  insert into kept_places (movement_id, taker, seats, stretchers, wheelchairs, kept_at, kept_by)
                  values (:movement, :taker, :seats, :stretchers, :wheelchairs, :now, :officer)
                  on conflict (movement_id, upper(taker)) where released_at is null do update
                  set seats = excluded.seats, stretchers = excluded.stretchers, wheelchairs = excluded.wheelchairs
                  returning movement_id)
                update movement set seats_taken = seats_taken + :moreSeats,
                       stretchers_taken = stretchers_taken + :moreStretchers,
                       wheelchairs_taken = wheelchairs_taken + :moreWheelchairs
                from kept where movement.id = kept.movement_id""")
                .param("movement", movement.id())
                .param("taker", taker)
                .param("seats", places.seats())
                .param("stretchers", places.stretchers())
                .param("wheelchairs", places.wheelchairs())
                .param("moreSeats", more.seats())
                .param("moreStretchers", more.stretchers())
                .param("moreWheelchairs", more.wheelchairs())
                .param("now", now())
                .param("officer", officer.name())
                .update();
        audit.recordOf("places kept", movement.code(), taker + ": " + places.total());
        return of(movement.id(), taker).orElseThrow();
    }

    private Optional<Kept> of(long movementId, String taker) {
        return on(movementId).stream()
                .filter(kept -> kept.taker().equalsIgnoreCase(taker))
                .findFirst();
    }

    private static void check(Places places) {
        if (places.seats() < 0 || places.stretchers() < 0 || places.wheelchairs() < 0) {
            throw new Refusal("Nobody can keep less than no place.", "seats");
        }
        if (places.total() == 0) {
            throw new Refusal("Say how many places are kept; to keep none any more, release them.", "seats");
        }
    }

    /**
     * Moves all that is kept on one movement to another, guests and all.
     *
     * @throws Refusal if the other has not so much room, or keeps places for the same already
     */
    @Transactional
    public void transfer(Movement from, Movement onto) {
        Places all = total(from.id());
        if (all.total() == 0) {
            return;
        }
        if (!all.fitIn(onto.free())
                || on(onto.id()).stream()
                        .anyMatch(there -> of(from.id(), there.taker()).isPresent())) {
            throw new Refusal(
                    "Places on " + from.code() + " are kept for others, and " + onto.code()
                            + " has no room for them, or keeps some for the same already.",
                    "onto");
        }
        jdbc.sql("""
                with kept as (
                  update kept_places set movement_id = :onto where movement_id = :from and released_at is null)
                update movement set seats_taken = seats_taken + sign * :seats,
                       stretchers_taken = stretchers_taken + sign * :stretchers,
                       wheelchairs_taken = wheelchairs_taken + sign * :wheelchairs
                from (values (:from, -1), (:onto, 1)) as change (id, sign) where movement.id = change.id""")
                .param("from", from.id())
                .param("onto", onto.id())
                .param("seats", all.seats())
                .param("stretchers", all.stretchers())
                .param("wheelchairs", all.wheelchairs())
                .update();
        audit.recordOf("kept places moved", from.code(), onto.code());
    }

    /** Gives kept places free; their guests are no longer expected. The caller has locked the movement. */
    @Transactional
    public void release(Movement movement, long id) {
        Kept kept = get(movement.id(), id);
        jdbc.sql("update guest set removed_at = :now where kept_places_id = :id and removed_at is null")
                .param("now", now())
                .param("id", id)
                .update();
        jdbc.sql("""
                with kept as (
                  update kept_places set released_at = :now, released_by = :officer
                  where id = :id and released_at is null
                  returning movement_id, seats, stretchers, wheelchairs)
                update movement set seats_taken = seats_taken - kept.seats,
                       stretchers_taken = stretchers_taken - kept.stretchers,
                       wheelchairs_taken = wheelchairs_taken - kept.wheelchairs
                from kept where movement.id = kept.movement_id""")
                .param("now", now())
                .param("officer", officer.name())
                .param("id", id)
                .update();
        audit.recordOf(
                "places released",
                movement.code(),
                kept.taker() + ": " + kept.places().total());
    }

    /** All that are kept on a movement now, by taker. */
    public List<Kept> on(long movementId) {
        return jdbc.sql(KEPT + " and movement_id = :movement order by upper(taker)")
                .param("movement", movementId)
                .query(Kept.class)
                .list();
    }

    /** @throws Refusal.NotFound if they are not kept on this movement, or no longer */
    public Kept get(long movementId, long id) {
        return jdbc.sql(KEPT + " and movement_id = :movement and id = :id")
                .param("movement", movementId)
                .param("id", id)
                .query(Kept.class)
                .optional()
                .orElseThrow(() -> new Refusal.NotFound("These places are not kept any more."));
    }

    /** How many are kept on a movement, for whomever. */
    public Places total(long movementId) {
        return on(movementId).stream().map(Kept::places).reduce(new Places(0, 0, 0), Places::plus);
    }

    private Places guests(long id) {
        return jdbc.sql("""
                select count(*) filter (where place = 'seat') as seats,
                       count(*) filter (where place = 'stretcher') as stretchers,
                       count(*) filter (where place = 'wheelchair') as wheelchairs
                from guest where kept_places_id = :id and removed_at is null""")
                .param("id", id)
                .query((row, number) -> Places.of(row))
                .single();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
