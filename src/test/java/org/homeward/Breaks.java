package org.homeward;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Invariants that do not hold after the tests of this class: {@code I3} where households are walked through one station
 * without the spine around it. Everything else is checked after each test.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Breaks {

    /** Their numbers, {@code I1} to {@code I9}. */
    String[] value();
}
