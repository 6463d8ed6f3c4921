package org.homeward.rehearsal;

/** A scenario that cannot be played, and why, in one sentence that names the file and the row. */
class CannotRehearse extends RuntimeException {

    CannotRehearse(String sentence) {
        super(sentence);
    }
}
