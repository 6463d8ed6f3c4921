package org.homeward.situation;

import org.jspecify.annotations.Nullable;

/**
 * A way out of the country.
 *
 * @param kind {@code land}, {@code air} or {@code sea}
 * @param leadsTo where one flies on from, or arrives by air or sea: the code of an airport or port
 */
public record Exit(
        String code, String name, String kind, @Nullable String leadsTo, String state) {

    public boolean isOpen() {
        return state.equals("open");
    }
}
