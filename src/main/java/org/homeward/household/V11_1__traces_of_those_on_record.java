package org.homeward.household;

import java.util.List;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;
import org.homeward.people.KnownPeople;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.stereotype.Component;

/** Notes for everybody who was registered before traces were kept how they can be found. */
@Component
class V11_1__traces_of_those_on_record extends BaseJavaMigration {

    private static final int AT_ONCE = 1_000;

    @Override
    public void migrate(Context context) {
        JdbcClient jdbc = JdbcClient.create(new SingleConnectionDataSource(context.getConnection(), true));
        PersonTraits traits = new PersonTraits(jdbc, new KnownPeople(jdbc));
        long last = 0;
        while (true) {
            List<Long> next = jdbc.sql(
                            "select id from person where id > :last and merged_into is null order by id limit :some")
                    .param("last", last)
                    .param("some", AT_ONCE)
                    .query(Long.class)
                    .list();
            if (next.isEmpty()) {
                return;
            }
            traits.note(next.toArray(Long[]::new));
            last = next.get(next.size() - 1);
        }
    }
}
