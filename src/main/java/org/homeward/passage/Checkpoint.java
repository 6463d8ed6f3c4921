package org.homeward.passage;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A place where people are counted, in the order of the journey; by road or sea first, then by air. */
public enum Checkpoint {
    MUSTER,
    CONVOY_BOARDING,
    BORDER_EXIT,
    BORDER_ENTRY,
    CHECK_IN,
    FLIGHT_BOARDING,
    LANDING,
    RECEPTION;

    /** The word for it in tables, models and scans: {@code border exit}, {@code check-in}. */
    public String word() {
        return this == CHECK_IN ? "check-in" : name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The kind of movement on which people are counted here: {@code convoy}, as which a ship counts, or {@code flight}. */
    public String kind() {
        return compareTo(BORDER_ENTRY) <= 0 ? "convoy" : "flight";
    }

    /**
     * Whether people are counted here on such a movement. On a ship they are as on a convoy: they come together and board
     * at the port, leave the country there, and enter another where it lands.
     */
    public boolean isOn(String kind) {
        return kind().equals(kind.equals("ship") ? "convoy" : kind);
    }

    /** Where those who came aboard, and those who arrived, are compared with those planned. */
    public boolean isCompared() {
        return this == CONVOY_BOARDING || this == FLIGHT_BOARDING || this == BORDER_ENTRY || this == LANDING;
    }

    /** Where somebody can be turned away. */
    public boolean canRefuse() {
        return this == BORDER_EXIT || this == BORDER_ENTRY || this == CHECK_IN || this == FLIGHT_BOARDING;
    }

    /** Where nobody comes before the movement has left. */
    public boolean isOnTheWay() {
        return this == BORDER_EXIT || this == BORDER_ENTRY || afterTakeOff();
    }

    /** The one after it on the whole journey; after the last, itself. */
    Checkpoint next() {
        return this == RECEPTION ? this : values()[ordinal() + 1];
    }

    /** Nobody steps off or turns back from here on: they are in the air, or there. */
    boolean afterTakeOff() {
        return this == LANDING || this == RECEPTION;
    }

    /** The checkpoints of one kind of movement, in order. */
    public static List<Checkpoint> of(String kind) {
        return Arrays.stream(values())
                .filter(checkpoint -> checkpoint.isOn(kind))
                .toList();
    }

    /** The checkpoint with this word, in any case, with blanks or dashes; empty if there is none. */
    public static Optional<Checkpoint> called(String word) {
        String constant = word.strip().toUpperCase(Locale.ROOT).replaceAll("[\\s_-]+", "_");
        return Arrays.stream(values())
                .filter(checkpoint -> checkpoint.name().equals(constant))
                .findFirst();
    }
}
