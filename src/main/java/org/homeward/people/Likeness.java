package org.homeward.people;

import java.util.List;

/**
 * How likely two descriptions are of one person, and why.
 *
 * @param score from 0, surely two persons, to 1, nothing tells them apart
 * @param reasons the weightiest first
 */
public record Likeness(double score, List<Reason> reasons) implements Comparable<Likeness> {

    /**
     * From this score on an officer should look: the working threshold of the house. Measured with {@code mvn -Pbench
     * verify}: lower, and more than one ordinary person in a thousand is taken for somebody on a list; higher, and more
     * than two in a hundred of those on it slip through under a misspelt name.
     */
    public static final double HIT = 0.81;

    public Likeness {
        reasons = List.copyOf(reasons);
    }

    /** Whether an officer should look. */
    public boolean hit() {
        return score >= HIT;
    }

    @Override
    public int compareTo(Likeness other) {
        return Double.compare(score, other.score);
    }
}
