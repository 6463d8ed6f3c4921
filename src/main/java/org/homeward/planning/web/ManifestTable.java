package org.homeward.planning.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.homeward.access.SafeCsv;
import org.homeward.planning.CheckIn;
import org.homeward.planning.Manifests.Issue;
import org.homeward.planning.Manifests.TravelDocument;
import org.homeward.planning.Manifests.Traveller;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** A manifest for spreadsheets: one line for each person, in the language of the reader; with the seats, once any is given. */
@Component
class ManifestTable {

    private static final List<String> HEADINGS = List.of(
            "column.case",
            "column.name",
            "members.latinName",
            "column.born",
            "column.sex",
            "column.place",
            "manifest.child",
            "manifest.needs",
            "column.nationality",
            "manifest.document",
            "manifest.number",
            "manifest.expires",
            "manifest.issuedBy");

    /** What Excel does not take in the name of a sheet, and how long that may be. */
    private static final String NOT_IN_A_SHEET = "[\\[\\]:*?/\\\\]";

    private static final int LONGEST_SHEET = 31;

    private final CheckIn checkIn;
    private final MessageSource texts;

    ManifestTable(CheckIn checkIn, MessageSource texts) {
        this.checkIn = checkIn;
        this.texts = texts;
    }

    /** Cells that would be formulas are made plain text. */
    byte[] csv(Issue manifest, Locale language) {
        StringWriter out = new StringWriter();
        try {
            SafeCsv csv = SafeCsv.forPeople(out);
            for (@Nullable Object[] line : lines(manifest, language)) {
                csv.line(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Every text is a text there, whatever it begins with; dates are dates. */
    byte[] xlsx(Issue manifest, Locale language) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Workbook book = new Workbook(out, "Homeward", "1.0")) {
            String code = manifest.movement().code().replaceAll(NOT_IN_A_SHEET, "-");
            Worksheet sheet =
                    book.newWorksheet(code.length() > LONGEST_SHEET ? code.substring(0, LONGEST_SHEET) : code);
            List<@Nullable Object[]> lines = lines(manifest, language);
            for (int line = 0; line < lines.size(); line++) {
                for (int column = 0; column < lines.get(line).length; column++) {
                    write(sheet, line, column, lines.get(line)[column]);
                }
            }
            sheet.range(0, 0, 0, lines.get(0).length - 1).style().bold().set();
            sheet.freezePane(0, 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void write(Worksheet sheet, int line, int column, @Nullable Object cell) {
        if (cell instanceof LocalDate day) {
            sheet.value(line, column, day);
            sheet.style(line, column).format("yyyy-mm-dd").set();
        } else if (cell instanceof Integer number) {
            sheet.value(line, column, number);
        } else if (cell != null) {
            sheet.value(line, column, cell.toString());
        }
    }

    /** The headings, and who travels. */
    private List<@Nullable Object[]> lines(Issue manifest, Locale language) {
        Map<Long, String> seats = checkIn.seats(manifest.movement().id());
        List<@Nullable Object[]> lines = new ArrayList<>();
        lines.add(HEADINGS.stream().map(heading -> text(heading, language)).toArray());
        manifest.travellers().forEach(traveller -> lines.add(cells(manifest, traveller, language)));
        if (!seats.isEmpty()) {
            lines.set(0, with(lines.get(0), text("border.seat.heading", language)));
            for (int line = 1; line < lines.size(); line++) {
                Traveller traveller = manifest.travellers().get(line - 1);
                lines.set(line, with(lines.get(line), traveller.guest() ? null : seats.get(traveller.number())));
            }
        }
        return lines;
    }

    private static @Nullable Object[] with(@Nullable Object[] cells, @Nullable Object last) {
        @Nullable Object[] more = Arrays.copyOf(cells, cells.length + 1);
        more[cells.length] = last;
        return more;
    }

    private @Nullable Object[] cells(Issue manifest, Traveller traveller, Locale language) {
        TravelDocument document = traveller.document();
        return new @Nullable Object[] {
            traveller.guest()
                    ? texts.getMessage("manifest.guestsOf", new Object[] {traveller.caseNumber()}, language)
                    : traveller.caseNumber(),
            traveller.name(),
            traveller.latinName(),
            born(traveller),
            text("sex." + traveller.sex(), language),
            text("place." + traveller.place(), language),
            traveller.minorOn(manifest.day()) ? text("manifest.child", language) : null,
            needs(traveller, language),
            String.join(" ", traveller.nationalities()),
            document == null ? null : text("document." + document.kind().replace(' ', '-'), language),
            document == null ? null : document.number(),
            document == null ? null : document.expires(),
            document == null ? null : document.issuedBy()
        };
    }

    private String needs(Traveller traveller, Locale language) {
        return traveller.needs().stream()
                .map(need -> text("need." + need, language))
                .collect(Collectors.joining(", "));
    }

    /** The year alone where only that is known. */
    static @Nullable Object born(Traveller traveller) {
        LocalDate born = traveller.born();
        return born != null && traveller.bornEstimated() ? born.getYear() : born;
    }

    private String text(String key, Locale language) {
        return texts.getMessage(key, null, language);
    }
}
