package org.homeward.planning;

import java.util.List;

/**
 * Some of the households of a change of the situation, whom it hits most first.
 *
 * @param last the place of the last of them, after which the next begin
 * @param more how many follow
 */
public record Page<T>(List<T> households, long last, int more) {

    /** Households on a page. */
    static final int SIZE = 100;
}
