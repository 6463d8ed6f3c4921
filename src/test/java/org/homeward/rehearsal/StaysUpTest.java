package org.homeward.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.homeward.Homeward;
import org.homeward.HomewardTest;
import org.homeward.access.Visitor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A rehearsal without {@code --exit}, as a process of its own: people sign in and look at what became of everybody. */
@HomewardTest
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class StaysUpTest {

    private static final Pattern ADDRESS = Pattern.compile("stays up for a look at http://localhost:(\\d+)/");

    @Autowired
    HikariDataSource server;

    @Autowired
    JdbcClient jdbc;

    @TempDir
    Path scenario;

    private final List<String> said = new ArrayList<>();

    @BeforeEach
    void oneFamilyThatFliesHome() throws IOException {
        Files.writeString(scenario.resolve("registrations.csv"), """
                family,name,latin name,born,sex,nationality,passport,valid until,relation,governorate,wishes to leave
                1,Полевая Вера,POLEVAIA VERA,12.04.1980,f,RUS,510000001,01.01.2030,applicant,Damascus,yes
                """);
        Files.writeString(scenario.resolve("movements.csv"), """
                code,kind,origin,destination,exit,departs,seats,stretchers,wheelchairs
                BUS-1,convoy,Damascus,Beirut,MASNAA,+24h,40,0,0
                FL-1,flight,Beirut,Moscow,,+32h,40,0,0
                """);
        jdbc.sql("drop database if exists outside with (force)").update();
    }

    @AfterEach
    void gone() {
        jdbc.sql("drop database if exists outside with (force)").update();
    }

    @Test
    void on_its_own_database_the_demo_officers_sign_in() throws Exception {
        Process homeward = start();
        try {
            int port = portOf(homeward);
            Visitor manager = new Visitor(port).signedIn("manager");
            assertThat(manager.get("/operation").body()).contains("FL-1").containsPattern("(?s)[Hh]ome.{0,200}\\b1\\b");
            assertThat(new Visitor(port).get("/").body()).contains("consular2");
            new Visitor(port).signedIn("consular");
        } finally {
            end(homeward);
        }
    }

    @Test
    void on_an_outside_database_the_first_administrator_signs_in_and_no_demo_officer() throws Exception {
        jdbc.sql("create database outside").update();
        Process homeward = start(
                "--spring.datasource.url=" + server.getJdbcUrl().replaceFirst("/[^/]*$", "/outside"),
                "--spring.datasource.username=postgres",
                "--spring.datasource.hikari.maximum-pool-size=6",
                "--server.address=127.0.0.1",
                "--homeward.admin.user=administrator",
                "--homeward.admin.password=administrator");
        try {
            int port = portOf(homeward);
            new Visitor(port).signedIn("administrator");
            assertThat(new Visitor(port)
                            .form("/sign-in", "username", "manager", "password", "manager")
                            .headers()
                            .firstValue("Location"))
                    .hasValueSatisfying(location -> assertThat(location).contains("/sign-in"));
            assertThat(said).anyMatch(line -> line.contains("HOMEWARD_ADMIN_USER"));
        } finally {
            end(homeward);
        }
    }

    /** As an operator would, so that its database ends with it. */
    private static void end(Process homeward) throws InterruptedException {
        homeward.destroy();
        if (!homeward.waitFor(1, TimeUnit.MINUTES)) {
            homeward.destroyForcibly();
        }
    }

    private Process start(String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx400m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Homeward.class.getName(),
                "--rehearse=" + scenario,
                "--server.port=0"));
        command.addAll(List.of(more));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** As it is said before the last line. */
    private int portOf(Process homeward) throws IOException {
        BufferedReader output = homeward.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.add(line);
            if (line.startsWith("REHEARSAL {")) {
                break;
            }
        }
        Matcher address = ADDRESS.matcher(String.join("\n", said));
        assertThat(address.find()).as("%s", said).isTrue();
        return Integer.parseInt(address.group(1));
    }
}
