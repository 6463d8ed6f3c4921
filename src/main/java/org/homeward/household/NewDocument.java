package org.homeward.household;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** A document as written. @param kind {@code passport}, {@code internal passport}, {@code return certificate} or {@code other} */
public record NewDocument(
        String kind,
        String number,
        @Nullable LocalDate expires,
        @Nullable String issuedBy) {}
