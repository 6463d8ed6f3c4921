package org.homeward.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.homeward.HomewardTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The lists that we ship hold what their README says. */
@HomewardTest
class ShippedListsTest {

    @Autowired
    Imports imports;

    @Autowired
    JdbcClient jdbc;

    @ParameterizedTest
    @CsvSource({
        "scenarios/january-2013/registrations.csv, 81, 40, ",
        "samples/list-comma.csv, 5, 3, 9",
        "samples/list-semicolon.csv, 5, 3, 7",
        "samples/list-windows-1251.csv, 3, 2, ",
        "samples/list.xlsx, 3, 2, ",
    })
    void aListThatWeShipReadsAsItsReadmeSays(Path list, int persons, int households, Integer rowForCorrection)
            throws IOException {
        var progress = brought(list);

        assertThat(progress.file().state()).isEqualTo("done");
        assertThat(progress.counts().persons()).isEqualTo(persons);
        assertThat(progress.counts().households()).isEqualTo(households);
        assertThat(progress.corrections())
                .extracting(Imports.Correction::row)
                .isEqualTo(rowForCorrection == null ? List.of() : List.of(rowForCorrection));
    }

    @Test
    void nothingOnTheListOfJanuary2013IsLeftUnread() throws IOException {
        brought(Path.of("scenarios/january-2013/registrations.csv"));

        assertThat(count("household where governorate is null or wish = 'unknown' or phone is null"))
                .isZero();
        assertThat(count(
                        "person where sex = 'unknown' or relation = 'other' or nationalities = '{}' or born_estimated"))
                .isZero();
        assertThat(count("person where born > date '1995-01-22' and father_consent <> 'given'"))
                .isOne();
        assertThat(count("person where born > date '1995-01-22'")).isEqualTo(29);
        assertThat(count("household where wish = 'undecided'")).isEqualTo(4);
        assertThat(count("document")).isEqualTo(80);
        assertThat(count("remark")).isEqualTo(7);
        assertThat(count("person where needs <> '{}'")).isEqualTo(3);
    }

    private Imports.Progress brought(Path list) throws IOException {
        UUID id = imports.take(list.getFileName().toString(), Files.readAllBytes(list));
        imports.finish(id);
        return imports.progress(id);
    }

    private long count(String what) {
        return jdbc.sql("select count(*) from " + what).query(Long.class).single();
    }
}
