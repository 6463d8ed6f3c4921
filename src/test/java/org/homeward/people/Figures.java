package org.homeward.people;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a bench has measured: printed, and written to {@code target/bench}. */
public final class Figures {

    private final String bench;
    private final Map<String, Object> figures = new LinkedHashMap<>();

    public Figures(String bench) {
        this.bench = bench;
    }

    public Figures add(String what, double figure) {
        figures.put(what, Math.round(figure * 10_000) / 10_000.0);
        return this;
    }

    public void print() throws IOException {
        figures.forEach((what, figure) -> System.out.printf("%-12s %-58s %s%n", bench, what, figure));
        Path file = Files.createDirectories(Path.of("target/bench")).resolve(bench + ".json");
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), figures);
    }
}
