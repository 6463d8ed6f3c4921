package org.homeward.access;

/** Homeward cannot start, and its sentence says what to do about it. */
public class CannotStart extends RuntimeException {

    public CannotStart(String sentence) {
        super(sentence);
    }
}
