package org.homeward.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** One duplicate check among many registered persons, in PostgreSQL. */
class DuplicateCheckBench {

    private static final int REGISTERED = 100_000;
    private static final int CHECKS = 500;

    @Test
    void a_duplicate_is_found_among_a_hundred_thousand_without_delay() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
            var connection =
                    new SingleConnectionDataSource(server.getPostgresDatabase().getConnection(), true);
            JdbcClient jdbc = JdbcClient.create(connection);
            jdbc.sql("set synchronous_commit = off").update();
            jdbc.sql("create table person (id bigint primary key)").update();
            for (String statement : Files.readString(Path.of("src/main/resources/db/migration/V8__person_traces.sql"))
                    .split(";\\s")) {
                jdbc.sql(statement).update();
            }
            jdbc.sql("insert into person select generate_series(0, " + REGISTERED + ")")
                    .update();
            KnownPeople known = new KnownPeople(jdbc);
            List<Traits> people = OrdinaryPeople.some(REGISTERED, 11).toList();
            for (int id = 0; id < people.size(); id++) {
                known.note(id, people.get(id));
            }
            jdbc.sql("analyze person_trace").update();
            Random random = new Random(12);
            double[] millis = new double[CHECKS];
            int found = 0;
            for (int check = 0; check < CHECKS; check++) {
                int id = random.nextInt(REGISTERED);
                Traits twin = twin(people.get(id), random);
                long began = System.nanoTime();
                boolean hit = false;
                for (long candidate : known.candidates(twin)) {
                    boolean likely = Comparison.compare(twin, people.get((int) candidate))
                            .hit();
                    hit |= likely && candidate == id;
                }
                millis[check] = (System.nanoTime() - began) / 1e6;
                found += hit ? 1 : 0;
            }
            Arrays.sort(millis);
            new Figures("duplicates")
                    .add("registered persons", REGISTERED)
                    .add("found of those with a slip in the name", found / (double) CHECKS)
                    .add("milliseconds for one check, median", millis[CHECKS / 2])
                    .add("milliseconds for one check, 95 %", millis[CHECKS * 95 / 100])
                    .print();
            assertThat(found).isGreaterThan(CHECKS / 2);
        }
    }

    private static Traits twin(Traits person, Random random) {
        String name = Slips.in(person.names().get(0), random);
        return new Traits(List.of(name), person.births(), person.sex(), person.nationalities(), person.documents());
    }
}
