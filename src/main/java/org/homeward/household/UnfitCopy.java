package org.homeward.household;

/** A file that is not kept, and why. */
public final class UnfitCopy extends RuntimeException {

    private final String why;
    private final transient Object[] about;

    UnfitCopy(String why, Object... about) {
        super(why);
        this.why = why;
        this.about = about;
    }

    /** {@code empty}, {@code tooLarge}, {@code kind}, … : the rest of a key of the messages {@code copy.refused.…} */
    public String why() {
        return why;
    }

    /** What the message is about: bounds, what was found. */
    public Object[] about() {
        return about.clone();
    }
}
