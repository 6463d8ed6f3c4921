package org.homeward.rehearsal;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.Person;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.movement.Reservation;
import org.homeward.passage.Checkpoint;
import org.homeward.passage.Incidents;
import org.homeward.passage.Passage;
import org.homeward.passage.Scan;
import org.homeward.passage.Scans;
import org.homeward.passage.Transfers;
import org.homeward.registration.Registration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Simulated field and reception officers counting people at a checkpoint, as the script has them come. */
@Component
class FieldWork {

    private final Movements movements;
    private final Households households;
    private final Scans scans;
    private final Passage passage;
    private final Incidents incidents;
    private final Transfers transfers;
    private final Registration registration;
    private final Cast cast;
    private final Lanes lanes;
    private final JdbcClient jdbc;
    private final Clock clock;

    FieldWork(
            Movements movements,
            Households households,
            Scans scans,
            Passage passage,
            Incidents incidents,
            Transfers transfers,
            Registration registration,
            Cast cast,
            Lanes lanes,
            JdbcClient jdbc,
            Clock clock) {
        this.movements = movements;
        this.households = households;
        this.scans = scans;
        this.passage = passage;
        this.incidents = incidents;
        this.transfers = transfers;
        this.registration = registration;
        this.cast = cast;
        this.lanes = lanes;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Counts whoever has come to the checkpoint and has not been counted there. */
    void hold(String movementCode, String checkpointWord, Script script) {
        Movement movement = movements.named(movementCode);
        Checkpoint checkpoint = Checkpoint.called(checkpointWord).orElseThrow();
        Map<Long, List<Reservation>> aboard =
                movements.aboard(movement.id()).stream().collect(Collectors.groupingBy(Reservation::householdId));
        lanes.any(aboard.keySet(), family -> family, family -> count(family, movement, checkpoint, script));
    }

    private boolean count(long householdId, Movement movement, Checkpoint checkpoint, Script script) {
        Household household = households.get(householdId);
        if (household.ended() || !arrivedFromLastCheckpoint(householdId, movement, checkpoint)) {
            return false;
        }
        List<Person> members = households.members(householdId);
        List<Person> missing = notComing(household, members, movement, checkpoint, script);
        Set<Long> riding = riding(householdId, movement); // somebody may have been born, died or moved just now
        List<Scan> batch = households.members(householdId).stream()
                .filter(member -> riding.contains(member.id()))
                .filter(member -> !missing.contains(member))
                .map(member -> new Scan(
                        "rehearsal " + movement.code() + " " + checkpoint.word() + " " + member.id(),
                        String.valueOf(member.id()),
                        movement.code(),
                        checkpoint,
                        clock.instant()))
                .toList();
        if (batch.isEmpty()) {
            return false;
        }
        cast.as(officerAt(checkpoint), () -> scans.take(batch));
        return true;
    }

    /** Who of the household rides on this vehicle. */
    private Set<Long> riding(long householdId, Movement movement) {
        return Set.copyOf(jdbc.sql("""
                select person_id from reservation
                where household_id = :household and movement_id = :movement and state = 'held'""")
                .param("household", householdId)
                .param("movement", movement.id())
                .query(Long.class)
                .list());
    }

    private static String officerAt(Checkpoint checkpoint) {
        return checkpoint == Checkpoint.RECEPTION ? "rehearsalReception" : "rehearsalField";
    }

    /** Whoever is still missing somewhere before is waited for there. */
    private boolean arrivedFromLastCheckpoint(long householdId, Movement movement, Checkpoint checkpoint) {
        int place = checkpoint.ordinal();
        if (checkpoint == Checkpoint.MUSTER) {
            return true;
        }
        String before = Checkpoint.values()[place - 1].word();
        boolean firstOfItinerary = checkpoint == Checkpoint.CHECK_IN
                && movements
                        .itinerary(householdId)
                        .map(itinerary -> itinerary.legs().get(0).id() == movement.id())
                        .orElse(true);
        return firstOfItinerary
                || jdbc.sql("""
                        select not exists (select from person where household_id = :household and merged_into is null
                          and not exists (select from scan where scan.person_id = person.id and checkpoint = :before
                                            and verdict = 'taken')
                          and not exists (select from absence where absence.person_id = person.id and kind = 'born'
                                            and checkpoint = :here))""")
                        .param("household", householdId)
                        .param("before", before)
                        .param("here", checkpoint.word())
                        .query(Boolean.class)
                        .single();
    }

    private List<Person> notComing(
            Household household, List<Person> members, Movement movement, Checkpoint checkpoint, Script script) {
        List<Person> missing = new ArrayList<>();
        for (Happening happening : script.at(checkpoint.word(), household)) {
            List<Person> concerned = script.about(happening, members);
            boolean first = !concerned.isEmpty() && !script.hasHappened(happening);
            switch (happening.what()) {
                case "absent" -> {
                    missing.addAll(concerned);
                    happens(script, happening, first, () -> {});
                }
                case "late", "delayed" -> {
                    if (first) {
                        missing.addAll(concerned);
                        happens(script, happening, first, () -> {});
                    }
                }
                case "injured", "hospital", "detained", "died" -> {
                    if (first) {
                        missing.addAll(concerned);
                        happens(script, happening, first, () -> befall(concerned, movement, checkpoint, happening));
                    }
                }
                case "wrongbus" -> {
                    missing.addAll(concerned);
                    happens(script, happening, first, () -> sitElsewhere(household, concerned, checkpoint, happening));
                }
                case "born" ->
                    happens(script, happening, first, () -> giveBirth(concerned.get(0), movement, checkpoint));
                case "refused" -> {
                    if (first) {
                        missing.addAll(concerned);
                        happens(script, happening, first, () -> turnAway(concerned, movement, checkpoint, happening));
                    }
                }
                default -> {
                    missing.addAll(members);
                    happens(script, happening, first, () -> leave(household, happening.what()));
                }
            }
        }
        return missing;
    }

    private static void happens(Script script, Happening happening, boolean first, Runnable deed) {
        if (first) {
            script.firstTime(happening);
            script.onRecord(deed);
        }
    }

    private void turnAway(List<Person> persons, Movement movement, Checkpoint checkpoint, Happening happening) {
        for (Person person : persons) {
            cast.as(
                    officerAt(checkpoint),
                    () -> passage.refuse(movement.code(), checkpoint, person.id(), reason(happening.detail())));
        }
    }

    private void befall(List<Person> persons, Movement movement, Checkpoint checkpoint, Happening happening) {
        for (Person person : persons) {
            cast.as(officerAt(checkpoint), () -> {
                if (happening.what().equals("died")) {
                    incidents.died(movement.code(), checkpoint, person.id(), null, "Rehearsed doctor");
                } else {
                    incidents.note(movement.code(), checkpoint, person.id(), happening.what());
                }
            });
        }
    }

    /** They are scanned on the vehicle of the line's code, where they have no place, and travel on with it. */
    private void sitElsewhere(Household household, List<Person> persons, Checkpoint checkpoint, Happening happening) {
        String code = happening.detail().strip();
        cast.as(officerAt(checkpoint), () -> {
            scans.take(persons.stream()
                    .map(person -> new Scan(
                            "rehearsal " + code + " " + checkpoint.word() + " " + person.id(),
                            String.valueOf(person.id()),
                            code,
                            checkpoint,
                            clock.instant()))
                    .toList());
            if (happening.person() == null) {
                transfers.takeAlong(code, checkpoint, household.caseNumber(), null, null);
            } else {
                persons.forEach(
                        person -> transfers.takeAlong(code, checkpoint, String.valueOf(person.id()), null, null));
            }
        });
    }

    private void giveBirth(Person mother, Movement movement, Checkpoint checkpoint) {
        cast.as(officerAt(checkpoint), () -> incidents.born(movement.code(), checkpoint, mother.id(), null, "unknown"));
    }

    private static String reason(String detail) {
        String said = detail.toLowerCase(Locale.ROOT);
        return Passage.REASONS.stream()
                .filter(reason -> said.contains(reason))
                .findFirst()
                .orElse("other");
    }

    private void leave(Household household, String what) {
        cast.as("rehearsalConsular", () -> {
            if (what.equals("leaves")) {
                registration.leftByOwnMeans(household.caseNumber());
            } else {
                registration.withdraw(household.caseNumber());
            }
        });
    }
}
