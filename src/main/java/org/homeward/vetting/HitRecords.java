package org.homeward.vetting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.homeward.household.PersonTraits;
import org.homeward.people.Reason;
import org.homeward.vetting.watchlist.Entry;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Hits with both their sides, for whoever has to weigh them. */
@Component
public class HitRecords {

    private final JdbcClient jdbc;
    private final PersonTraits persons;
    private final ObjectMapper json;
    private final MessageSource messages;

    HitRecords(JdbcClient jdbc, PersonTraits persons, ObjectMapper json, MessageSource messages) {
        this.jdbc = jdbc;
        this.persons = persons;
        this.json = json;
        this.messages = messages;
    }

    /**
     * A person of ours and the entry of a list as they were compared.
     *
     * @param names all that our person is called on record
     * @param state the concern's: {@code open}, {@code cleared} or {@code held back}
     * @param dated the date of the version that brought the entry, where it says one
     * @param onList {@code same}, {@code changed} or {@code gone}: the entry in the version that counts now
     * @param percent how alike they are
     * @param speakFor reasons in words, the weightiest first
     * @param decision a manager's on a confirmed hit
     */
    public record Hit(
            long concernId,
            long personId,
            List<String> names,
            String state,
            String list,
            @Nullable LocalDate dated,
            String onList,
            Entry entry,
            int percent,
            List<String> speakFor,
            List<String> speakAgainst,
            @Nullable String outcome,
            @Nullable String first,
            @Nullable String second,
            @Nullable String decision,
            @Nullable String manager) {

        /** The births that the list gives, each as a span of days: {@code 1961-04-30}, {@code 1961}, {@code 1961–1963}. */
        public List<String> births() {
            return entry.births().stream()
                    .map(birth -> (birth.estimated() ? "~" : "")
                            + (birth.earliest().equals(birth.latest())
                                    ? birth.earliest().toString()
                                    : birth.earliest().getYear()
                                                    == birth.latest().getYear()
                                            ? String.valueOf(birth.earliest().getYear())
                                            : birth.earliest().getYear() + "–"
                                                    + birth.latest().getYear()))
                    .toList();
        }
    }

    /** The hits of a household that count, those that are weighed first. Rights have been checked by the caller. */
    public List<Hit> of(long householdId, Locale language) {
        return jdbc.sql("""
                select hit.*, concern.state, concern.outcome, concern.decided_by as first, concern.seconded_by as second,
                       entry.body::text as body, version.dated,
                       case when entry.until_version is null then 'same'
                            when exists (select from watch_list_entry now where now.kind = entry.kind
                                         and now.entry = entry.entry and now.until_version is null) then 'changed'
                            else 'gone' end as on_list
                from watch_list_hit hit
                  join concern on concern.id = hit.concern_id
                  join watch_list_entry entry on entry.id = hit.entry_id
                  join watch_list_version version on version.id = entry.since_version
                where concern.household_id = :household and concern.state <> 'superseded'
                order by concern.state <> 'open', hit.score desc, hit.id""")
                .param("household", householdId)
                .query((row, number) -> hit(row, language))
                .list();
    }

    /** No list is loaded: whoever is looked up is found nowhere. */
    public boolean nothingToLookIn() {
        return jdbc.sql("select not exists (select from watch_list_version)")
                .query(Boolean.class)
                .single();
    }

    private record Kept(String code, List<String> arguments, boolean against) {}

    private Hit hit(ResultSet row, Locale language) throws SQLException {
        try {
            long personId = row.getLong("person_id");
            List<Kept> reasons = Arrays.asList(json.readValue(row.getString("reasons"), Kept[].class));
            return new Hit(
                    row.getLong("concern_id"),
                    personId,
                    names(personId),
                    row.getString("state"),
                    row.getString("kind"),
                    row.getObject("dated", LocalDate.class),
                    row.getString("on_list"),
                    json.readValue(row.getString("body"), Entry.class),
                    (int) Math.round(row.getDouble("score") * 100),
                    inWords(reasons, false, language),
                    inWords(reasons, true, language),
                    row.getString("outcome"),
                    row.getString("first"),
                    row.getString("second"),
                    row.getString("decision"),
                    row.getString("decided_by"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> names(long personId) {
        return persons.of(List.of(personId)).values().stream()
                .flatMap(traits -> traits.names().stream())
                .toList();
    }

    private List<String> inWords(List<Kept> reasons, boolean against, Locale language) {
        return reasons.stream()
                .filter(reason -> reason.against() == against)
                .map(reason ->
                        messages.getMessage(new Reason(reason.code(), reason.arguments(), reason.against()), language))
                .toList();
    }
}
