package org.homeward.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.homeward.Homeward;
import org.homeward.HomewardTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Homeward as processes of their own on a PostgreSQL of one's own, empty at first. */
@HomewardTest
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class OutsideDatabaseTest {

    @Autowired
    HikariDataSource server;

    @Autowired
    JdbcClient jdbc;

    private final List<Process> nodes = new ArrayList<>();

    @BeforeEach
    void anEmptyDatabase() {
        jdbc.sql("drop database if exists outside with (force)").update();
        jdbc.sql("create database outside").update();
    }

    @AfterEach
    void gone() throws InterruptedException {
        for (Process node : nodes) {
            node.destroyForcibly().waitFor();
        }
        jdbc.sql("drop database if exists outside with (force)").update();
    }

    @Test
    void two_nodes_start_at_once_with_one_first_administrator_and_no_demo_officers() throws Exception {
        String[] administrator = {"--homeward.admin.user=boss", "--homeward.admin.password=a-long-secret"};
        Process one = start(url(), administrator);
        Process other = start(url(), administrator);
        assertThat(isUp(one)).isTrue();
        assertThat(isUp(other)).isTrue();
        JdbcClient outside = JdbcClient.create(new DriverManagerDataSource(url(), "postgres", ""));
        assertThat(outside.sql("select user_id_ || ' in ' || group_id_ from camunda.act_id_membership")
                        .query(String.class)
                        .list())
                .containsExactly("boss in camunda-admin");
        assertThat(outside.sql("select id_ from camunda.act_id_user")
                        .query(String.class)
                        .list())
                .containsExactly("boss");
        assertThat(outside.sql("select name_ from camunda.act_ru_filter")
                        .query(String.class)
                        .list())
                .contains("My tasks")
                .doesNotHaveDuplicates();
        assertThat(outside.sql("select count(*) from camunda.act_re_deployment")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void without_an_administrator_it_does_not_start_and_says_why_in_one_sentence() throws Exception {
        assertThat(lastWords(start(url())))
                .isEqualTo("Homeward does not start. Homeward has no administrator yet: set HOMEWARD_ADMIN_USER and"
                        + " HOMEWARD_ADMIN_PASSWORD for the first start on this database.");
    }

    @Test
    void a_database_that_does_not_answer_is_named_in_one_sentence() throws Exception {
        assertThat(lastWords(start("jdbc:postgresql://localhost:1/outside")))
                .startsWith("Homeward does not start. The database does not answer");
    }

    private String url() {
        return server.getJdbcUrl().replaceFirst("/[^/]*$", "/outside");
    }

    private Process start(String url, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx400m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Homeward.class.getName(),
                "--spring.datasource.url=" + url,
                "--spring.datasource.username=postgres",
                "--spring.datasource.hikari.maximum-pool-size=6",
                "--server.address=127.0.0.1",
                "--server.port=0"));
        command.addAll(List.of(more));
        Process node = new ProcessBuilder(command).redirectErrorStream(true).start();
        nodes.add(node);
        return node;
    }

    private static boolean isUp(Process node) throws IOException {
        BufferedReader log = node.inputReader();
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            if (line.contains("Started Homeward")) {
                return true;
            }
        }
        return false;
    }

    /** All that the process said except what it logs as news; its exit status must say that it failed. */
    private static String lastWords(Process node) throws Exception {
        List<String> words = node.inputReader()
                .lines()
                .filter(line -> !line.contains(" INFO ") && !line.isBlank())
                .toList();
        assertThat(node.waitFor()).isNotZero();
        return String.join("\n", words);
    }
}
