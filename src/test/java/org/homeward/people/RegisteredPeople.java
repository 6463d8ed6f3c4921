package org.homeward.people;

import java.sql.Date;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.homeward.household.PersonTraits;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Puts many people on record at once, three to a household, without processes: to measure among them. */
public final class RegisteredPeople {

    private static final int A_HOUSEHOLD = 3;
    private static final int AT_A_TIME = 1_000;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final PersonTraits traits;

    public RegisteredPeople(JdbcClient jdbc, JdbcTemplate batches, PersonTraits traits) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.traits = traits;
    }

    /** Into an empty house: persons and households get the numbers from 1 on. */
    public void register(List<Traits> people, String stage, @Nullable String endReason) {
        jdbc.sql("""
                insert into household (case_number, stage_since, registered_at, stage, end_reason)
                select 'B' || n, now(), now(), :stage, :reason from generate_series(1, :households) n""")
                .param("stage", stage)
                .param("reason", endReason)
                .param("households", (people.size() + A_HOUSEHOLD - 1) / A_HOUSEHOLD)
                .update();
        jdbc.sql("""
                insert into audit (at, officer, action, household_id, stage_to)
                select now(), 'homeward', 'stage', id, stage from household""").update();
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < people.size(); i++) {
            Traits person = people.get(i);
            Birth birth = person.births().get(0);
            rows.add(new Object[] {
                i / A_HOUSEHOLD + 1,
                i % A_HOUSEHOLD + 1,
                person.names().get(0),
                NameKey.of(null, person.names().get(0)),
                Date.valueOf(birth.earliest()),
                !birth.exact(),
                person.sex().name().toLowerCase(Locale.ROOT),
                "{" + String.join(",", person.nationalities()) + "}"
            });
        }
        batches.batchUpdate("""
                insert into person (household_id, position, latin_name, name_key, born, born_estimated, sex, nationalities)
                values (?, ?, ?, ?, ?, ?, ?, cast(? as text[]))""", rows);
        for (int first = 1; first <= people.size(); first += AT_A_TIME) {
            Long[] some = new Long[Math.min(AT_A_TIME, people.size() - first + 1)];
            for (int i = 0; i < some.length; i++) {
                some[i] = (long) first + i;
            }
            traits.note(some);
        }
        jdbc.sql("analyze").update();
    }
}
