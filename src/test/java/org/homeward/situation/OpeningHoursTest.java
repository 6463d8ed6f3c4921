package org.homeward.situation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.homeward.access.Refusal;

/** Whether a movement can be at its exit while it is open: across midnight, and on the days when the clocks change. */
class OpeningHoursTest {

    private static final ZoneId DAMASCUS = ZoneId.of("Asia/Damascus");
    private static final LocalDate DAY = LocalDate.of(2013, 1, 22);

    /** Reckoned from the spans in which it is open, on days whose clocks do not change. */
    @Property(tries = 500)
    void they_meet_when_a_span_of_being_open_and_the_journey_overlap(
            @ForAll @IntRange(max = 1439) int opens,
            @ForAll @IntRange(max = 1439) int closes,
            @ForAll @IntRange(max = 86_399) int departs,
            @ForAll @IntRange(min = 1, max = 200_000) int seconds) {
        if (opens == closes) {
            return;
        }
        OpeningHours hours =
                new OpeningHours(LocalTime.ofSecondOfDay(opens * 60L), LocalTime.ofSecondOfDay(closes * 60L));
        Instant from = DAY.atStartOfDay().plusSeconds(departs).toInstant(ZoneOffset.UTC);
        Instant until = from.plusSeconds(seconds);
        boolean overlap = false;
        for (int day = -2; day <= 4; day++) {
            LocalDateTime begins = DAY.plusDays(day).atTime(hours.opens());
            LocalDateTime ends = DAY.plusDays(opens < closes ? day : day + 1).atTime(hours.closes());
            overlap |= !begins.atZone(DAMASCUS).toInstant().isAfter(until)
                    && ends.atZone(DAMASCUS).toInstant().isAfter(from);
        }
        assertThat(hours.meet(from, until, DAMASCUS)).isEqualTo(overlap);
    }

    /** Damascus put its clocks on at midnight of 29 March 2013, and back at midnight of 25 October. */
    @Property(tries = 500)
    void at_any_moment_it_is_open_or_closed_also_when_the_clocks_change(
            @ForAll @IntRange(max = 1439) int opens,
            @ForAll @IntRange(max = 1439) int closes,
            @ForAll @IntRange(min = -100_000, max = 100_000) int seconds,
            @ForAll boolean spring) {
        if (opens == closes) {
            return;
        }
        OpeningHours hours =
                new OpeningHours(LocalTime.ofSecondOfDay(opens * 60L), LocalTime.ofSecondOfDay(closes * 60L));
        Instant moment = at(spring ? "2013-03-29T01:00" : "2013-10-25T01:00").plusSeconds(seconds);
        LocalTime shown = LocalTime.ofInstant(moment, DAMASCUS);
        boolean open = opens < closes
                ? !shown.isBefore(hours.opens()) && shown.isBefore(hours.closes())
                : !shown.isBefore(hours.opens()) || shown.isBefore(hours.closes());
        assertThat(hours.meet(moment, moment, DAMASCUS)).isEqualTo(open);
        assertThat(new OpeningHours(hours.closes(), hours.opens()).meet(moment, moment, DAMASCUS))
                .isEqualTo(!open);
        assertThat(hours.meet(moment, moment.plus(Duration.ofHours(49)), DAMASCUS))
                .as("within two days it is open some time, however the clocks change")
                .isTrue();
    }

    @Example
    void hours_that_a_night_does_not_have_are_missed_and_those_it_has_twice_come_twice() {
        OpeningHours early = new OpeningHours(LocalTime.of(0, 0), LocalTime.of(1, 0));
        assertThat(early.meet(at("2013-03-28T23:00"), at("2013-03-29T02:00"), DAMASCUS))
                .isFalse();
        assertThat(early.meet(at("2013-03-29T23:00"), at("2013-03-30T02:00"), DAMASCUS))
                .isTrue();
        OpeningHours late = new OpeningHours(LocalTime.of(23, 0), LocalTime.of(23, 30));
        Instant clocksGoBack = Instant.parse("2013-10-24T21:00:00Z");
        assertThat(late.meet(clocksGoBack.minusSeconds(1_200), clocksGoBack.minusSeconds(1), DAMASCUS))
                .isFalse();
        assertThat(late.meet(clocksGoBack, clocksGoBack.plusSeconds(60), DAMASCUS))
                .isTrue();
    }

    @Example
    void it_is_open_from_the_minute_it_opens_to_the_minute_before_it_closes() {
        OpeningHours night = new OpeningHours(LocalTime.of(22, 0), LocalTime.of(6, 0));
        assertThat(night.meet(at("2013-01-22T21:00"), at("2013-01-22T22:00"), DAMASCUS))
                .isTrue();
        assertThat(night.meet(at("2013-01-22T21:00"), at("2013-01-22T21:59"), DAMASCUS))
                .isFalse();
        assertThat(night.meet(at("2013-01-22T06:00"), at("2013-01-22T21:59"), DAMASCUS))
                .isFalse();
        assertThat(night.meet(at("2013-01-22T05:59"), at("2013-01-22T21:59"), DAMASCUS))
                .isTrue();
    }

    @Example
    void what_is_written_is_two_times_or_nothing() {
        assertThat(OpeningHours.written("8:00", "20:00")).hasToString("08:00–20:00");
        assertThat(OpeningHours.written(" ", null)).isNull();
        assertThatThrownBy(() -> OpeningHours.written("8:00", ""))
                .isInstanceOf(Refusal.class)
                .hasMessage("Say when the exit opens and when it closes, or neither if it is always open.");
        assertThatThrownBy(() -> OpeningHours.written("08:00", "8:00"))
                .hasMessageContaining("opens and closes at the same time");
        assertThatThrownBy(() -> OpeningHours.written("25:00", "8:00")).hasMessageContaining("no time of the day");
        assertThatThrownBy(() -> OpeningHours.written("8", "noon")).hasMessageContaining("no time of the day");
    }

    private static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(DAMASCUS).toInstant();
    }
}
