package org.homeward.rehearsal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.homeward.movement.NewMovement;
import org.homeward.movement.VehicleType;
import org.homeward.movement.VehicleTypes;
import org.homeward.planning.Planning;
import org.homeward.registration.Imports;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/**
 * The operation of January 2013 to try Homeward with, loaded once into the embedded database up to where people must
 * act. It is moved to today: its movements leave in some days, and people and their papers are as old as they were.
 */
@Component
@ConditionalOnExpression("'${spring.datasource.url:}' == '' and ${homeward.demo:true}")
class DemoOperation implements ApplicationRunner {

    private static final Logger LOG = LoggerFactory.getLogger(DemoOperation.class);
    private static final List<String> FILES = List.of("registrations.csv", "movements.csv");
    private static final Pattern DATE = Pattern.compile("\\b(\\d{2}\\.\\d{2}\\.\\d{4})\\b");
    private static final DateTimeFormatter WRITTEN = DateTimeFormatter.ofPattern("dd.MM.yyyy");
    private static final int YEAR_OF_THE_OPERATION = 2013;

    /** As they might be configured; managers and transport keep their own. */
    private static final List<VehicleType> TYPES = List.of(
            new VehicleType(0, "Coach", "convoy", 45, 0, 0, 2, 0, 900, false),
            new VehicleType(0, "Coach with lift", "convoy", 33, 0, 2, 2, 0, 660, false),
            new VehicleType(0, "Ambulance bus", "convoy", 10, 4, 1, 2, 1, null, false),
            new VehicleType(0, "Yak-42", "flight", 106, 0, 2, 6, 0, 2000, false),
            new VehicleType(0, "Il-76 on benches", "flight", 140, 2, 2, 12, 1, 5000, false),
            new VehicleType(0, "Il-76 medical", "flight", 60, 20, 4, 12, 1, 3000, false),
            new VehicleType(0, "Ferry", "ship", 320, 4, 6, 30, 1, null, false));

    private final Planning planning;
    private final VehicleTypes types;
    private final Imports imports;
    private final JdbcClient jdbc;
    private final Clock clock;

    DemoOperation(Planning planning, VehicleTypes types, Imports imports, JdbcClient jdbc, Clock clock) {
        this.planning = planning;
        this.types = types;
        this.imports = imports;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public void run(ApplicationArguments arguments) throws IOException {
        boolean empty = jdbc.sql("select not exists (select from movement) and not exists (select from import)"
                        + " and not exists (select from household)")
                .query(Boolean.class)
                .single();
        if (!empty) {
            return;
        }
        Scenario scenario = scenario();
        Duration shift = Duration.ofDays(
                Duration.between(scenario.begins(), clock.instant()).toDays() + 1);
        TYPES.forEach(types::add);
        for (NewMovement movement : scenario.movements()) {
            planning.plan(movedBy(shift, movement));
        }
        UUID list = imports.take("january-2013.csv", today(scenario.list()));
        imports.finish(list);
        LOG.info("The operation of January 2013 is loaded: officers may begin to contact the households.");
    }

    private Scenario scenario() throws IOException {
        Path folder = Files.createTempDirectory("homeward-demo");
        try {
            for (String file : FILES) {
                try (InputStream content = new ClassPathResource("scenarios/january-2013/" + file).getInputStream()) {
                    Files.copy(content, folder.resolve(file));
                }
            }
            return Scenario.read(folder, clock.instant());
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    private static NewMovement movedBy(Duration shift, NewMovement movement) {
        return new NewMovement(
                movement.code(),
                movement.kind(),
                movement.origin(),
                movement.destination(),
                movement.exit(),
                movement.departs() == null ? null : movement.departs().plus(shift),
                movement.arrives() == null ? null : movement.arrives().plus(shift),
                movement.seats(),
                movement.stretchers(),
                movement.wheelchairs(),
                movement.crew(),
                movement.baggageKg(),
                movement.vehicleType(),
                movement.carrier());
    }

    private byte[] today(byte[] list) {
        int years = Year.now(clock.withZone(ZoneOffset.UTC)).getValue() - YEAR_OF_THE_OPERATION;
        return DATE.matcher(new String(list, StandardCharsets.UTF_8))
                .replaceAll(written -> LocalDate.parse(written.group(1), WRITTEN)
                        .plusYears(years)
                        .format(WRITTEN))
                .getBytes(StandardCharsets.UTF_8);
    }
}
