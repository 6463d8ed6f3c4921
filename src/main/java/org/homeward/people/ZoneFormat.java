package org.homeward.people;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The forms of a machine readable zone in ICAO Doc 9303, and where in each of them what stands. */
enum ZoneFormat {
    /** Cards: three lines of 30. */
    TD1(
            3,
            30,
            new Span(60, 90),
            new Span(5, 14),
            new Span(45, 48),
            new Span(30, 36),
            37,
            new Span(38, 44),
            List.of(new Span(15, 30), new Span(48, 59)),
            null,
            59,
            List.of(new Span(5, 30), new Span(30, 37), new Span(38, 45), new Span(48, 59))),
    /** Larger cards and some older travel documents: two lines of 36. */
    TD2(
            2,
            36,
            new Span(5, 36),
            new Span(36, 45),
            new Span(46, 49),
            new Span(49, 55),
            56,
            new Span(57, 63),
            List.of(new Span(64, 71)),
            null,
            71,
            List.of(new Span(36, 46), new Span(49, 56), new Span(57, 71))),
    /** Passports: two lines of 44. */
    TD3(
            2,
            44,
            new Span(5, 44),
            new Span(44, 53),
            new Span(54, 57),
            new Span(57, 63),
            64,
            new Span(65, 71),
            List.of(new Span(72, 86)),
            86,
            87,
            List.of(new Span(44, 54), new Span(57, 64), new Span(65, 87))),
    /** Visas as large as a passport's page; without a composite check digit. */
    MRVA(
            2,
            44,
            new Span(5, 44),
            new Span(44, 53),
            new Span(54, 57),
            new Span(57, 63),
            64,
            new Span(65, 71),
            List.of(new Span(72, 88)),
            null,
            null,
            List.of()),
    /** Smaller visas. */
    MRVB(
            2,
            36,
            new Span(5, 36),
            new Span(36, 45),
            new Span(46, 49),
            new Span(49, 55),
            56,
            new Span(57, 63),
            List.of(new Span(64, 72)),
            null,
            null,
            List.of());

    static final Span CODE = new Span(0, 2);
    static final Span ISSUER = new Span(2, 5);

    /** Characters from one place of the whole zone to before another, counted from 0 over all lines. */
    record Span(int from, int to) {

        String of(String zone) {
            return zone.substring(from, to);
        }

        boolean holds(int place) {
            return place >= from && place < to;
        }
    }

    final int lines;
    final int width;
    final Span names;
    /** Of this and of both dates the check digit is the next character. */
    final Span number;

    final Span nationality;
    final Span born;
    final int sex;
    final Span expires;
    final List<Span> optional;
    final @Nullable Integer optionalCheck;
    final @Nullable Integer compositeCheck;
    final List<Span> composite;

    ZoneFormat(
            int lines,
            int width,
            Span names,
            Span number,
            Span nationality,
            Span born,
            int sex,
            Span expires,
            List<Span> optional,
            @Nullable Integer optionalCheck,
            @Nullable Integer compositeCheck,
            List<Span> composite) {
        this.lines = lines;
        this.width = width;
        this.names = names;
        this.number = number;
        this.nationality = nationality;
        this.born = born;
        this.sex = sex;
        this.expires = expires;
        this.optional = optional;
        this.optionalCheck = optionalCheck;
        this.compositeCheck = compositeCheck;
        this.composite = composite;
    }

    /** On cards a document number of more than nine characters goes on in the optional data. */
    boolean takesLongNumbers() {
        return this == TD1 || this == TD2;
    }

    /** The form of a zone with lines of this width. @param zone all lines in one */
    static ZoneFormat of(int width, String zone) {
        boolean visa = zone.startsWith("V");
        return switch (width) {
            case 30 -> TD1;
            case 36 -> visa ? MRVB : TD2;
            case 44 -> visa ? MRVA : TD3;
            default -> throw new IllegalArgumentException("No zone is " + width + " wide.");
        };
    }
}
