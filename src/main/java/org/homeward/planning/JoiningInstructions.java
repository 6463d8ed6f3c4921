package org.homeward.planning;

import static java.util.stream.Collectors.groupingBy;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.homeward.contact.Message;
import org.homeward.contact.Messages;
import org.homeward.movement.Itinerary;
import org.homeward.movement.Movement;
import org.homeward.situation.Towns;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Where and when to be, and what to bring, and whether they come: what households are told and asked of their seats. */
@Component
class JoiningInstructions {

    private final Messages messages;
    private final Timetable timetable;
    private final Towns towns;
    private final Clock clock;
    private final String telephone;

    JoiningInstructions(
            Messages messages,
            Timetable timetable,
            Towns towns,
            Clock clock,
            @Value("${homeward.telephone}") String telephone) {
        this.messages = messages;
        this.timetable = timetable;
        this.towns = towns;
        this.clock = clock;
        this.telephone = telephone;
    }

    /** Tells a household of its seats, at once if it is late; again what it was told before if something else was in between. */
    void send(Itinerary itinerary) {
        String news = newsFor(itinerary.householdId(), SeatNews.of(itinerary));
        send(Map.of(itinerary.householdId(), news), itinerary.firstLeg(), itinerary.lastLeg());
    }

    /** Tells households of seats that they were given just now. */
    void sendNew(Collection<Itinerary> itineraries) {
        itineraries.stream()
                .collect(groupingBy(itinerary ->
                        List.of(itinerary.firstLeg().id(), itinerary.lastLeg().id())))
                .values()
                .forEach(this::sendAlike);
    }

    private void sendAlike(List<Itinerary> alike) {
        Map<Long, String> news = new TreeMap<>();
        alike.forEach(itinerary -> news.put(itinerary.householdId(), SeatNews.of(itinerary)));
        send(news, alike.get(0).firstLeg(), alike.get(0).lastLeg());
    }

    private void send(Map<Long, String> news, Movement first, Movement last) {
        messages.tell(
                news,
                Planning.JOINING_INSTRUCTIONS,
                town(first.origin()),
                latest(timetable.muster(first), clock.instant()),
                first.code(),
                first.departs(),
                town(last.destination()),
                new Messages.Words("bring"),
                new Messages.Words("baggage"),
                new Messages.Words("comeTogether"),
                whereToCall(),
                then("then", first, last),
                then("then.sms", first, last));
    }

    /** Nothing if one movement brings them home. */
    private Object then(String text, Movement first, Movement last) {
        return last.id() == first.id()
                ? ""
                : new Messages.Words(text, last.code(), town(last.origin()), last.departs());
    }

    /** Asks a household whether it comes. */
    void askToConfirm(Itinerary itinerary) {
        messages.tell(
                itinerary.householdId(),
                Planning.RECONFIRMATION,
                SeatNews.of(itinerary) + " " + clock.instant(),
                itinerary.firstLeg().code(),
                itinerary.firstLeg().departs(),
                whereToCall());
    }

    /** Nothing if no telephone is set up. */
    private Object whereToCall() {
        return telephone.isBlank() ? "" : new Messages.Words("telephone", telephone);
    }

    /** News again if something else was told in between: a delay that was taken back. */
    private String newsFor(long householdId, String news) {
        Optional<Message> last = messages.last(householdId, Planning.JOINING_INSTRUCTIONS);
        boolean sameAsLast = last.filter(told -> SeatNews.isOf(told, news)).isPresent();
        return last.isEmpty()
                ? news
                : sameAsLast ? last.get().news() : news + " after " + last.get().id();
    }

    private Messages.InLanguage town(String written) {
        return language -> towns.name(written, language);
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
