package org.homeward.people;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The persons on record, found by what they leave: a document number, a day of birth, a name with a year of birth, two
 * names together. One indexed look-up, whatever their number; only the found ones are compared.
 */
@Component
public class KnownPeople {

    private static final int ENOUGH = 200;

    private final JdbcClient jdbc;

    KnownPeople(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Notes how a person on record can be found; forgets what was noted before. Call it whenever the person changes. */
    @Transactional
    public void note(long personId, Traits person) {
        jdbc.sql("delete from person_trace where person_id = :person")
                .param("person", personId)
                .update();
        jdbc.sql("insert into person_trace (trace, person_id) select unnest(:traces::text[]), :person")
                .param("traces", Traces.ofKnown(Described.of(person), 0).toArray(String[]::new))
                .param("person", personId)
                .update();
    }

    /** Persons on record who may be this one, those who share most first; at most {@value #ENOUGH}. */
    public List<Long> candidates(Traits person) {
        return jdbc.sql("""
                select person_id from person_trace where trace = any(:traces)
                group by person_id order by count(*) desc, person_id limit :enough""")
                .param("traces", Traces.ofKnown(Described.of(person), 1).toArray(String[]::new))
                .param("enough", ENOUGH)
                .query(Long.class)
                .list();
    }
}
