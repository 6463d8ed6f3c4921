package org.homeward.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {

    @TempDir
    Path data;

    @Test
    void a_database_left_over_by_a_crash_is_taken_over_and_stopped_by_who_took_it() throws Exception {
        start();
        ProcessHandle process = processOf(cluster());
        try (var server = EmbeddedDatabase.Server.open(data, false)) {
            assertThat(processOf(cluster())).isEqualTo(process);
        }
        assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(30));
    }

    @Test
    void the_number_of_another_program_in_an_old_pid_file_is_left_alone() throws Exception {
        start().close();
        Process other = new ProcessBuilder("sleep", "600").start();
        try {
            Files.write(
                    cluster().resolve("postmaster.pid"),
                    List.of(String.valueOf(other.pid()), cluster().toString(), "1", "65000"));
            assertThatThrownBy(() -> EmbeddedDatabase.Server.open(data, false).close())
                    .isInstanceOf(Exception.class);
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroy();
        }
    }

    @Test
    void a_folder_that_cannot_be_written_to_is_named() throws IOException {
        Path file = Files.createFile(data.resolve("file"));
        assertThatThrownBy(() -> EmbeddedDatabase.Server.open(file.resolve("data"), false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot write to " + file.resolve("data"));
    }

    private EmbeddedPostgres start() throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(cluster())
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .start();
    }

    private Path cluster() {
        return data.resolve("postgresql");
    }

    private static ProcessHandle processOf(Path cluster) throws IOException {
        String pid = Files.readAllLines(cluster.resolve("postmaster.pid")).get(0);
        return ProcessHandle.of(Long.parseLong(pid.trim())).orElseThrow();
    }
}
