package org.homeward.planning.web;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homeward.planning.Forecast;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a forecast as they are drawn, in the units of the picture: days to the right, persons upwards, also on pages that
 * run the other way.
 */
final class ForecastChart {

    static final int WIDTH = 720;
    static final int HEIGHT = 300;

    private static final int LEFT = 64;
    private static final int RIGHT = 24;
    private static final int TOP = 16;
    private static final int BOTTOM = 40;
    private static final int MOST_DAYS_NAMED = 8;
    private static final int STEPS = 4;

    private final Forecast forecast;
    private final @Nullable Forecast supposed;
    private final LocalDate first;
    private final long days;
    private final int most;
    private final int step;

    /** @param supposed drawn beside it, if there is one */
    ForecastChart(Forecast forecast, @Nullable Forecast supposed) {
        this.forecast = forecast;
        this.supposed = supposed;
        first = forecast.days().get(0).day();
        LocalDate last = both().map(
                        each -> each.days().get(each.days().size() - 1).day())
                .max(LocalDate::compareTo)
                .orElseThrow();
        days = Math.max(1, ChronoUnit.DAYS.between(first, last));
        step = step(both().mapToInt(Forecast::everybody).max().orElse(0));
        most = step * STEPS;
    }

    private Stream<Forecast> both() {
        return supposed == null ? Stream.of(forecast) : Stream.of(forecast, supposed);
    }

    /** The least of 1, 2, 5, 10, 20, 50… persons that takes everybody in a few steps. */
    private static int step(int everybody) {
        long step = 1;
        while (step * STEPS < everybody) {
            step = Long.toString(step).startsWith("2") ? step / 2 * 5 : step * 2;
        }
        return (int) step;
    }

    /** A line across, or a day beneath. @param at where, in units of the picture */
    public record Mark(double at, int persons, LocalDate day) {}

    public int width() {
        return WIDTH;
    }

    public int height() {
        return HEIGHT;
    }

    public int left() {
        return LEFT;
    }

    public int right() {
        return WIDTH - RIGHT;
    }

    public int bottom() {
        return HEIGHT - BOTTOM;
    }

    /** The lines across, from below. */
    public List<Mark> across() {
        List<Mark> marks = new ArrayList<>();
        for (int persons = 0; persons <= most; persons += step) {
            marks.add(new Mark(y(persons), persons, first));
        }
        return marks;
    }

    /** The days that are named. */
    public List<Mark> named() {
        long apart = (days + MOST_DAYS_NAMED) / MOST_DAYS_NAMED;
        List<Mark> marks = new ArrayList<>();
        for (long day = 0; day <= days; day += apart) {
            marks.add(new Mark(x(first.plusDays(day)), 0, first.plusDays(day)));
        }
        return marks;
    }

    /** How high everybody is. */
    public double everybody() {
        return y(forecast.everybody());
    }

    public String home() {
        return line(forecast);
    }

    public @Nullable String supposed() {
        return supposed == null ? null : line(supposed);
    }

    /** As many as are home at the end of each day, on to the last day drawn. */
    private String line(Forecast of) {
        LocalDate end = first.plusDays(days);
        int last = of.days().get(of.days().size() - 1).home();
        return Stream.concat(of.days().stream().map(day -> point(day.day(), day.home())), Stream.of(point(end, last)))
                .collect(Collectors.joining(" "));
    }

    private String point(LocalDate day, int persons) {
        return String.format(Locale.ROOT, "%.1f,%.1f", x(day), y(persons));
    }

    private double x(LocalDate day) {
        return LEFT + (WIDTH - LEFT - RIGHT) * (double) ChronoUnit.DAYS.between(first, day) / days;
    }

    private double y(int persons) {
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - (double) persons / most);
    }
}
