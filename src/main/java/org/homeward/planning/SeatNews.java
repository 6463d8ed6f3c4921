package org.homeward.planning;

import static java.util.stream.Collectors.joining;

import java.util.Optional;
import org.homeward.contact.Message;
import org.homeward.contact.StillTrue;
import org.homeward.movement.Itinerary;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.springframework.stereotype.Component;

/** Which seats a message is about, and whether they are still those that the household has. */
@Component
class SeatNews implements StillTrue {

    private final Movements movements;
    private final Releases releases;

    SeatNews(Movements movements, Releases releases) {
        this.movements = movements;
        this.releases = releases;
    }

    /** What makes seats news: another itinerary, or another departure of any of its movements. */
    static String of(Itinerary itinerary) {
        return itinerary.legs().stream()
                .map(leg -> leg.departs().toString())
                .collect(joining(" ", itinerary.id() + " ", ""));
    }

    /** What makes only its beginning news, of which people are asked whether they come. */
    private static String ofFirstLeg(Itinerary itinerary) {
        return itinerary.id() + " " + itinerary.firstLeg().departs();
    }

    /** Whether the message says this, the first time or once more. */
    static boolean isOf(Message message, String news) {
        return message.news().equals(news) || message.news().startsWith(news + " after ");
    }

    /** What makes a delay news. */
    static String of(Movement delayed) {
        return delayed.code() + " " + delayed.departs();
    }

    @Override
    public boolean of(Message message) {
        return switch (message.kind()) {
            case Planning.JOINING_INSTRUCTIONS ->
                // Of the first leg alone: written before later ones were named.
                held(message)
                        .filter(itinerary -> isOf(message, of(itinerary)) || isOf(message, ofFirstLeg(itinerary)))
                        .isPresent();
            case Planning.RECONFIRMATION ->
                held(message)
                        .filter(itinerary -> message.news().startsWith(ofFirstLeg(itinerary) + " "))
                        .isPresent();
            case "delayed" ->
                held(message).map(Itinerary::legs).stream()
                        .flatMap(legs -> legs.stream().map(SeatNews::of))
                        .anyMatch(message.news()::equals);
            // "Do not set out" must not arrive after the instructions for new seats.
            case "seatsLost", "noPlaceForAll", "vettedAnew" ->
                held(message)
                        .filter(itinerary -> itinerary.madeAt().isAfter(message.madeAt()))
                        .filter(releases::isTold)
                        .isEmpty();
            default -> true;
        };
    }

    private Optional<Itinerary> held(Message message) {
        return movements.itinerary(message.householdId());
    }
}
