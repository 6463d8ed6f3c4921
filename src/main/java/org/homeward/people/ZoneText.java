package org.homeward.people;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a zone, out of what people paste: lower case, spaces, lost line breaks, a scanner's dashes for fillers,
 * fillers lost at the end.
 */
final class ZoneText {

    private static final int LONGEST = 1000;
    private static final int LEAST_NAMES = 8;
    private static final String CYRILLIC = "АВЕКМНОРСТУХ";
    private static final String LATIN = "ABEKMHOPCTYX";
    private static final Pattern FILLERS = Pattern.compile("[\\p{Pd}_‹›〈〉⟨⟩˂]");
    private static final Pattern STRANGE = Pattern.compile("[^A-Z0-9< ]");
    private static final Pattern RUN = Pattern.compile("<+");

    private ZoneText() {}

    /** All lines in one, and how wide each is. */
    record Lines(int width, String zone) {

        ZoneFormat format() {
            return ZoneFormat.of(width, zone);
        }

        private boolean agrees() {
            return ZoneChecks.flaws(format(), zone).isEmpty();
        }
    }

    /** @throws UnreadableZone if these cannot be the lines of a zone */
    static Lines of(String pasted) throws UnreadableZone {
        if (pasted.length() > LONGEST) {
            throw new UnreadableZone("tooMuch");
        }
        List<String> spaced = new ArrayList<>();
        for (String line : pasted.split("\\R")) {
            String tidy = tidy(line);
            if (!tidy.isEmpty()) {
                spaced.add(tidy);
            }
        }
        if (spaced.isEmpty()) {
            throw new UnreadableZone("empty");
        }
        // A space is either typed between groups or a filler that was not seen.
        List<String> lines = spaced.stream().map(line -> line.replace(" ", "")).toList();
        List<String> filled =
                spaced.stream().map(line -> line.replace(' ', '<')).toList();
        Lines read = read(lines);
        if ((read == null || !read.agrees()) && !filled.equals(lines)) {
            Lines otherwise = lineByLine(filled);
            read = otherwise != null && (read == null || otherwise.agrees()) ? otherwise : read;
        }
        read = read != null ? read : inOneWithoutFillers(String.join("", lines));
        if (read == null) {
            throw why(lines);
        }
        return read;
    }

    private static @Nullable Lines read(List<String> lines) {
        Lines inOne = inOne(lines);
        Lines lineByLine = lineByLine(lines);
        boolean broken = lines.size() > 1 && inOne != null && !inOne.agrees();
        return inOne == null || broken && lineByLine != null ? lineByLine : inOne;
    }

    private static String tidy(String line) throws UnreadableZone {
        String upper = Normalizer.normalize(line.replace("«", "<<").replace("»", "<<"), Normalizer.Form.NFKC)
                .replaceAll("(?i)&lt;", "<")
                .toUpperCase(Locale.ROOT)
                .replaceAll("[\\p{Cf}&&[^\\s]]", "")
                .replaceAll("[\\s\\p{Z}\\p{Cc}]", " ")
                .strip();
        StringBuilder tidy = new StringBuilder();
        for (char letter : FILLERS.matcher(upper).replaceAll("<").toCharArray()) {
            int lookalike = CYRILLIC.indexOf(letter);
            tidy.append(lookalike < 0 ? letter : LATIN.charAt(lookalike));
        }
        var strange = STRANGE.matcher(tidy);
        if (strange.find()) {
            throw new UnreadableZone("strange", new String(Character.toChars(tidy.codePointAt(strange.start()))));
        }
        return tidy.toString();
    }

    /** Line breaks lost, or put elsewhere: the number of characters says which form it is. */
    private static @Nullable Lines inOne(List<String> lines) {
        String all = String.join("", lines);
        int width = switch (all.length()) {
            case 90 -> 30;
            case 72 -> 36;
            case 88 -> 44;
            default -> 0;
        };
        return width == 0 ? null : new Lines(width, all);
    }

    /** Each line for itself; one that is too short or too long is made to fit by its fillers. */
    private static @Nullable Lines lineByLine(List<String> lines) {
        if (lines.size() == 3) {
            return fitted(lines, 30);
        }
        if (lines.size() != 2) {
            return null;
        }
        int longer = Math.max(lines.get(0).length(), lines.get(1).length());
        Lines passport = fitted(lines, 44);
        return longer > 36 ? passport : firstNotNull(fitted(lines, 36), passport);
    }

    private static @Nullable Lines firstNotNull(@Nullable Lines first, @Nullable Lines second) {
        return first != null ? first : second;
    }

    private static @Nullable Lines fitted(List<String> lines, int width) {
        List<String> whole = List.of("");
        for (int i = 0; i < lines.size(); i++) {
            boolean names = i == (width == 30 ? 2 : 0);
            List<String> fits = names ? atTheEnd(lines.get(i), width) : inARun(lines.get(i), width);
            List<String> before = whole;
            whole = fits.stream()
                    .flatMap(line -> before.stream().map(start -> start + line))
                    .toList();
        }
        if (whole.isEmpty()) {
            return null;
        }
        Lines asGiven = new Lines(width, whole.get(0));
        boolean exact = lines.stream()
                .skip(width == 30 ? 0 : 1)
                .limit(width == 30 ? 2 : 1)
                .allMatch(line -> line.length() == width);
        return exact
                ? asGiven
                : whole.stream()
                        .map(zone -> new Lines(width, zone))
                        .filter(Lines::agrees)
                        .findFirst()
                        .orElse(null);
    }

    private static List<String> atTheEnd(String line, int width) {
        if (line.length() <= width) {
            return line.length() < LEAST_NAMES ? List.of() : List.of(line + "<".repeat(width - line.length()));
        }
        return line.substring(width).matches("<+") ? List.of(line.substring(0, width)) : List.of();
    }

    /** Fillers lost or doubled somewhere in the line. */
    private static List<String> inARun(String line, int width) {
        int missing = width - line.length();
        if (missing == 0) {
            return List.of(line);
        }
        Stream<String> within = RUN.matcher(line)
                .results()
                .filter(run -> missing > 0 || run.end() - run.start() > -missing)
                .map(run -> line.substring(0, run.start())
                        + "<".repeat(run.end() - run.start() + missing)
                        + line.substring(run.end()));
        boolean lostAtTheEnd = missing > 0 && !line.endsWith("<");
        return Stream.concat(lostAtTheEnd ? Stream.of(line + "<".repeat(missing)) : Stream.empty(), within)
                .toList();
    }

    /** Line breaks lost and the names' last fillers with them. */
    private static @Nullable Lines inOneWithoutFillers(String all) {
        return Stream.of(44, 36)
                .filter(width -> all.length() >= width + LEAST_NAMES && all.length() < 2 * width)
                .map(width -> {
                    int end = all.length() - width;
                    return new Lines(width, all.substring(0, end) + "<".repeat(width - end) + all.substring(end));
                })
                .filter(Lines::agrees)
                .findFirst()
                .orElse(null);
    }

    private static UnreadableZone why(List<String> lines) {
        String first = lines.get(0);
        if (lines.size() == 1 && (first.length() == 44 || first.length() == 36)) {
            boolean upper = first.matches("[PVIAC][A-Z<][A-Z]{1,3}<*[A-Z].*")
                    && first.contains("<<")
                    && !first.matches(".*\\d{6}.*");
            return new UnreadableZone(upper ? "noSecondLine" : "noFirstLine");
        }
        boolean card = lines.stream().allMatch(line -> line.length() == 30);
        if (card && lines.size() < 3 || lines.size() == 1 && first.length() == 60) {
            return new UnreadableZone("cardLines", lines.size() == 1 && first.length() == 60 ? 2 : lines.size());
        }
        if (lines.size() == 2 || lines.size() == 3) {
            int width = lines.size() == 3
                    ? 30
                    : Math.max(first.length(), lines.get(1).length()) > 38 ? 44 : 36;
            for (int i = 0; i < lines.size(); i++) {
                int length = lines.get(i).length();
                if (length != width && (length > width || i != (width == 30 ? 2 : 0))) {
                    return new UnreadableZone("lineLength", i + 1, length, width);
                }
            }
        }
        return new UnreadableZone(
                "length", lines.stream().mapToInt(String::length).sum());
    }
}
