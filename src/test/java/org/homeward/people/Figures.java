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

    /** Below 10 to six decimals, as shares are told apart by them; else to four. */
    public Figures add(String what, double figure) {
        double parts = Math.abs(figure) < 10 ? 1e6 : 1e4;
        figures.put(what, Math.round(figure * parts) / parts);
        return this;
    }

    public void print() throws IOException {
        figures.forEach((what, figure) -> System.out.printf("%-12s %-58s %s%n", bench, what, figure));
        Path file = Files.createDirectories(Path.of("target/bench")).resolve(bench + ".json");
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), figures);
    }
}
