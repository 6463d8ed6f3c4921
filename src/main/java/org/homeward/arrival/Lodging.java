package org.homeward.arrival;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.homeward.household.Households;
import org.homeward.household.Person;
import org.homeward.household.StageChanged;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The places to stay, by city, and who has beds there. No bed is given twice: the table counts them itself. */
@Component
public class Lodging {

    private static final int MOST_BEDS = 100_000;
    private static final int LONGEST = 100;

    private final JdbcClient jdbc;
    private final Households households;
    private final Clock clock;
    private final CurrentOfficer officer;
    private final Audit audit;

    Lodging(JdbcClient jdbc, Households households, Clock clock, CurrentOfficer officer, Audit audit) {
        this.jdbc = jdbc;
        this.households = households;
        this.clock = clock;
        this.officer = officer;
        this.audit = audit;
    }

    /**
     * A place to stay.
     *
     * @param taken beds of those of whom the officer who asks may know
     * @param accessible for whoever travels in a wheelchair or on a stretcher
     */
    public record Place(long id, String city, String name, int beds, int taken, boolean accessible, boolean retired) {

        public int free() {
            return beds - taken;
        }
    }

    /** Who has beds where. */
    public record Stay(long id, long placeId, String caseNumber, int beds, OffsetDateTime givenAt) {}

    /** All places, by city and name, those in use first. */
    public List<Place> all() {
        return jdbc.sql("""
                select place.id, city, name, beds, accessible, retired,
                       beds_taken - coalesce((
                         select sum(stay.beds) from lodging_stay stay join household on household.id = household_id
                         where place_id = place.id and released_at is null and restricted and not :cleared), 0) as taken
                from lodging_place place order by retired, upper(city), upper(name)""")
                .param("cleared", officer.cleared())
                .query(Place.class)
                .list();
    }

    /** Who has beds now, by place, longest first. */
    public List<Stay> stays() {
        return jdbc.sql("""
                select stay.id, place_id, case_number, beds, given_at
                from lodging_stay stay join household on household.id = household_id
                where released_at is null and (not restricted or :cleared) order by place_id, given_at, stay.id""")
                .param("cleared", officer.cleared())
                .query(Stay.class)
                .list();
    }

    /** Where so many find beds now. @param accessible whether somebody needs a place for wheelchairs */
    public List<Place> fitting(List<Place> places, int beds, boolean accessible) {
        return places.stream()
                .filter(place -> !place.retired() && place.free() >= beds && (place.accessible() || !accessible))
                .toList();
    }

    /** Takes a place up. @throws Refusal naming what is wrong, or that there is one of this name in the city */
    @Transactional
    public void add(String city, String name, int beds, boolean accessible) {
        String where = written(city, "city");
        String called = written(name, "name");
        checkBeds(beds);
        try {
            jdbc.sql(
                            "insert into lodging_place (city, name, beds, accessible) values (:city, :name, :beds, :accessible)")
                    .param("city", where)
                    .param("name", called)
                    .param("beds", beds)
                    .param("accessible", accessible)
                    .update();
        } catch (DuplicateKeyException taken) {
            throw new Refusal.Conflict(
                    "There is a place of this name in this city already. Change that one, or choose another name.",
                    "name");
        }
        audit.recordOf("lodging place added", called, where + ": " + beds);
    }

    /** Says how many beds a place has. @throws Refusal if more than that are given */
    @Transactional
    public void change(long placeId, int beds, boolean accessible, boolean retired) {
        checkBeds(beds);
        Place place = place(placeId);
        if (place.taken() > beds) {
            throw new Refusal("More beds than that are given there. Release some first.", "beds");
        }
        try {
            jdbc.sql(
                            "update lodging_place set beds = :beds, accessible = :accessible, retired = :retired where id = :id")
                    .param("beds", beds)
                    .param("accessible", accessible)
                    .param("retired", retired)
                    .param("id", placeId)
                    .update();
        } catch (DataIntegrityViolationException takenMeanwhile) {
            throw new Refusal("This number of beds could not be kept. Look at the page again, or keep more.", "beds");
        }
        audit.recordOf("lodging place changed", place.name(), beds + (retired ? ", retired" : ""));
    }

    /**
     * Gives a household beds, one for each member, instead of those that it has.
     *
     * @throws Refusal if the place has not enough free beds, is retired, or does not suit one of them
     */
    @Transactional
    public void give(long householdId, long placeId) {
        List<Person> members = households.members(householdId);
        Place place = place(placeId);
        if (place.retired()) {
            throw new Refusal(place.name() + " is no longer used. Choose another place.", "place");
        }
        if (!place.accessible() && needAccess(members)) {
            throw new Refusal(
                    place.name() + " cannot take somebody in a wheelchair or on a stretcher. Choose another place.",
                    "place");
        }
        release(householdId);
        int given =
                jdbc.sql("""
                update lodging_place set beds_taken = beds_taken + :beds
                where id = :id and not retired and beds_taken + :beds <= beds""").param("beds", members.size()).param("id", placeId).update();
        if (given == 0) {
            throw new Refusal(
                    place.name() + " no longer has " + members.size()
                            + " free beds: somebody has just been given them. Choose another place.",
                    "place");
        }
        jdbc.sql("""
                insert into lodging_stay (place_id, household_id, beds, given_at, given_by)
                values (:place, :household, :beds, :now, :officer)""")
                .param("place", placeId)
                .param("household", householdId)
                .param("beds", members.size())
                .param("now", now())
                .param("officer", officer.name())
                .update();
        audit.record("reception", householdId, "beds given: " + members.size());
    }

    /** Gives the beds of a household back, if it has any. */
    @Transactional
    public void release(long householdId) {
        int beds = jdbc.sql("""
                with stay as (
                  update lodging_stay set released_at = :now, released_by = :officer
                  where household_id = :household and released_at is null returning place_id, beds)
                update lodging_place set beds_taken = beds_taken - stay.beds from stay where id = stay.place_id""")
                .param("household", householdId)
                .param("now", now())
                .param("officer", officer.name())
                .update();
        if (beds > 0) {
            audit.record("reception", householdId, "beds released");
        }
    }

    /** Who withdrew, has died or went up in another case needs no beds. */
    @EventListener
    void ended(StageChanged change) {
        if (change.stage().equals("ended")) {
            change.householdIds().forEach(this::release);
        }
    }

    /** Whether somebody of them needs a place for wheelchairs. */
    public static boolean needAccess(List<Person> members) {
        return members.stream()
                .anyMatch(member ->
                        member.place().equals("wheelchair") || member.place().equals("stretcher"));
    }

    /**
     * Where the household stays has been said: beds are released unless it stays in a centre. Who was counted before there
     * were stations is in no queue where beds are given.
     *
     * @throws Refusal if it stays in one, places are kept here, and it has been given none
     */
    void settled(long householdId, String outcome) {
        if (!outcome.equals("centre")) {
            release(householdId);
            return;
        }
        boolean without = jdbc.sql("""
                select exists (select from lodging_place where not retired)
                  and exists (select from station_visit where household_id = :household)
                  and not exists (select from lodging_stay where household_id = :household and released_at is null)""")
                .param("household", householdId)
                .query(Boolean.class)
                .single();
        if (without) {
            throw new Refusal("Give them beds first: choose a place on the page Reception.", "lodgingDecision");
        }
    }

    private Place place(long id) {
        return all().stream()
                .filter(place -> place.id() == id)
                .findFirst()
                .orElseThrow(() -> new Refusal.NotFound("There is no such place to stay."));
    }

    private static void checkBeds(int beds) {
        if (beds < 0 || beds > MOST_BEDS) {
            throw new Refusal("A place has from 0 to 100,000 beds.", "beds");
        }
    }

    private static String written(String text, String field) {
        String plain = PlainText.of(text);
        if (plain.isEmpty()) {
            throw new Refusal("A place to stay needs a city and a name.", field);
        }
        if (plain.length() > LONGEST) {
            throw new Refusal("This is longer than " + LONGEST + " characters.", field);
        }
        return plain;
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
