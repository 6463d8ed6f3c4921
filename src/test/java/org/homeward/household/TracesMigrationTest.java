package org.homeward.household;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.migration.JavaMigration;
import org.homeward.HomewardTest;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A database that is full of people already, from before traces were kept. */
@HomewardTest
class TracesMigrationTest {

    private static final int PEOPLE = 3_500;

    @Autowired
    private DataSource server;

    @Autowired
    private JavaMigration[] migrations;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void everybody_who_was_registered_before_can_be_found_afterwards() throws SQLException {
        jdbc.sql("create database before_traces").update();
        try {
            DataSource before = other("before_traces");
            flyway(before, "11").migrate();
            JdbcClient old = JdbcClient.create(before);
            old.sql("""
                    insert into homeward.household (case_number, stage_since, registered_at)
                    select 'OLD-' || n, now(), now() from generate_series(1, 700) n""").update();
            old.sql("""
                    insert into homeward.person (household_id, position, name, latin_name, name_key, born, sex)
                    select 1 + n % 700, 1 + n / 700, case when n % 7 > 0 then 'Имя ' || n end, 'NAME FAMILY' || n,
                           'name', case when n % 5 > 0 then date '1950-01-01' + n end, 'female'
                    from generate_series(0, :last) n""").param("last", PEOPLE - 1).update();
            old.sql("""
                    insert into homeward.document (person_id, number, number_key)
                    select id, 'P' || id, 'P' || id from homeward.person where id % 2 = 0""").update();

            flyway(before, "latest").migrate();

            assertThat(old.sql("select count(distinct person_id) from homeward.person_trace")
                            .query(Integer.class)
                            .single())
                    .isEqualTo(PEOPLE);
        } finally {
            jdbc.sql("drop database before_traces with (force)").update();
        }
    }

    private DataSource other(String database) throws SQLException {
        try (var connection = server.getConnection()) {
            PGSimpleDataSource other = new PGSimpleDataSource();
            other.setUrl(connection.getMetaData().getURL().replaceFirst("/[^/?]+(\\?|$)", "/" + database + "$1"));
            other.setUser(connection.getMetaData().getUserName());
            return other;
        }
    }

    private Flyway flyway(DataSource database, String target) {
        return Flyway.configure()
                .dataSource(database)
                .schemas("homeward")
                .defaultSchema("homeward")
                .javaMigrations(migrations)
                .target(target)
                .load();
    }
}
