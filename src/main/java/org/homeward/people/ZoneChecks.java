package org.homeward.people;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.homeward.people.ZoneFlaw.Misreading;
import org.homeward.people.ZoneFormat.Span;

/** What does not agree in a zone, and what misreading would explain it. */
final class ZoneChecks {

    /** Characters that people and machines take for one another. */
    private static final Map<Character, Character> LOOKALIKES = lookalikes("0O", "1I", "2Z", "5S", "6G", "8B");

    private static final Pattern LETTERS = Pattern.compile("[A-Z<]+");
    private static final Pattern DATE = Pattern.compile("[0-9]{2}([0-9]{4}|[0-9]{2}<<|<<<<)|<{6}");
    private static final String EMPTY = "<+";

    private final ZoneFormat format;
    private final String zone;
    private final List<ZoneFlaw> flaws = new ArrayList<>();

    private ZoneChecks(ZoneFormat format, String zone) {
        this.format = format;
        this.zone = zone;
    }

    /** All that does not agree, each with the single misreadings that would explain it. */
    static List<ZoneFlaw> explained(ZoneFormat format, String zone) {
        List<ZoneFlaw> flaws = flaws(format, zone);
        return flaws.stream()
                .map(flaw -> flaw.explainedBy(misreadings(format, zone, flaws, flaw)))
                .toList();
    }

    /** All that does not agree. */
    static List<ZoneFlaw> flaws(ZoneFormat format, String zone) {
        ZoneChecks checks = new ZoneChecks(format, zone);
        checks.fields();
        checks.digits();
        return checks.flaws;
    }

    /** Whether this is a Russian internal passport: its names are in a code and its number has a tenth digit elsewhere. */
    static boolean isInternalPassport(ZoneFormat format, String zone) {
        return format == ZoneFormat.TD3 && zone.startsWith("PNRUS");
    }

    /** The number, whole: on cards a long one goes on in the optional data, before its check digit. */
    static String number(ZoneFormat format, String zone) {
        String number = format.number.of(zone);
        return isLong(format, zone) ? number + rest(format, zone, 0) : number.replaceFirst("<+$", "");
    }

    /** The optional data that are not part of the number. */
    static String optional(ZoneFormat format, String zone) {
        String all = format.optional.stream()
                .map(span -> span.of(zone).replaceFirst("<+$", ""))
                .collect(Collectors.joining("<"));
        String number = isLong(format, zone) ? rest(format, zone, 0) : "";
        int used = number.isEmpty() ? 0 : number.length() + 1;
        return all.substring(Math.min(used, all.length())).replaceAll("<+", " ").strip();
    }

    /** A filler in place of the check digit says that the number is longer than its field. */
    private static boolean isLong(ZoneFormat format, String zone) {
        return format.takesLongNumbers()
                && zone.charAt(format.number.to()) == '<'
                && format.number.of(zone).indexOf('<') < 0
                && format.optional.get(0).of(zone).matches("[A-Z0-9]{2,}<.*|[A-Z0-9]{2,}");
    }

    /** What stands in the optional data up to the filler, without the check digit. @param more 1 to include it */
    private static String rest(ZoneFormat format, String zone, int more) {
        String optional = format.optional.get(0).of(zone);
        int end = optional.indexOf('<') < 0 ? optional.length() : optional.indexOf('<');
        return optional.substring(0, end - 1 + more);
    }

    private void fields() {
        String code = ZoneFormat.CODE.of(zone);
        boolean fits = format.takesLongNumbers() ? code.matches("[ACIP][A-Z<]") : code.matches("[PV][A-Z<]");
        if (!fits) {
            wrong("documentCode", "unknownCode", ZoneFormat.CODE);
        }
        state("issuer", ZoneFormat.ISSUER);
        String names = format.names.of(zone);
        if (names.matches(EMPTY)) {
            wrong("names", "missing", format.names);
        } else if (!names(names)) {
            wrong("names", "characters", format.names);
        }
        if (format.number.of(zone).startsWith("<")) {
            wrong("document", "missing", format.number);
        } else if (isInternalPassport(format, zone) && !format.number.of(zone).matches("[0-9]{9}")) {
            wrong("document", "characters", format.number);
        }
        state("nationality", format.nationality);
        date("born", format.born);
        date("expires", format.expires);
        if ("MFX<".indexOf(zone.charAt(format.sex)) < 0) {
            wrong("sex", "unknownCode", new Span(format.sex, format.sex + 1));
        }
    }

    private boolean names(String names) {
        return isInternalPassport(format, zone)
                ? names.chars().allMatch(letter -> letter == '<' || CodedCyrillic.isCode((char) letter))
                : LETTERS.matcher(names).matches();
    }

    private void state(String field, Span span) {
        String code = span.of(zone);
        if (!code.matches(EMPTY) && StateCode.of(code).isEmpty()) {
            wrong(field, "unknownCode", span);
        }
    }

    private void date(String field, Span span) {
        if (!isDate(span.of(zone))) {
            wrong(field, "noDate", span);
        }
    }

    private static boolean isDate(String written) {
        if (!DATE.matcher(written).matches()) {
            return false;
        }
        String known = written.replace("<", "");
        try {
            int month = known.length() < 4 ? 0 : Integer.parseInt(known.substring(2, 4));
            int day = known.length() < 6 ? 0 : Integer.parseInt(known.substring(4, 6));
            int year = known.isEmpty() ? 0 : Integer.parseInt(known.substring(0, 2));
            LocalDate.of(2000 + year, month == 0 ? 1 : month, day == 0 ? 1 : day);
            return month != 0 || day == 0;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private void digits() {
        if (isLong(format, zone)) {
            String rest = rest(format, zone, 1);
            int at = format.optional.get(0).from() + rest.length() - 1;
            digit("document", format.number.of(zone) + rest.substring(0, rest.length() - 1), at);
        } else {
            digit("document", format.number);
        }
        digit("born", format.born);
        digit("expires", format.expires);
        if (format.optionalCheck != null) {
            digit("optional", format.optional.get(0).of(zone), format.optionalCheck);
        }
        // What one digit finds the composite one finds too: it is told only for what it alone has found.
        if (format.compositeCheck != null
                && flaws.stream().noneMatch(flaw -> flaw.what().equals("checkDigit"))) {
            String all = format.composite.stream().map(span -> span.of(zone)).collect(Collectors.joining());
            digit("composite", all, format.compositeCheck);
        }
    }

    private void digit(String field, Span span) {
        digit(field, span.of(zone), span.to());
    }

    /** Of a field without any characters the check digit may be left out. */
    private void digit(String field, String text, int at) {
        char found = zone.charAt(at);
        char expected = CheckDigit.of(text);
        if (found != expected && !(found == '<' && text.matches(EMPTY))) {
            flaws.add(flaw(field, "checkDigit", at, String.valueOf(found), String.valueOf(expected)));
        }
    }

    private void wrong(String field, String what, Span span) {
        flaws.add(flaw(field, what, span.from(), span.of(zone).replaceFirst("<+$", ""), ""));
    }

    private ZoneFlaw flaw(String field, String what, int at, String found, String expected) {
        return new ZoneFlaw(field, what, at / format.width + 1, at % format.width + 1, found, expected, List.of());
    }

    private static List<Misreading> misreadings(ZoneFormat format, String zone, List<ZoneFlaw> flaws, ZoneFlaw flaw) {
        return places(format, zone, flaw)
                .filter(place -> LOOKALIKES.containsKey(zone.charAt(place)))
                .filter(place -> explains(format, with(zone, place), flaws, flaw))
                .mapToObj(place -> new Misreading(
                        place / format.width + 1,
                        place % format.width + 1,
                        zone.substring(place, place + 1),
                        with(zone, place).substring(place, place + 1)))
                .toList();
    }

    /** Read so, this flaw is gone and no other has come. */
    private static boolean explains(ZoneFormat format, String otherwise, List<ZoneFlaw> before, ZoneFlaw flaw) {
        List<ZoneFlaw> after = flaws(format, otherwise);
        return after.stream().noneMatch(flaw::isSame)
                && after.stream().allMatch(left -> before.stream().anyMatch(left::isSame));
    }

    private static IntStream places(ZoneFormat format, String zone, ZoneFlaw flaw) {
        Stream<Span> spans = switch (flaw.field()) {
            case "documentCode" -> Stream.of(ZoneFormat.CODE);
            case "issuer" -> Stream.of(ZoneFormat.ISSUER);
            case "names" -> Stream.of(format.names);
            case "document" ->
                isLong(format, zone)
                        ? Stream.of(format.number, format.optional.get(0))
                        : Stream.of(withDigit(format.number));
            case "nationality" -> Stream.of(format.nationality);
            case "born" -> Stream.of(withDigit(format.born));
            case "sex" -> Stream.of(new Span(format.sex, format.sex + 1));
            case "expires" -> Stream.of(withDigit(format.expires));
            case "optional" -> Stream.of(withDigit(format.optional.get(0)));
            default -> Stream.of(new Span(0, zone.length()));
        };
        return spans.flatMapToInt(span -> IntStream.range(span.from(), span.to()));
    }

    private static Span withDigit(Span span) {
        return new Span(span.from(), span.to() + 1);
    }

    private static String with(String zone, int place) {
        char instead = LOOKALIKES.getOrDefault(zone.charAt(place), zone.charAt(place));
        return zone.substring(0, place) + instead + zone.substring(place + 1);
    }

    private static Map<Character, Character> lookalikes(String... pairs) {
        Map<Character, Character> lookalikes = new HashMap<>();
        for (String pair : pairs) {
            lookalikes.put(pair.charAt(0), pair.charAt(1));
            lookalikes.put(pair.charAt(1), pair.charAt(0));
        }
        return Map.copyOf(lookalikes);
    }
}
