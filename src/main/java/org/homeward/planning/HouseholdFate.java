package org.homeward.planning;

/** What a change of the situation makes of a household. */
public enum HouseholdFate {
    /** And waits with the others. */
    LOSES_SEATS,
    /** Has set out: somebody leads what it is on. */
    ON_THE_ROAD,
    /** Keeps its seats until its movement's freeze, and loses them if the exit is still closed then. */
    WAITS,
    /** Keeps its seats, and leaves later. */
    PUT_OFF,
    /** Waits, and would wait on without the change. */
    GETS_SEATS,
    /** Waits, and would get seats without the change too, but is home sooner with it. */
    HOME_SOONER,
    /** Waits or has seats where a danger grows, and comes before others by it. */
    MORE_URGENT,
    /** Has put leaving off, and is asked again. */
    WOKEN
}
