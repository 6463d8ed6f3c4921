package org.homeward.planning;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.homeward.household.Person;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.movement.SeatPlan;
import org.homeward.movement.SeatPlans;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Check-in for a flight: who has come, where each sits, and what baggage each family brings. Whom an officer may not know of is not
 * there: their seats look like seats that are not given.
 */
@Component
public class CheckIn {

    /** Kilograms for each person, as the joining instructions say. */
    private static final int BAGGAGE_OF_ONE = 20;

    private static final int MOST_PIECES = 200;
    private static final int MOST_KG = 5000;

    private final Movements movements;
    private final MovementOrders orders;
    private final SeatPlans plans;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final CurrentOfficer officer;
    private final Audit audit;
    private final ZoneId zone;

    CheckIn(
            Movements movements,
            MovementOrders orders,
            SeatPlans plans,
            JdbcClient jdbc,
            Clock clock,
            CurrentOfficer officer,
            Audit audit,
            @Value("${homeward.zone}") ZoneId zone) {
        this.movements = movements;
        this.orders = orders;
        this.plans = plans;
        this.jdbc = jdbc;
        this.clock = clock;
        this.officer = officer;
        this.audit = audit;
        this.zone = zone;
    }

    /** @param plan null: its vehicle has no plan of seats @param free seats not given to any of these, from the front */
    public record Sheet(Movement movement, @Nullable SeatPlan plan, List<String> free, List<Party> parties) {

        public int kg() {
            return parties.stream().mapToInt(Party::kgOrNone).sum();
        }

        public int pieces() {
            return parties.stream()
                    .mapToInt(party -> party.pieces() == null ? 0 : party.pieces())
                    .sum();
        }

        /** Whether it is more baggage than the vehicle takes. */
        public boolean tooHeavy() {
            return movement.baggageKg() != null && kg() > movement.baggageKg();
        }

        public long persons() {
            return parties.stream()
                    .mapToLong(party -> party.passengers().size())
                    .sum();
        }

        public long counted() {
            return parties.stream()
                    .flatMap(party -> party.passengers().stream())
                    .filter(Passenger::counted)
                    .count();
        }

        /** How many of those who sit have no seat yet. */
        public long withoutSeat() {
            return parties.stream()
                    .flatMap(party -> party.passengers().stream())
                    .filter(passenger -> passenger.sits() && passenger.seat() == null)
                    .count();
        }
    }

    /** A household aboard. @param pieces of baggage, and {@code kg}; null: not noted yet */
    public record Party(
            String caseNumber,
            boolean restricted,
            @Nullable Integer pieces,
            @Nullable Integer kg,
            List<Passenger> passengers) {

        int kgOrNone() {
            return kg == null ? 0 : kg;
        }

        /** What it may bring, in kilograms. */
        public int allowedKg() {
            return BAGGAGE_OF_ONE * passengers.size();
        }

        public boolean tooHeavy() {
            return kgOrNone() > allowedKg();
        }
    }

    /** @param counted whether the person has been counted at check-in @param byHand whether an officer chose the seat */
    public record Passenger(
            long id,
            @Nullable String name,
            @Nullable String latinName,
            boolean child,
            String place,
            boolean counted,
            @Nullable String seat,
            boolean byHand) {

        /** Of a seat that is given. */
        int row() {
            return Integer.parseInt(String.valueOf(seat).replaceAll("\\D", ""));
        }

        /** Whoever lies on a stretcher, or in the mother's arms, has no seat. */
        public boolean sits() {
            return place.equals("seat") || place.equals("wheelchair");
        }
    }

    /** Everybody on a flight, by case number; reading it is on record. @throws Refusal.NotFound if it is no flight */
    @Transactional
    public Sheet read(String code) {
        Movement movement = flight(movements.named(code));
        SeatPlan plan = plans.of(movement.vehicleType()).orElse(null);
        List<Party> parties = parties(movement);
        Set<String> taken = parties.stream()
                .flatMap(party -> party.passengers().stream())
                .flatMap(passenger -> Stream.ofNullable(passenger.seat()))
                .collect(Collectors.toSet());
        audit.recordOf("read", movement.code(), "check-in");
        return new Sheet(
                movement,
                plan,
                plan == null
                        ? List.of()
                        : plan.seats().stream()
                                .filter(seat -> !plan.blocked().contains(seat) && !taken.contains(seat))
                                .toList(),
                parties);
    }

    private static Movement flight(Movement movement) {
        if (!movement.goesHome()) {
            throw new Refusal.NotFound("This movement is no flight: there is no check-in.");
        }
        return movement;
    }

    /** A person aboard with what is known of the household. */
    private record Aboard(
            String caseNumber,
            boolean restricted,
            long id,
            @Nullable String name,
            @Nullable String latinName,
            @Nullable LocalDate born,
            String relation,
            String place,
            boolean counted,
            @Nullable String seat,
            boolean byHand,
            @Nullable Integer pieces,
            @Nullable Integer kg) {

        private Passenger passengerOn(LocalDate day) {
            return new Passenger(
                    id, name, latinName, Person.minorOn(day, born, relation), place, counted, seat, byHand);
        }
    }

    private List<Party> parties(Movement movement) {
        LocalDate day = LocalDate.ofInstant(movement.departs(), zone);
        Map<String, List<Aboard>> households = jdbc
                .sql("""
                select case_number, restricted, person.id, person.name, person.latin_name, born, relation, reservation.place,
                       given.seat, coalesce(given.by_hand, false) as by_hand, bags.pieces, bags.kg,
                       exists (select from scan where scan.person_id = person.id and scan.movement_id = :movement
                               and checkpoint = 'check-in' and verdict = 'taken') as counted
                from reservation join household on household.id = reservation.household_id
                  join person on person.id = reservation.person_id
                  left join given_seat given on given.movement_id = :movement and given.person_id = person.id
                    and given.seat = any(:seats)
                  left join checked_baggage bags on bags.movement_id = :movement and bags.household_id = household.id
                where reservation.movement_id = :movement and reservation.state = 'held' and (not restricted or :cleared)
                order by case_number, position, person.id""")
                .param("movement", movement.id())
                .param("seats", seatsOf(movement))
                .param("cleared", officer.cleared())
                .query(Aboard.class)
                .list()
                .stream()
                .collect(Collectors.groupingBy(Aboard::caseNumber, LinkedHashMap::new, Collectors.toList()));
        return households.values().stream()
                .map(members -> new Party(
                        members.get(0).caseNumber(),
                        members.get(0).restricted(),
                        members.get(0).pieces(),
                        members.get(0).kg(),
                        members.stream().map(member -> member.passengerOn(day)).toList()))
                .toList();
    }

    /** All there are by the plan of its vehicle: whoever had another, before the vehicle was changed, has none. */
    private String[] seatsOf(Movement movement) {
        return plans.of(movement.vehicleType())
                .map(plan -> plan.seats().toArray(String[]::new))
                .orElse(new String[0]);
    }

    /** Seats that somebody has whose reservation holds, whoever may know of them. */
    private Set<String> taken(Movement movement) {
        return Set.copyOf(jdbc.sql("select seat from given_seat where movement_id = :movement")
                .param("movement", movement.id())
                .query(String.class)
                .list());
    }

    /** The seat of each person who has one on a movement, for its manifest. */
    public Map<Long, String> seats(long movementId) {
        Map<Long, String> seats = new HashMap<>();
        jdbc.sql("select person_id, seat from given_seat where movement_id = :movement and seat = any(:seats)")
                .param("movement", movementId)
                .param("seats", seatsOf(movements.get(movementId)))
                .query(row -> {
                    seats.put(row.getLong("person_id"), row.getString("seat"));
                });
        return seats;
    }

    /**
     * Gives a seat to everybody of whom the officer may know: families anew, see {@link FamilySeats}, but who has a seat by hand
     * keeps it.
     *
     * @return for how many no seat was left
     * @throws Refusal if the movement has left, or its vehicle has no plan of seats
     */
    @Transactional
    public long giveSeats(String code) {
        Movement movement = flight(orders.changeable(code));
        SeatPlan plan = plan(movement);
        List<Party> parties = parties(movement);
        List<FamilySeats.Family> families =
                parties.stream().map(CheckIn::toSeat).toList();
        forgetGone(movement);
        jdbc.sql("delete from given_seat where movement_id = :movement and not by_hand and person_id = any(:known)")
                .param("movement", movement.id())
                .param(
                        "known",
                        parties.stream()
                                .flatMap(party -> party.passengers().stream())
                                .map(Passenger::id)
                                .toArray(Long[]::new))
                .update();
        Map<Long, String> given = new FamilySeats(plan, taken(movement)).give(families);
        jdbc.sql("""
                insert into given_seat (movement_id, person_id, seat, by_hand)
                select :movement, person, seat, false from unnest(:persons, :seats) as given (person, seat)""")
                .param("movement", movement.id())
                .param("persons", given.keySet().toArray(Long[]::new))
                .param("seats", given.values().toArray(String[]::new))
                .update();
        audit.recordOf("seats by row", movement.code(), given.size() + " given");
        return families.stream().mapToLong(family -> family.members().size()).sum() - given.size();
    }

    /** Those of a household for whom seats are looked for. */
    private static FamilySeats.Family toSeat(Party party) {
        return new FamilySeats.Family(
                party.caseNumber(),
                party.passengers().stream()
                        .filter(passenger -> passenger.sits() && !passenger.byHand())
                        .map(passenger -> new FamilySeats.Traveller(
                                passenger.id(),
                                passenger.child(),
                                passenger.place().equals("wheelchair")))
                        .toList(),
                party.passengers().stream()
                        .filter(Passenger::byHand)
                        .map(Passenger::row)
                        .findFirst()
                        .orElse(null));
    }

    private SeatPlan plan(Movement movement) {
        return plans.of(movement.vehicleType())
                .orElseThrow(() -> new Refusal("The vehicle type of " + movement.code()
                        + " has no plan of seats: it is written on the page of the vehicle types."));
    }

    /** Seats of who has left, and seats that there are no more. */
    private void forgetGone(Movement movement) {
        jdbc.sql("""
                delete from given_seat where movement_id = :movement and (seat <> all(:seats) or not exists (
                  select from reservation where reservation.movement_id = :movement and state = 'held'
                    and reservation.person_id = given_seat.person_id))""")
                .param("movement", movement.id())
                .param("seats", seatsOf(movement))
                .update();
    }

    /**
     * Notes what an officer has changed of a household: seats by hand, and its baggage.
     *
     * @param seats by person, such as {@code 12A}; empty: none; who is left out keeps the seat
     * @param pieces of baggage, from 0 to 200, and {@code kg}, from 0 to 5000 for all of them; both empty: not noted now
     * @throws Refusal if the movement has left, there is no such household aboard, a seat is not free, whoever has it, or it is no
     *     such number; then nothing is noted
     */
    @Transactional
    public void note(String code, String caseNumber, Map<Long, String> seats, String pieces, String kg) {
        Movement movement = flight(orders.changeable(code));
        Party party = parties(movement).stream()
                .filter(one -> one.caseNumber().equals(PlainText.of(caseNumber)))
                .findFirst()
                .orElseThrow(() -> new Refusal("There is no such household on this movement."));
        forgetGone(movement);
        Map<Long, String> changed = changed(party, seats);
        if (!changed.isEmpty()) {
            giveByHand(movement, changed);
        }
        if (!pieces.isBlank() || !kg.isBlank()) {
            noteBaggage(movement, party, number(pieces, MOST_PIECES, "pieces"), number(kg, MOST_KG, "kg"));
        }
    }

    /** The seats that are asked for and are not those given, empty for none. */
    private static Map<Long, String> changed(Party party, Map<Long, String> seats) {
        Map<Long, String> changed = new LinkedHashMap<>();
        party.passengers().stream()
                .filter(passenger -> passenger.sits() && seats.containsKey(passenger.id()))
                .forEach(passenger -> {
                    String wanted = PlainText.of(seats.get(passenger.id()))
                            .toUpperCase(Locale.ROOT)
                            .replace(" ", "");
                    if (!wanted.equals(Objects.requireNonNullElse(passenger.seat(), ""))) {
                        changed.put(passenger.id(), wanted);
                    }
                });
        return changed;
    }

    private void giveByHand(Movement movement, Map<Long, String> changed) {
        SeatPlan plan = plan(movement);
        jdbc.sql("delete from given_seat where movement_id = :movement and person_id = any(:persons)")
                .param("movement", movement.id())
                .param("persons", changed.keySet().toArray(Long[]::new))
                .update();
        changed.forEach((person, seat) -> {
            if (!seat.isEmpty()) {
                giveByHand(movement, plan, person, seat);
            }
        });
    }

    private void giveByHand(Movement movement, SeatPlan plan, long person, String seat) {
        if (!plan.seats().contains(seat)
                || plan.blocked().contains(seat)
                || taken(movement).contains(seat)) {
            String said = seat.length() > 10 ? seat.substring(0, 10) + "…" : seat;
            throw new Refusal("The seat " + said + " is not free, or there is none such: choose another.", "seat");
        }
        jdbc.sql(
                        "insert into given_seat (movement_id, person_id, seat, by_hand) values (:movement, :person, :seat, true)")
                .param("movement", movement.id())
                .param("person", person)
                .param("seat", seat)
                .update();
    }

    private void noteBaggage(Movement movement, Party party, int pieces, int kg) {
        jdbc.sql("""
                insert into checked_baggage (movement_id, household_id, pieces, kg, noted_at, noted_by)
                select :movement, id, :pieces, :kg, :now, :officer from household where case_number = :case
                on conflict (movement_id, household_id) do update
                set pieces = excluded.pieces, kg = excluded.kg, noted_at = excluded.noted_at, noted_by = excluded.noted_by""")
                .param("movement", movement.id())
                .param("pieces", pieces)
                .param("kg", kg)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("officer", officer.name())
                .param("case", party.caseNumber())
                .update();
    }

    private static int number(String written, int most, String field) {
        String text = PlainText.of(written);
        if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) > most) {
            throw new Refusal(
                    "Give pieces and kilograms of baggage as whole numbers: at most 200 pieces and 5000 kg.", field);
        }
        return Integer.parseInt(text);
    }
}
