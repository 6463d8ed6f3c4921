package org.homeward.people;

/** What was pasted is no machine readable zone, or not all of one. */
public final class UnreadableZone extends Exception {

    private final String why;
    private final transient Object[] about;

    UnreadableZone(String why, Object... about) {
        super(why);
        this.why = why;
        this.about = about;
    }

    /** What is wrong and what to do, in one sentence. */
    public String sentence(ZoneFlaw.Words words) {
        return words.of("mrz.unreadable." + why, about);
    }
}
