package org.homeward.registration.list;

import java.util.List;

/** The file as a whole cannot be taken. {@link #why} names a sentence. */
public final class UnreadableList extends RuntimeException {

    private final String why;
    private final List<Field> fields;

    UnreadableList(String why, List<Field> fields) {
        super(why);
        this.why = why;
        this.fields = fields;
    }

    UnreadableList(String why) {
        this(why, List.of());
    }

    /**
     * {@code empty}, {@code noSpreadsheet}, {@code oldExcel}, {@code tooLarge}, {@code noHeadings}, {@code missingColumn}
     * or {@code familiesNotTold} (the only number counts persons, not families).
     */
    public String why() {
        return why;
    }

    /** The columns that are missing. */
    public List<Field> fields() {
        return fields;
    }
}
