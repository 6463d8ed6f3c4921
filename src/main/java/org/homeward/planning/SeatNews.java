package org.homeward.planning;

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

    SeatNews(Movements movements) {
        this.movements = movements;
    }

    /** What makes seats news: another itinerary, or another departure of its first leg. */
    static String of(Itinerary itinerary) {
        return itinerary.id() + " " + itinerary.firstLeg().departs();
    }

    /** What makes a delay news. */
    static String of(Movement delayed) {
        return delayed.code() + " " + delayed.departs();
    }

    @Override
    public boolean of(Message message) {
        return switch (message.kind()) {
            case Planning.JOINING_INSTRUCTIONS ->
                held(message).map(SeatNews::of).filter(message.news()::equals).isPresent();
            case Planning.RECONFIRMATION ->
                held(message)
                        .filter(itinerary -> message.news().startsWith(SeatNews.of(itinerary) + " "))
                        .isPresent();
            case "delayed" ->
                held(message).map(Itinerary::legs).stream()
                        .flatMap(legs -> legs.stream().map(SeatNews::of))
                        .anyMatch(message.news()::equals);
            // "Do not set out" must not arrive after the instructions for new seats.
            case "seatsLost", "noPlaceForAll", "vettedAnew" ->
                held(message)
                        .filter(itinerary -> itinerary.madeAt().isAfter(message.madeAt()))
                        .isEmpty();
            default -> true;
        };
    }

    private Optional<Itinerary> held(Message message) {
        return movements.itinerary(message.householdId());
    }
}
