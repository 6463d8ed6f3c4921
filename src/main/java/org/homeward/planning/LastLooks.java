package org.homeward.planning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.homeward.access.CurrentOfficer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What was seen when somebody last looked whom a reported change would affect: planning anew takes long. */
@Component
public class LastLooks {

    private final JdbcClient jdbc;
    private final CurrentOfficer officer;
    private final ObjectMapper json;

    LastLooks(JdbcClient jdbc, CurrentOfficer officer, ObjectMapper json) {
        this.jdbc = jdbc;
        this.officer = officer;
        this.json = json;
    }

    /** @param at as of when */
    public record Look(OffsetDateTime at, ChangePreview preview) {}

    /** As far as the officer may know of it; empty if nobody has looked yet. */
    public Optional<Look> of(long changeId) {
        return jdbc.sql("select at, preview from change_preview where change_id = :id and cleared = :cleared")
                .param("id", changeId)
                .param("cleared", officer.cleared())
                .query((row, number) ->
                        new Look(row.getObject("at", OffsetDateTime.class), read(row.getString("preview"))))
                .optional();
    }

    /** Instead of what was seen before. @param previews for officers who are cleared, and for the others */
    void keep(long changeId, Instant at, Map<Boolean, ChangePreview> previews) {
        previews.forEach((cleared, preview) -> jdbc.sql("""
                        insert into change_preview (change_id, cleared, at, preview)
                        values (:id, :cleared, :at, cast(:preview as jsonb))
                        on conflict (change_id, cleared) do update set at = excluded.at, preview = excluded.preview""")
                .param("id", changeId)
                .param("cleared", cleared)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("preview", written(preview))
                .update());
    }

    private String written(ChangePreview preview) {
        try {
            return json.writeValueAsString(preview);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private ChangePreview read(String preview) {
        try {
            return json.readValue(preview, ChangePreview.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
