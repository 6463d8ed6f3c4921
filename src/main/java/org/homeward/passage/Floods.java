package org.homeward.passage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.Refusal;
import org.springframework.stereotype.Component;

/** Holds back a device or an officer's programs that send more than anybody can count, on this node, by the minute. */
@Component
public class Floods {

    /** Nobody holds a hundred passes to a camera in a second; a phone that was offline all day has some thousands. */
    private static final int MOST_OF_DEVICE = 6_000;

    /** All devices of one officer together. */
    private static final int MOST_OF_OFFICER = 30_000;

    private final Clock clock;
    private final CurrentOfficer officer;
    private volatile Minute minute = new Minute(Instant.MIN, Map.of());

    private record Minute(Instant begun, Map<String, AtomicInteger> sent) {}

    Floods(Clock clock, CurrentOfficer officer) {
        this.clock = clock;
        this.officer = officer;
    }

    /** @throws Refusal.TooMany if these are more than are taken in this minute: none of them is */
    public void admit(List<Scan> scans) {
        Instant now = clock.instant();
        Map<String, AtomicInteger> sent = sentIn(now.truncatedTo(ChronoUnit.MINUTES));
        boolean flood = count(sent, "officer " + officer.name(), scans.size()) > MOST_OF_OFFICER;
        for (Scan scan : scans) {
            flood |= scan.device() != null && count(sent, "device " + scan.device(), 1) > MOST_OF_DEVICE;
        }
        if (flood) {
            Instant next = now.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
            throw new Refusal.TooMany(
                    "More scans came in this minute than anybody can count. None of these was taken: keep them, and send them"
                            + " again in a minute.",
                    Duration.between(now, next).plusSeconds(1));
        }
    }

    private Map<String, AtomicInteger> sentIn(Instant begun) {
        Minute current = minute;
        if (!current.begun().equals(begun)) {
            current = new Minute(begun, new ConcurrentHashMap<>());
            minute = current;
        }
        return current.sent();
    }

    private static int count(Map<String, AtomicInteger> sent, String whose, int scans) {
        return sent.computeIfAbsent(whose, first -> new AtomicInteger()).addAndGet(scans);
    }
}
