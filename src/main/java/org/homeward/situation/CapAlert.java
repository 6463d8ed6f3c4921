package org.homeward.situation;

import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An alert as the Common Alerting Protocol 1.2 (OASIS, 2010) has it: what Homeward reads and writes of it.
 *
 * @param identifier and {@code sender}: together they name it
 * @param status {@code Actual}, {@code Exercise}, {@code System}, {@code Test} or {@code Draft}
 * @param msgType {@code Alert}, {@code Update}, {@code Cancel}, {@code Ack} or {@code Error}
 * @param restriction for whom it is, when {@code scope} is {@code Restricted}
 * @param references the alerts that it updates or cancels: {@code sender,identifier,sent}, parted by blanks
 */
public record CapAlert(
        String identifier,
        String sender,
        OffsetDateTime sent,
        String status,
        String msgType,
        String scope,
        @Nullable String restriction,
        @Nullable String references,
        List<Info> infos) {

    /**
     * What it says, in one language.
     *
     * @param responseType what to do, such as {@code Avoid} or {@code AllClear}; null when it does not say
     * @param severity {@code Extreme}, {@code Severe}, {@code Moderate}, {@code Minor} or {@code Unknown}
     */
    public record Info(
            String language,
            String category,
            String event,
            @Nullable String responseType,
            String urgency,
            String severity,
            String certainty,
            @Nullable OffsetDateTime expires,
            @Nullable String headline,
            @Nullable String description,
            @Nullable String instruction,
            List<Area> areas) {}

    /** Where it holds. */
    public record Area(String description, List<Geocode> geocodes) {}

    /** @param name what kind of code it is, such as {@code ISO 3166-2} */
    public record Geocode(String name, String value) {}
}
