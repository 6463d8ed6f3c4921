package org.homeward.planning;

import static java.time.temporal.ChronoUnit.SECONDS;
import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import org.homeward.situation.SituationChange;
import org.homeward.situation.SituationChanges.Report;
import org.jspecify.annotations.Nullable;

/**
 * What strikes movements.
 *
 * @param value as in {@link SituationChange}
 * @param until when a road that is cut is free again; null for other kinds
 */
record Blow(
        String kind,
        String subject,
        @Nullable Integer value,
        @Nullable Instant until) {

    static Blow from(SituationChange change) {
        return new Blow(
                change.kind(),
                change.subject(),
                change.value(),
                change.until() == null ? null : change.until().toInstant());
    }

    static Blow from(Report report, Instant now) {
        String kind = requireNonNull(report.kind());
        Instant until = kind.equals("roadCut")
                ? now.plus(Duration.ofHours(requireNonNull(report.value()))).truncatedTo(SECONDS)
                : null;
        return new Blow(kind, requireNonNull(report.subject()), report.value(), until);
    }
}
