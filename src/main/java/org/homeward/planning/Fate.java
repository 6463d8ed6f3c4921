package org.homeward.planning;

/** What a change of the situation makes of a movement. */
public enum Fate {
    /** At once. */
    CANCELLED,
    /** Cancelled at its freeze, if nothing changes until then. */
    WAITS,
    /** Leaves when the road is free again. */
    DELAYED,
    /** Has set out, whether that is confirmed or not: somebody leads it. */
    ON_THE_ROAD
}
