package org.homeward.movement;

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

/** A database with manifests from before their lines kept what they say. */
@HomewardTest
class ManifestsMigrationTest {

    @Autowired
    private DataSource server;

    @Autowired
    private JavaMigration[] migrations;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void what_is_known_now_stands_on_the_lines_written_before() throws SQLException {
        jdbc.sql("create database before_lines").update();
        try {
            DataSource before = other("before_lines");
            flyway(before, "68").migrate();
            JdbcClient old = JdbcClient.create(before);
            old.sql("""
                    with household as (
                      insert into homeward.household (case_number, stage_since, registered_at) values ('OLD', now(), now())
                      returning id),
                    person as (
                      insert into homeward.person (household_id, position, name, name_key, sex)
                      select id, 1, 'Ева', 'eva', 'female' from household returning id, household_id),
                    document as (
                      insert into homeward.document (person_id, kind, number, number_key, expires)
                      select id, kind, number, number, expires::date from person, (values
                        ('internal passport', 'I1', '2030-01-01'), ('passport', 'P1', '2012-01-01'),
                        ('passport', 'P2', '2020-01-01')) as paper (kind, number, expires)),
                    movement as (
                      insert into homeward.movement (code, kind, origin, destination, departs, arrives, seats, planned_at)
                      values ('BUS-1', 'convoy', 'Damascus', 'Beirut', '2013-01-22', '2013-01-23', 9, '2013-01-01')
                      returning id),
                    manifest as (
                      insert into homeward.manifest (movement_id, version, written_at)
                      select id, 1, now() from movement returning movement_id, version)
                    insert into homeward.manifest_line (movement_id, version, person_id, household_id, place)
                    select movement_id, version, id, household_id, 'seat' from manifest, person""").update();

            flyway(before, "latest").migrate();

            assertThat(old.sql("""
                            select concat_ws(' ', position, name, sex, relation, document_kind, document_number)
                            from homeward.manifest_line""").query(String.class).list()).containsExactly("1 Ева female other passport P2");
        } finally {
            jdbc.sql("drop database before_lines with (force)").update();
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
