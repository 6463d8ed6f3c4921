package org.homeward;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tests of this class together visit every flow node and take every sequence flow of these processes; what they
 * leave out fails the class by name. The report stands in {@code target/process-test-coverage}. Goes with
 * {@link HomewardTest}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ModelCoverage.class)
public @interface WalksWhole {

    /** Process keys, such as {@code vetting}. */
    String[] value();
}
