package org.homeward.people;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the machine readable zone of a passport, card or visa says (ICAO Doc 9303: TD1, TD2, TD3, MRV-A, MRV-B), and what
 * in it does not agree. A field that has a flaw is given as it is written, and null where that makes no sense.
 *
 * @param format {@code TD1}, {@code TD2}, {@code TD3}, {@code MRVA} or {@code MRVB}
 * @param kind as of a document on record: {@code passport}, {@code internal passport} or {@code other}
 * @param documentCode one or two letters
 * @param issuer ISO 3166 alpha-3 or ICAO's own code; the zone's own letters if nobody has them
 * @param number without fillers; of a Russian internal passport as people write it, {@code 4510 123456}
 * @param surname in Latin letters; null in a Russian internal passport, whose letters are a code
 * @param givenNames in Latin letters; null if there are none
 * @param nativeName the whole name in Cyrillic, out of a Russian internal passport; else null
 * @param nationality as {@code issuer}; null if none is written
 * @param born null if unknown or no date
 * @param bornEstimated no more than the year, or month and year, is known: {@code born} is the first day of it
 * @param sex {@code female}, {@code male} or {@code unknown}
 * @param expires null if unknown or no date; of a month or year alone its last day
 * @param optional what the issuing state has put into the rest; null if nothing
 * @param namesMayBeCut the names fill all their room
 */
public record MachineReadableZone(
        String format,
        String kind,
        String documentCode,
        @Nullable String issuer,
        @Nullable String number,
        @Nullable String surname,
        @Nullable String givenNames,
        @Nullable String nativeName,
        @Nullable String nationality,
        @Nullable LocalDate born,
        boolean bornEstimated,
        String sex,
        @Nullable LocalDate expires,
        @Nullable String optional,
        boolean namesMayBeCut,
        List<ZoneFlaw> flaws) {

    private static final int YEARS_AHEAD = 50;

    /**
     * Reads a zone as it was typed, pasted or scanned.
     *
     * @param today two-digit years of birth are the latest that is not after it; those of expiry the nearest to it
     * @throws UnreadableZone if this cannot be a zone: lines missing, of another length, with strange characters
     */
    public static MachineReadableZone read(String pasted, LocalDate today) throws UnreadableZone {
        ZoneText.Lines lines = ZoneText.of(pasted);
        ZoneFormat format = lines.format();
        String zone = lines.zone();
        List<ZoneFlaw> flaws = ZoneChecks.explained(format, zone);
        boolean internal = ZoneChecks.isInternalPassport(format, zone);
        String code = ZoneFormat.CODE.of(zone).replace("<", "");
        String[] names = format.names.of(zone).split("<<", 2);
        String surname = words(names[0]);
        String givenNames = names.length > 1 ? words(names[1]) : null;
        String whole = Stream.of(surname, givenNames).filter(Objects::nonNull).collect(Collectors.joining(" "));
        boolean dated = flaws.stream()
                .noneMatch(flaw -> flaw.field().equals("born") && flaw.what().equals("noDate"));
        boolean expiring = flaws.stream()
                .noneMatch(flaw -> flaw.field().equals("expires") && flaw.what().equals("noDate"));
        String born = dated ? known(format.born.of(zone)) : "";
        return new MachineReadableZone(
                format.name(),
                internal ? "internal passport" : format == ZoneFormat.TD3 ? "passport" : "other",
                code,
                state(ZoneFormat.ISSUER.of(zone)),
                number(format, zone, internal),
                internal ? null : surname,
                internal ? null : givenNames,
                internal && !whole.isEmpty() ? CodedCyrillic.decoded(whole) : null,
                state(format.nationality.of(zone)),
                birth(born, today),
                !born.isEmpty() && born.length() < 6,
                switch (zone.charAt(format.sex)) {
                    case 'F' -> "female";
                    case 'M' -> "male";
                    default -> "unknown";
                },
                expiring ? expiry(known(format.expires.of(zone)), today) : null,
                orNull(
                        internal
                                ? format.optional
                                        .get(0)
                                        .of(zone)
                                        .replaceAll("<+", " ")
                                        .strip()
                                : ZoneChecks.optional(format, zone)),
                format.names.of(zone).charAt(format.names.to() - format.names.from() - 1) != '<',
                flaws);
    }

    /** Whether every check digit is the one that belongs there. */
    public boolean checkDigitsHold() {
        return flaws.stream().noneMatch(flaw -> flaw.what().equals("checkDigit"));
    }

    /** Why what was pasted cannot be read; empty if it can, or if nothing was. */
    public static Optional<UnreadableZone> whyUnreadable(String pasted, LocalDate today) {
        if (pasted.isBlank()) {
            return Optional.empty();
        }
        try {
            read(pasted, today);
            return Optional.empty();
        } catch (UnreadableZone unreadable) {
            return Optional.of(unreadable);
        }
    }

    /**
     * Whether the check digits of the zone hold from which a document was entered.
     *
     * @param pasted empty if there was none
     * @param number of the document as entered
     * @return null if there was no zone, none that can be read, or one that holds but is another document's
     */
    public static @Nullable Boolean checkDigitsHold(String pasted, String number, LocalDate today) {
        return readable(pasted, today)
                .map(zone -> !zone.checkDigitsHold() ? Boolean.FALSE : zone.isOf(number) ? Boolean.TRUE : null)
                .orElse(null);
    }

    /** The bearer in Latin letters as the zone says, if it can be read and is the one of the document with this number. */
    public static Optional<String> latinName(String pasted, String number, LocalDate today) {
        return readable(pasted, today).filter(zone -> zone.isOf(number)).map(MachineReadableZone::latinName);
    }

    private static Optional<MachineReadableZone> readable(String pasted, LocalDate today) {
        try {
            return pasted.isBlank() ? Optional.empty() : Optional.of(read(pasted, today));
        } catch (UnreadableZone unreadable) {
            return Optional.empty();
        }
    }

    private boolean isOf(String documentNumber) {
        return number != null && DocumentNumber.key(number).equals(DocumentNumber.key(documentNumber));
    }

    /** The name in Latin letters, surname first, as it is written in lists; null if there is none. */
    public @Nullable String latinName() {
        return orNull(Stream.of(surname, givenNames).filter(Objects::nonNull).collect(Collectors.joining(" ")));
    }

    /** The birth as far as it is known, {@code 1974-08-12}, {@code 1974-08} or {@code 1974}; a month alone counts as its year. */
    public @Nullable String bornAsKnown() {
        return born == null ? null : bornEstimated ? String.valueOf(born.getYear()) : born.toString();
    }

    private static @Nullable String number(ZoneFormat format, String zone, boolean internal) {
        String number = ZoneChecks.number(format, zone);
        char fourth = zone.charAt(format.optional.get(0).from());
        if (internal && number.length() == 9 && Character.isDigit(fourth)) {
            return number.substring(0, 3) + fourth + " " + number.substring(3);
        }
        return orNull(number.replace('<', ' ').strip());
    }

    private static @Nullable String state(String written) {
        return orNull(StateCode.of(written).orElse(written.replace("<", "")));
    }

    private static @Nullable String words(String written) {
        return orNull(written.replaceAll("<+", " ").strip());
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    /** The digits that are known: year, month, day. Some states write 00 where others write fillers. */
    private static String known(String date) {
        String digits = date.replace("<", "");
        while (digits.length() > 2 && digits.endsWith("00")) {
            digits = digits.substring(0, digits.length() - 2);
        }
        return digits;
    }

    private static @Nullable LocalDate birth(String known, LocalDate today) {
        if (known.isEmpty()) {
            return null;
        }
        LocalDate latest = day(today.getYear() / 100 * 100 + Integer.parseInt(known.substring(0, 2)), known);
        return latest.isAfter(today) ? day(latest.getYear() - 100, known) : latest;
    }

    private static @Nullable LocalDate expiry(String known, LocalDate today) {
        if (known.isEmpty()) {
            return null;
        }
        int year = today.getYear() / 100 * 100 + Integer.parseInt(known.substring(0, 2));
        int nearest = year > today.getYear() + YEARS_AHEAD
                ? year - 100
                : year <= today.getYear() - YEARS_AHEAD ? year + 100 : year;
        LocalDate first = day(nearest, known);
        return switch (known.length()) {
            case 2 -> first.withDayOfYear(first.lengthOfYear());
            case 4 -> first.withDayOfMonth(first.lengthOfMonth());
            default -> first;
        };
    }

    /** The day, or the first that is meant; 29 February of a year without one is the day before. */
    private static LocalDate day(int year, String known) {
        int month = known.length() < 4 ? 1 : Integer.parseInt(known.substring(2, 4));
        int day = known.length() < 6 ? 1 : Integer.parseInt(known.substring(4, 6));
        LocalDate first = LocalDate.of(year, month, 1);
        return first.withDayOfMonth(Math.min(day, first.lengthOfMonth()));
    }
}
