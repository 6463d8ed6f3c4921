package org.homeward.registration;

import java.util.List;
import org.homeward.access.Refusal;
import org.homeward.registration.list.Flaw;

/** What was entered about a person still has flaws; nothing has changed. */
public final class StillWrong extends Refusal {

    private final List<Flaw> flaws;

    StillWrong(List<Flaw> flaws) {
        super(
                "This is not right yet: " + Flaw.written(flaws) + ".",
                flaws.get(0).field().key());
        this.flaws = flaws;
    }

    /** What is wrong, field by field. */
    public List<Flaw> flaws() {
        return flaws;
    }
}
