package org.homeward.rehearsal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.FileSystemUtils;

/**
 * With {@code --rehearse=DIR}: a database of its own that is thrown away afterwards (unless an outside one is
 * configured), no demo, jobs run by the rehearsal, and little talk.
 */
class RehearsalSettings implements EnvironmentPostProcessor {

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        if (!environment.containsProperty("rehearse")) {
            return;
        }
        Map<String, Object> settings = new HashMap<>();
        settings.put("homeward.demo", "false");
        settings.put("camunda.bpm.job-execution.enabled", "false");
        settings.put("spring.main.log-startup-info", "false");
        settings.put("logging.level.root", "warn");
        if (environment.containsProperty("exit")) {
            settings.put("server.port", "0");
        }
        if (environment.getProperty("spring.datasource.url", "").isBlank()) {
            settings.put("homeward.durable", "false");
            settings.put("homeward.data", temporaryFolder().toString());
        }
        environment.getPropertySources().addFirst(new MapPropertySource("rehearsal", settings));
    }

    private static Path temporaryFolder() {
        try {
            Path folder = Files.createTempDirectory("homeward-rehearsal");
            SpringApplication.getShutdownHandlers().add(() -> delete(folder));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
