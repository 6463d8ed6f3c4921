package org.homeward.planning;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.homeward.Breaks;
import org.homeward.HomewardTest;
import org.homeward.people.Figures;
import org.homeward.planning.Forecasts.Comparison;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** When will 30,000 households be home on 900 convoys and 600 flights, and what if an exit closes for two days? */
@HomewardTest
@Breaks({"I1", "I2", "I3", "I4"})
@TestPropertySource(properties = "homeward.forecast-kept=PT1M")
class ForecastBench {

    private static final int HOUSEHOLDS = 30_000;

    @Autowired
    private Days days;

    @Autowired
    private Forecasts forecasts;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void thirty_thousand_households_are_forecast_and_a_closed_exit_is_supposed() throws Exception {
        days.begin();
        anOperation();
        LocalDate today = LocalDate.ofInstant(Days.MORNING, ZoneOffset.UTC);
        Hypothesis closed = new Hypothesis.ExitCloses("MASNAA", today.plusDays(2), today.plusDays(3));

        long began = System.nanoTime();
        Forecast first = forecasts.now();
        double cold = seconds(began);
        days.it_is(Days.MORNING.plus(Duration.ofMinutes(2)));
        began = System.nanoTime();
        forecasts.now();
        double anew = seconds(began);
        began = System.nanoTime();
        forecasts.now();
        double kept = seconds(began);
        began = System.nanoTime();
        Comparison comparison = forecasts.suppose(List.of(closed));
        double supposed = seconds(began);

        assertThat(first.everybody()).isEqualTo(HOUSEHOLDS * 3);
        new Figures("forecast")
                .add("households", HOUSEHOLDS)
                .add("persons", first.everybody())
                .add("of them without a place", first.left().persons())
                .add("seconds for the first forecast after a start", cold)
                .add("seconds for one anew", anew)
                .add("seconds for one that is kept", kept)
                .add("seconds for what if, an exit closed for two days", supposed)
                .add(
                        "persons who are home later at most by it",
                        requireNonNull(comparison.greatest()).persons())
                .print();
    }

    /** A third has seats on a tenth of the movements; all need three. */
    private void anOperation() {
        jdbc.sql("""
                insert into household (case_number, stage, stage_since, registered_at, ready_since, governorate, priority)
                select 'B' || n, case when n % 3 = 0 then 'seated' else 'ready' end, :now, :now,
                       :now - n % 30 * interval '1 day', 'SY01', 1 + n % 4
                from generate_series(1, :number) n""").param("now", at(Days.MORNING)).param("number", HOUSEHOLDS).update();
        jdbc.sql("""
                insert into person (household_id, position, latin_name, name_key)
                select household.id, n, 'PERSON', 'person' from household, generate_series(1, 3) n""").update();
        jdbc.sql("""
                insert into movement (code, kind, origin, destination, exit, departs, arrives, planned_at, seats,
                                      stretchers, wheelchairs, state)
                select case when convoy then 'BUS-' else 'FL-' end || n, case when convoy then 'convoy' else 'flight' end,
                       case when convoy then 'Damascus' else 'Beirut' end,
                       case when convoy then 'Beirut' else 'Moscow' end,
                       case when convoy then (array['MASNAA', 'ARIDA'])[1 + n % 2] end, departs,
                       departs + interval '5 hours', :now, case when convoy then 60 else 165 end, 1, 1, 'open'
                from generate_series(1, 1500) n, lateral (select n <= 900 as convoy) what,
                     lateral (select cast(:now as timestamptz) + (30 + n * 7 % 1440 * 9) * interval '1 minute' as departs) time""").param("now", at(Days.MORNING)).update();
        jdbc.sql("""
                with plan as (
                  insert into itinerary (household_id, made_at) select id, :now from household where stage = 'seated'
                  returning id, household_id),
                numbered as (select plan.*, row_number() over (order by id) as n from plan),
                leg as (
                  insert into itinerary_leg (itinerary_id, position, movement_id)
                  select numbered.id, position, movement.id
                  from numbered cross join lateral (values (1, 'BUS-' || 1 + n % 600), (2, 'FL-' || 901 + n % 300)) way (position, code)
                    join movement using (code)
                  returning itinerary_id, movement_id)
                insert into reservation (itinerary_id, household_id, person_id, movement_id, place)
                select plan.id, plan.household_id, person.id, leg.movement_id, 'seat'
                from plan join leg on leg.itinerary_id = plan.id join person on person.household_id = plan.household_id""").param("now", at(Days.MORNING)).update();
        jdbc.sql("""
                update movement set seats_taken = least(seats, (select count(*) from reservation where movement_id = movement.id))""").update();
        jdbc.sql("update exit set daily_quota = 2600 where code in ('MASNAA', 'ARIDA')")
                .update();
        jdbc.sql("analyze").update();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }
}
