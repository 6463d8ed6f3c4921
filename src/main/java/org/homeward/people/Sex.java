package org.homeward.people;

/** As far as a paper or a list says it. */
public enum Sex {
    FEMALE,
    MALE,
    UNKNOWN
}
