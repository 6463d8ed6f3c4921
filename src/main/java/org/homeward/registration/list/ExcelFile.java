package org.homeward.registration.list;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.homeward.access.PlainText;

/** A workbook of Excel 2007 and later, read row by row. Formulas count as what they last came to. */
record ExcelFile(byte[] content) {

    /** A packed file can be small and its content endless. */
    private static final long LARGEST_UNPACKED = 1L << 30;

    private static final long LARGEST_SHARED_TEXT = 200L << 20;
    private static final Pattern DATE_FORMAT = Pattern.compile("[dDyY]");
    private static final Pattern NOT_FORMAT = Pattern.compile("\"[^\"]*\"|\\[[^\\]]*\\]|\\\\.");

    private static final Pattern ZEROS = Pattern.compile("0{2,20}");

    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final byte[] OLE2 = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0};

    /** Whether it says it is one; {@link #sheets} finds out whether it is. */
    static boolean begins(byte[] content) {
        return begins(content, ZIP);
    }

    /** Excel 97 or a workbook locked with a password. */
    static boolean isOldOrLocked(byte[] content) {
        return begins(content, OLE2);
    }

    private static boolean begins(byte[] content, byte[] magic) {
        return content.length >= magic.length && Arrays.equals(content, 0, magic.length, magic, 0, magic.length);
    }

    /** The names of the sheets that are not hidden, by their position in the workbook. */
    List<NamedSheet> sheets() {
        refuseIfEndless();
        try (ReadableWorkbook workbook = open()) {
            return workbook.getSheets()
                    .filter(sheet -> sheet.getVisibility() == org.dhatim.fastexcel.reader.SheetVisibility.VISIBLE)
                    .map(sheet -> new NamedSheet(sheet.getIndex(), PlainText.of(sheet.getName())))
                    .toList();
        } catch (IOException | RuntimeException e) {
            throw new UnreadableList("noSpreadsheet");
        }
    }

    record NamedSheet(int index, String name) {}

    /** The rows of one sheet, read as they are asked for; close it. */
    Stream<Line> lines(int sheetIndex) {
        try {
            ReadableWorkbook workbook = open();
            Sheet sheet = workbook.getSheet(sheetIndex).orElseThrow(() -> new UnreadableList("noSpreadsheet"));
            return sheet.openStream().map(ExcelFile::line).onClose(() -> close(workbook));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ReadableWorkbook open() throws IOException {
        return new ReadableWorkbook(new ByteArrayInputStream(content), new ReadingOptions(true, true));
    }

    private static void close(ReadableWorkbook workbook) {
        try {
            workbook.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Line line(Row row) {
        List<String> cells = new ArrayList<>(row.getCellCount());
        for (Cell cell : row) {
            int column = cell == null ? cells.size() : cell.getColumnIndex();
            while (cells.size() < column) {
                cells.add("");
            }
            cells.add(cell == null ? "" : text(cell));
        }
        return new Line(row.getRowNum(), List.copyOf(cells));
    }

    private static String text(Cell cell) {
        Object value = cell.getValue();
        if (value instanceof BigDecimal number) {
            return isDate(cell) ? day(cell, number) : padded(cell, plain(number));
        }
        if (cell.getType() == CellType.FORMULA) {
            return formula(cell);
        }
        String text = cell.getText();
        return Line.text(text == null ? cell.getRawValue() : text);
    }

    private static String formula(Cell cell) {
        String cached = Line.text(cell.getRawValue());
        if (!cached.matches("-?\\d+([.]\\d+)?([eE][+-]?\\d+)?")) {
            return cached;
        }
        BigDecimal number = new BigDecimal(cached);
        return isDate(cell) ? day(cell, number) : plain(number);
    }

    /** A number that is shown with zeros before it, as in a document's, has them. */
    private static String padded(Cell cell, String number) {
        String format = cell.getDataFormatString();
        boolean zeros = format != null && ZEROS.matcher(format).matches() && !number.startsWith("-");
        return zeros ? "0".repeat(Math.max(0, format.length() - number.length())) + number : number;
    }

    private static String plain(BigDecimal number) {
        return Math.abs(number.scale()) > 30
                ? number.toString()
                : number.stripTrailingZeros().toPlainString();
    }

    private static boolean isDate(Cell cell) {
        String format = cell.getDataFormatString();
        return format != null
                && DATE_FORMAT
                        .matcher(NOT_FORMAT.matcher(format).replaceAll(""))
                        .find();
    }

    private static String day(Cell cell, BigDecimal number) {
        if (number.signum() < 0 || number.compareTo(BigDecimal.valueOf(2_958_465)) > 0) {
            return plain(number);
        }
        LocalDateTime at = cell.asDate();
        return at.toLocalDate().toString();
    }

    /** Unpacks once without keeping anything, so that a small file cannot fill the memory. */
    private void refuseIfEndless() {
        byte[] buffer = new byte[1 << 16];
        long total = 0;
        try (ZipFile zip = ZipFile.builder().setByteArray(content).get()) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                boolean sheet = entry.getName().startsWith("xl/worksheets/");
                long size = 0;
                try (InputStream part = zip.getInputStream(entry)) {
                    for (int read = part.read(buffer); read >= 0; read = part.read(buffer)) {
                        size += read;
                        total += read;
                        if (total > LARGEST_UNPACKED || !sheet && size > LARGEST_SHARED_TEXT) {
                            throw new UnreadableList("tooLarge");
                        }
                    }
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new UnreadableList("noSpreadsheet");
        }
    }
}
