package org.homeward.registration.list;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * A file of separated values. How it is encoded and separated is not written in it: {@link #readings} are the ways in
 * which it may be meant, the likeliest first, and the one in which the headings make sense is right.
 */
record CsvFile(byte[] content, Charset encoding, char separator) {

    private static final List<Charset> WITHOUT_UNICODE = List.of(
            Charset.forName("windows-1251"),
            Charset.forName("IBM866"),
            Charset.forName("KOI8-R"),
            Charset.forName("windows-1256"),
            // damaged in one place, or cut off
            StandardCharsets.UTF_8);
    private static final List<Character> SEPARATORS = List.of(';', ',', '\t', '|');

    /** A quotation mark that is not closed within so many lines was not meant to be one. */
    private static final int LONGEST_CELL_IN_LINES = 40;

    static List<CsvFile> readings(byte[] content) {
        return encodings(content).stream()
                .flatMap(encoding -> SEPARATORS.stream().map(separator -> new CsvFile(content, encoding, separator)))
                .toList();
    }

    private static List<Charset> encodings(byte[] content) {
        if (startsWith(content, 0xFF, 0xFE)) {
            return List.of(StandardCharsets.UTF_16LE);
        }
        if (startsWith(content, 0xFE, 0xFF)) {
            return List.of(StandardCharsets.UTF_16BE);
        }
        Charset unmarked = utf16WithoutMark(content);
        if (unmarked != null) {
            return List.of(unmarked);
        }
        return startsWith(content, 0xEF, 0xBB, 0xBF) || isUtf8(content)
                ? List.of(StandardCharsets.UTF_8)
                : WITHOUT_UNICODE;
    }

    /** Separators, digits and spaces of UTF-16 have a zero byte, always on the same side; other text has none. */
    private static @Nullable Charset utf16WithoutMark(byte[] content) {
        int[] zeros = new int[2];
        int length = Math.min(content.length, 10_000);
        for (int i = 0; i < length; i++) {
            zeros[i % 2] += content[i] == 0 ? 1 : 0;
        }
        int many = length / 20;
        if (zeros[0] > many && zeros[1] == 0) {
            return StandardCharsets.UTF_16BE;
        }
        return zeros[1] > many && zeros[0] == 0 ? StandardCharsets.UTF_16LE : null;
    }

    private static boolean startsWith(byte[] content, int... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (i >= content.length || (content[i] & 0xFF) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUtf8(byte[] content) {
        var decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(content);
        CharBuffer out = CharBuffer.allocate(8192);
        CoderResult result;
        do {
            out.clear();
            result = decoder.decode(in, out, true);
        } while (result.isOverflow());
        return !result.isError();
    }

    /** Whether these can be characters at all: text has no zero bytes, unless each character has two. */
    static boolean isText(byte[] content) {
        if (startsWith(content, 0xFF, 0xFE) || startsWith(content, 0xFE, 0xFF) || utf16WithoutMark(content) != null) {
            return true;
        }
        int length = Math.min(content.length, 100_000);
        int controls = 0;
        for (int i = 0; i < length; i++) {
            boolean control = content[i] >= 0
                    && content[i] < ' '
                    && content[i] != '\n'
                    && content[i] != '\r'
                    && content[i] != '\t';
            controls += control ? 1 : 0;
        }
        return controls <= 1 + length / 100;
    }

    /** The rows, read as they are asked for; close it. */
    Stream<Line> lines() {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(new ByteArrayInputStream(content), encoding), 1 << 16);
        Iterator<Line> rows = new Rows(reader);
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(rows, 0), false);
    }

    /** Reads line by line, joining lines while a cell in quotation marks goes on. */
    private final class Rows implements Iterator<Line> {

        private final BufferedReader reader;
        private final CSVFormat quoted = CSVFormat.DEFAULT
                .builder()
                .setDelimiter(separator)
                .setIgnoreEmptyLines(false)
                .setTrailingData(true)
                .get();
        private final CSVFormat overSeveralLines =
                quoted.builder().setTrailingData(false).get();
        private final CSVFormat bare = quoted.builder().setQuote(null).get();
        private final Deque<String> ahead = new ArrayDeque<>();
        private int number;
        private @Nullable String next;

        Rows(BufferedReader reader) {
            this.reader = reader;
            this.next = line();
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public Line next() {
            String first = next;
            if (first == null) {
                throw new NoSuchElementException();
            }
            List<String> cells = cells(first);
            next = line();
            return new Line(++number, cells);
        }

        private List<String> cells(String first) {
            List<String> whole = parse(quoted, first);
            if (whole != null) {
                return whole;
            }
            StringBuilder joined = new StringBuilder(first);
            List<String> taken = new ArrayList<>();
            while (taken.size() < LONGEST_CELL_IN_LINES) {
                String more = line();
                if (more == null) {
                    break;
                }
                taken.add(more);
                joined.append('\n').append(more);
                if (more.indexOf('"') >= 0) {
                    whole = parse(overSeveralLines, joined.toString());
                    if (whole != null) {
                        return whole;
                    }
                }
            }
            for (int i = taken.size() - 1; i >= 0; i--) {
                ahead.addFirst(taken.get(i));
            }
            List<String> asTheyStand = parse(bare, first);
            return asTheyStand == null ? List.of(Line.text(first)) : asTheyStand;
        }

        /** Null when the text ends inside of quotation marks, or where the format allows no such marks. */
        private @Nullable List<String> parse(CSVFormat format, String text) {
            if (text.isEmpty()) {
                return List.of();
            }
            try (CSVParser parser = CSVParser.parse(new StringReader(text), format)) {
                Iterator<CSVRecord> records = parser.iterator();
                List<String> cells = records.next().stream().map(Line::text).toList();
                return records.hasNext() ? null : cells;
            } catch (IOException | java.io.UncheckedIOException | IllegalStateException e) {
                return null;
            }
        }

        private @Nullable String line() {
            if (!ahead.isEmpty()) {
                return ahead.removeFirst();
            }
            try {
                return reader.readLine();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
