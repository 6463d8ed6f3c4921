package org.homeward.desk;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a case waits for.
 *
 * @param kind {@code task}, {@code message} or {@code timer}
 * @param id the element's id in its model ({@code task_contactHousehold})
 * @param name what the model calls it, in the reader's language
 * @param task the task's own id, for an officer who may work it; else null
 * @param checkpoint where the members are counted now; null before and after the journey
 * @param groups who may take the task
 * @param officer who has taken it
 * @param due when the task is due or the timer fires
 */
record Waiting(
        String kind,
        String id,
        String name,
        @JsonIgnore String definition,
        @JsonIgnore @Nullable String task,
        @Nullable String checkpoint,
        List<String> groups,
        @Nullable String officer,
        @Nullable OffsetDateTime due) {}
