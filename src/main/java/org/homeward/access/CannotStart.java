package org.homeward.access;

/** Homeward cannot start, and its sentence says what to do about it. */
class CannotStart extends RuntimeException {

    CannotStart(String sentence) {
        super(sentence);
    }
}
