package org.homeward.desk;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.homeward.access.CurrentOfficer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The whole operation in numbers, without restricted households for those who may not know of them. */
@Component
class Operation {

    /** In the order of the journey. */
    static final List<String> STAGES =
            List.of("registered", "deferred", "vetting", "ready", "seated", "called", "under way", "home", "ended");

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Engine engine;
    private final CurrentOfficer officer;

    Operation(JdbcClient jdbc, Clock clock, Engine engine, CurrentOfficer officer) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.engine = engine;
        this.officer = officer;
    }

    /** @param stages each stage of the journey, in order, also the empty ones */
    record View(
            OffsetDateTime at,
            List<Stage> stages,
            List<Ending> endings,
            List<Movement> movements,
            List<Exit> exits,
            List<LongWait> longWaits,
            List<Governorate> governorates,
            List<Engine.OpenTasks> tasks,
            List<Engine.Incidents> incidents) {

        public int households() {
            return stages.stream().mapToInt(Stage::households).sum();
        }

        public int persons() {
            return stages.stream().mapToInt(Stage::persons).sum();
        }
    }

    record Stage(String stage, int households, int persons) {}

    record Ending(String reason, int households, int persons) {}

    /** @param seats beside those of the crew; @param seatsTaken and the others: places held by those of whom the officer may know */
    record Movement(
            String code,
            String kind,
            String origin,
            String destination,
            @Nullable String exit,
            OffsetDateTime departs,
            String state,
            int seats,
            int seatsTaken,
            int wheelchairs,
            int wheelchairsTaken,
            int stretchers,
            int stretchersTaken) {}

    /** @param ahead movements over it that have not departed */
    record Exit(
            String code,
            String name,
            String kind,
            @Nullable String towards,
            String state,
            @Nullable Integer dailyQuota,
            int ahead) {}

    record LongWait(
            String caseNumber,
            String stage,
            OffsetDateTime stageSince,
            @Nullable Integer priority,
            @Nullable String governorate) {

        public long days(OffsetDateTime now) {
            return java.time.Duration.between(stageSince, now).toDays();
        }
    }

    /** @param risk 1 calm, 2 tense, 3 fighting, 4 under siege; {@code households} have not left it yet */
    record Governorate(String pcode, String name, int risk, int households) {}

    private record Count(String stage, @Nullable String endReason, int households, int persons) {}

    View now(Locale language) {
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        List<Count> counts = counts();
        List<Stage> stages = new ArrayList<>();
        for (String stage : STAGES) {
            List<Count> here =
                    counts.stream().filter(count -> count.stage().equals(stage)).toList();
            stages.add(new Stage(
                    stage,
                    here.stream().mapToInt(Count::households).sum(),
                    here.stream().mapToInt(Count::persons).sum()));
        }
        List<Ending> endings = new ArrayList<>();
        for (Count count : counts) {
            if (count.endReason() != null) {
                endings.add(new Ending(count.endReason(), count.households(), count.persons()));
            }
        }
        return new View(
                now,
                stages,
                endings,
                movements(now),
                exits(language),
                longWaits(language),
                governorates(language),
                engine.openTasksByGroup(now),
                engine.openIncidents());
    }

    private List<Count> counts() {
        return jdbc.sql("""
                select h.stage, h.end_reason, count(distinct h.id) as households, count(p.id) as persons
                from household h left join person p on p.household_id = h.id and p.merged_into is null
                where not h.restricted or :cleared
                group by h.stage, h.end_reason
                order by households desc""")
                .param("cleared", officer.cleared())
                .query(Count.class)
                .list();
    }

    /** All that are still ahead or on their way, and what arrived or was cancelled in the last two days. */
    private List<Movement> movements(OffsetDateTime now) {
        return jdbc.sql("""
                select m.code, m.kind, m.origin, m.destination, m.exit, m.departs, m.state,
                       m.seats - m.crew as seats, m.seats_taken - coalesce(hidden.seats, 0) as seats_taken,
                       m.wheelchairs, m.wheelchairs_taken - coalesce(hidden.wheelchairs, 0) as wheelchairs_taken,
                       m.stretchers, m.stretchers_taken - coalesce(hidden.stretchers, 0) as stretchers_taken
                from movement m
                left join (
                  select r.movement_id, count(*) filter (where r.place = 'seat') as seats,
                         count(*) filter (where r.place = 'wheelchair') as wheelchairs,
                         count(*) filter (where r.place = 'stretcher') as stretchers
                  from reservation r join household h on h.id = r.household_id
                  where r.state = 'held' and h.restricted and not :cleared
                  group by r.movement_id) hidden on hidden.movement_id = m.id
                where m.state not in ('arrived', 'cancelled') or m.departs > :lately
                order by m.departs, m.id
                limit 200""")
                .param("cleared", officer.cleared())
                .param("lately", now.minusDays(2))
                .query(Movement.class)
                .list();
    }

    private List<Exit> exits(Locale language) {
        return jdbc.sql("""
                select e.code, case :language when 'ru' then e.name_ru when 'ar' then e.name_ar else e.name_en end as name, e.kind, e.towards, e.state, e.daily_quota,
                       (select count(*) from movement
                        where exit = e.code and state in ('planned', 'open', 'frozen', 'boarding')) as ahead
                from exit e order by e.state desc, name""")
                .param("language", language.getLanguage())
                .query(Exit.class)
                .list();
    }

    private List<LongWait> longWaits(Locale language) {
        return jdbc.sql("""
                select waits.case_number, waits.stage, waits.stage_since, waits.priority,
                       case :language when 'ru' then g.name_ru when 'ar' then g.name_ar else g.name_en end as governorate
                from unnest(:stages) with ordinality as journey (stage, place)
                cross join lateral (
                  select h.case_number, h.stage, h.stage_since, h.priority, h.governorate from household h
                  where h.stage = journey.stage and (not h.restricted or :cleared)
                  order by h.stage_since, h.id limit 3) waits
                left join governorate g on g.pcode = waits.governorate
                order by journey.place, waits.stage_since""")
                .param("language", language.getLanguage())
                .param("stages", STAGES.subList(0, STAGES.indexOf("home")).toArray(String[]::new))
                .param("cleared", officer.cleared())
                .query(LongWait.class)
                .list();
    }

    private List<Governorate> governorates(Locale language) {
        return jdbc.sql("""
                select g.pcode, case :language when 'ru' then g.name_ru when 'ar' then g.name_ar else g.name_en end as name, g.risk,
                       count(h.id) as households
                from governorate g
                left join household h on h.governorate = g.pcode and h.stage not in ('under way', 'home', 'ended')
                                         and (not h.restricted or :cleared)
                group by g.pcode order by g.risk desc, name""")
                .param("language", language.getLanguage())
                .param("cleared", officer.cleared())
                .query(Governorate.class)
                .list();
    }
}
