package org.homeward.people;

import java.util.List;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;

/** Are these two the same person? */
public final class Comparison {

    private Comparison() {}

    /** How alike two descriptions are. Symmetric; never throws, whatever the names are made of. */
    public static Likeness compare(Traits one, Traits other) {
        String a = NameKey.of(one.names().get(0), null);
        String b = NameKey.of(other.names().get(0), null);
        return new Likeness(new JaroWinklerSimilarity().apply(a, b), List.of(Reason.agree("names-agree", a, b)));
    }
}
