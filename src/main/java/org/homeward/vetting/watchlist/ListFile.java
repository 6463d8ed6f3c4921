package org.homeward.vetting.watchlist;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.homeward.access.Refusal;

/** One file of a list. @param name as it was called where it came from */
public record ListFile(String name, byte[] content) {

    /** The most persons that a list may have. */
    static final int MOST_ENTRIES = 200_000;

    /** The longest text in one place of a list, in characters. */
    static final int LONGEST_TEXT = 50_000;

    /** The file is refused whole. @param line where the reader stands, from 1; @param why a sentence without variable parts */
    Refusal broken(long line, String why) {
        return new Refusal(name + ", line " + Math.max(1, line) + ": " + why + " Nothing of it was taken.", "file");
    }

    /** @throws Refusal if it is not UTF-8, with the line */
    String text() {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer bytes = ByteBuffer.wrap(content);
        CharBuffer text = CharBuffer.allocate(content.length);
        CoderResult end = decoder.decode(bytes, text, true);
        if (end.isError()) {
            throw broken(lineOf(bytes.position()), "This is not UTF-8.");
        }
        String read = text.flip().toString();
        return read.startsWith("\uFEFF") ? read.substring(1) : read;
    }

    private long lineOf(int position) {
        long line = 1;
        for (int at = 0; at < position; at++) {
            line += content[at] == '\n' ? 1 : 0;
        }
        return line;
    }
}
