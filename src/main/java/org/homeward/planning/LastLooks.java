package org.homeward.planning;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.Refusal;
import org.homeward.situation.SituationChange;
import org.jspecify.annotations.Nullable;
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

    /**
     * The next households that the officer may know of, whom it hits most first. Their places are counted among these: a gap
     * would tell of one that is restricted.
     *
     * @param after the {@link Page#last} before them
     */
    public Page<Affected> households(long changeId, long after) {
        long before = Math.max(0, after);
        List<Affected> page = seen(changeId, before, Page.SIZE);
        long last = before + page.size();
        return new Page<>(page, last, page.size() < Page.SIZE ? 0 : (int) (count(changeId) - last));
    }

    /** All of them. @throws Refusal.Conflict if nobody has looked yet */
    public List<Affected> households(long changeId) {
        if (of(changeId).isEmpty()) {
            throw new Refusal.Conflict("Look first whom " + SituationChange.name(changeId) + " would affect.", "id");
        }
        return seen(changeId, 0, Integer.MAX_VALUE);
    }

    private List<Affected> seen(long changeId, long after, int most) {
        return jdbc.sql("""
                select case_number, restricted, persons, movement, fate, instead, departs, hours_later, keeps_until
                from change_preview_household join household on household.id = household_id
                where change_id = :id and (not restricted or :cleared)
                order by position offset :after limit :most""")
                .param("id", changeId)
                .param("after", after)
                .param("cleared", officer.cleared())
                .param("most", most)
                .query((row, number) -> new Affected(
                        row.getString("case_number"),
                        row.getBoolean("restricted"),
                        row.getInt("persons"),
                        row.getString("movement"),
                        HouseholdFate.valueOf(row.getString("fate")),
                        List.of((String[]) row.getArray("instead").getArray()),
                        instant(row, "departs"),
                        row.getObject("hours_later", Double.class),
                        instant(row, "keeps_until")))
                .list();
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column) == null
                ? null
                : row.getTimestamp(column).toInstant();
    }

    private int count(long changeId) {
        return jdbc.sql("""
                select count(*) from change_preview_household join household on household.id = household_id
                where change_id = :id and (not restricted or :cleared)""")
                .param("id", changeId)
                .param("cleared", officer.cleared())
                .query(Integer.class)
                .single();
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
                .param("preview", written(preview.inNumbers()))
                .update());
        keepHouseholds(changeId, requireNonNull(previews.get(true)).affected());
    }

    /** In one statement, however many there are. */
    private void keepHouseholds(long changeId, List<Affected> households) {
        jdbc.sql("delete from change_preview_household where change_id = :id")
                .param("id", changeId)
                .update();
        jdbc.sql("""
                insert into change_preview_household
                  (change_id, position, household_id, persons, movement, fate, instead, departs, hours_later, keeps_until)
                select :id, position, household.id, persons, movement, fate,
                       array(select jsonb_array_elements_text(one -> 'instead')), departs, "hoursLater", "keepsUntil"
                from jsonb_array_elements(cast(:households as jsonb)) with ordinality as listed (one, position),
                  jsonb_to_record(one) as seen (
                    "caseNumber" text, persons integer, movement text, fate text, departs timestamptz,
                    "hoursLater" double precision, "keepsUntil" timestamptz)
                  join household on "caseNumber" = case_number""")
                .param("id", changeId)
                .param("households", written(households))
                .update();
    }

    private String written(Object seen) {
        try {
            return json.writeValueAsString(seen);
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
