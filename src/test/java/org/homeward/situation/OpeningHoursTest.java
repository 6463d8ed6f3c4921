package org.homeward.situation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.homeward.access.Refusal;
import org.homeward.situation.OpeningHours.Span;

class OpeningHoursTest {

    private static final ZoneId DAMASCUS = ZoneId.of("Asia/Damascus");
    private static final LocalDate DAY = LocalDate.of(2013, 1, 22);
    private static final Locale RUSSIAN = Locale.forLanguageTag("ru");

    /** Reckoned from the spans in which it is open, in weeks whose clocks do not change. */
    @Property(tries = 300)
    void they_meet_when_a_span_of_being_open_and_the_journey_overlap(
            @ForAll @From("weeks") OpeningHours hours,
            @ForAll @IntRange(max = 700_000) int departs,
            @ForAll @IntRange(min = 1, max = 900_000) int seconds) {
        Instant from = DAY.atStartOfDay().plusSeconds(departs).toInstant(ZoneOffset.UTC);
        Instant until = from.plusSeconds(seconds);
        boolean overlap = false;
        for (int day = -2; day <= 21; day++) {
            LocalDate date = DAY.plusDays(day);
            Span span = hours.week().get(date.getDayOfWeek());
            if (span != null) {
                overlap |= !at(date, span.opens()).isAfter(until)
                        && at(date, span.closes()).isAfter(from);
            }
        }
        assertThat(hours.meet(from, until, DAMASCUS)).isEqualTo(overlap);
    }

    /** Damascus put its clocks on at midnight of Friday 29 March 2013, and back at midnight of Friday 25 October. */
    @Property(tries = 300)
    void at_any_moment_it_is_open_or_closed_also_when_the_clocks_change(
            @ForAll @From("weeks") OpeningHours hours,
            @ForAll @IntRange(min = -200_000, max = 200_000) int seconds,
            @ForAll boolean spring) {
        Instant moment = at(spring ? "2013-03-29T01:00" : "2013-10-25T01:00").plusSeconds(seconds);
        LocalDateTime shown = LocalDateTime.ofInstant(moment, DAMASCUS);
        boolean open = false;
        for (LocalDate date : List.of(shown.toLocalDate(), shown.toLocalDate().minusDays(1))) {
            Span span = hours.week().get(date.getDayOfWeek());
            open |= span != null
                    && !shown.isBefore(date.atStartOfDay().plusMinutes(span.opens()))
                    && shown.isBefore(date.atStartOfDay().plusMinutes(span.closes()));
        }
        assertThat(hours.meet(moment, moment, DAMASCUS)).isEqualTo(open);
    }

    @Property(tries = 300)
    void the_next_opening_is_the_first_moment_at_which_it_is_open(
            @ForAll @From("weeks") OpeningHours hours,
            @ForAll @IntRange(min = -700_000, max = 700_000) int seconds,
            @ForAll boolean spring) {
        Instant moment = at(spring ? "2013-03-29T01:00" : "2013-10-25T01:00").plusSeconds(seconds);
        Instant opening = hours.from(moment, DAMASCUS);
        assertThat(opening).isAfterOrEqualTo(moment);
        assertThat(hours.meet(opening, opening, DAMASCUS)).isTrue();
        assertThat(opening.equals(moment) || !hours.meet(moment, opening.minusSeconds(1), DAMASCUS))
                .isTrue();
    }

    @Property(tries = 300)
    void what_is_written_of_them_in_either_language_is_read_as_the_same(@ForAll @From("weeks") OpeningHours hours) {
        assertThat(OpeningHours.written(hours.toString())).isEqualTo(hours);
        assertThat(OpeningHours.written(hours.in(RUSSIAN))).isEqualTo(hours);
    }

    @Property
    void whatever_is_written_is_read_or_refused_in_a_sentence(@ForAll @From("lines") String line) {
        try {
            OpeningHours hours = OpeningHours.written(line);
            assertThat(OpeningHours.written(hours == null ? "" : hours.toString()))
                    .isEqualTo(hours);
        } catch (Refusal refusal) {
            assertThat(refusal.getMessage()).endsWith(".");
            assertThat(refusal.field()).isEqualTo("hours");
        }
    }

    @Example
    void hours_that_a_night_does_not_have_are_missed_and_those_it_has_twice_come_twice() {
        OpeningHours early = hours("00:00–01:00");
        assertThat(early.meet(at("2013-03-28T23:00"), at("2013-03-29T02:00"), DAMASCUS))
                .isFalse();
        assertThat(early.meet(at("2013-03-29T23:00"), at("2013-03-30T02:00"), DAMASCUS))
                .isTrue();
        OpeningHours late = hours("23:00–23:30");
        Instant clocksGoBack = Instant.parse("2013-10-24T21:00:00Z");
        assertThat(late.meet(clocksGoBack.minusSeconds(1_200), clocksGoBack.minusSeconds(1), DAMASCUS))
                .isFalse();
        assertThat(late.meet(clocksGoBack, clocksGoBack.plusSeconds(60), DAMASCUS))
                .isTrue();
        assertThat(late.from(clocksGoBack.minusSeconds(1_200), DAMASCUS)).isEqualTo(clocksGoBack);
        assertThat(hours("closed; Fri 00:15–00:45").from(at("2013-03-28T12:00"), DAMASCUS))
                .as("that hour is skipped on the first Friday")
                .isEqualTo(at("2013-04-05T00:15"));
    }

    @Example
    void it_is_open_from_the_minute_it_opens_to_the_minute_before_it_closes() {
        OpeningHours night = hours("22:00–06:00");
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
    void a_night_that_begins_on_an_open_day_lasts_into_one_on_which_it_is_closed() {
        OpeningHours weekend = hours("22:00–06:00; Fri, Sat closed");
        assertThat(weekend.meet(at("2013-01-25T05:00"), at("2013-01-25T05:00"), DAMASCUS))
                .as("Friday before dawn is still Thursday's night")
                .isTrue();
        assertThat(weekend.meet(at("2013-01-25T06:00"), at("2013-01-27T21:59"), DAMASCUS))
                .isFalse();
        assertThat(weekend.from(at("2013-01-25T06:00"), DAMASCUS)).isEqualTo(at("2013-01-27T22:00"));
    }

    @Example
    void a_line_says_the_hours_of_the_week() {
        assertThat(hours("8-20; Fri 10:00-14:00; SATURDAY closed"))
                .hasToString("08:00–20:00; Fri 10:00–14:00; Sat closed")
                .extracting(hours -> hours.in(RUSSIAN))
                .isEqualTo("08:00–20:00; пт 10:00–14:00; сб закрыт");
        assertThat(hours("Sun–Thu 8.00–24.00; пт., суббота закрыт")).hasToString("08:00–24:00; Fri, Sat closed");
        assertThat(hours("closed; Fri always")).hasToString("closed; Fri always");
        assertThat(hours("always; Fri closed")).hasToString("always; Fri closed");
        assertThat(OpeningHours.written(" ")).isNull();
        assertThat(OpeningHours.written("always")).isNull();
        assertThat(OpeningHours.written("00:00–24:00")).isNull();
    }

    @Example
    void what_cannot_be_meant_is_refused_with_what_to_write() {
        assertRefused("Fri 10:00–14:00", "Nothing is said about Mon, Tue, Wed, Thu, Sat, Sun: begin with the hours");
        assertRefused("08:00–8:00", "opens and closes at the same time");
        assertRefused("25:00–8:00", "no time of the day");
        assertRefused("08:60–20:00", "no time of the day");
        assertRefused("24:00–8:00", "no time of the day");
        assertRefused("8 until noon", "'8 until noon' cannot be read: write such as");
        assertRefused("08:00–20:00; Foo closed", "'Foo closed' cannot be read");
        assertRefused("08:00–20:00; T closed", "'T closed' cannot be read");
        assertRefused("08:00–12:00; 14:00–18:00", "A day has hours twice, the second time in '14:00–18:00'.");
        assertRefused("08:00–12:00; Thu–Sat closed; Fri 9–10", "A day has hours twice");
        assertRefused("x ".repeat(101), "Keep the opening hours to 200 characters.");
        assertRefused("closed", "The exit would never be open: close it instead.");
    }

    private static void assertRefused(String line, String sentence) {
        assertThatThrownBy(() -> OpeningHours.written(line))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(sentence);
    }

    @Provide
    Arbitrary<OpeningHours> weeks() {
        Arbitrary<Span> span = Combinators.combine(
                        Arbitraries.integers().between(0, 1439),
                        Arbitraries.integers().between(1, 1439))
                .as((opens, minutes) -> new Span(opens, opens + minutes));
        Arbitrary<Span> day = Arbitraries.oneOf(span, Arbitraries.of(Span.WHOLE_DAY, new Span(480, 1200)))
                .injectNull(0.3);
        return day.list()
                .ofSize(7)
                .map(OpeningHoursTest::week)
                .filter(week -> !week.isEmpty()
                        && (week.size() < 7 || !week.values().stream().allMatch(Span.WHOLE_DAY::equals)))
                .map(OpeningHours::new);
    }

    private static Map<DayOfWeek, Span> week(List<Span> spans) {
        Map<DayOfWeek, Span> week = new EnumMap<>(DayOfWeek.class);
        for (DayOfWeek day : DayOfWeek.values()) {
            Span span = spans.get(day.ordinal());
            if (span != null) {
                week.put(day, span);
            }
        }
        return week;
    }

    @Provide
    Arbitrary<String> lines() {
        return Arbitraries.of(
                        "8:00", "–", "-", "20", ";", " ", "Fri", "сб", "Mon-Thu", ",", "closed", "always", "24:00",
                        "закрыт", ".", "x", "'", "99999")
                .list()
                .ofMaxSize(9)
                .map(words -> String.join(" ", words));
    }

    private static OpeningHours hours(String line) {
        return requireNonNull(OpeningHours.written(line));
    }

    private static Instant at(LocalDate date, int minute) {
        return date.atStartOfDay().plusMinutes(minute).atZone(DAMASCUS).toInstant();
    }

    private static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(DAMASCUS).toInstant();
    }
}
