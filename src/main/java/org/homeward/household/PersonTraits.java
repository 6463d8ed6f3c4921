package org.homeward.household;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.homeward.people.Birth;
import org.homeward.people.KnownPeople;
import org.homeward.people.Sex;
import org.homeward.people.Traits;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What persons on record are compared by; what is known of somebody merged into them counts as theirs. */
@Component
public class PersonTraits {

    private static final String NAMELESS = "–";

    private final JdbcClient jdbc;
    private final KnownPeople known;

    PersonTraits(JdbcClient jdbc, KnownPeople known) {
        this.jdbc = jdbc;
        this.known = known;
    }

    /** All these persons in one query, by id. */
    public Map<Long, Traits> of(Collection<Long> personIds) {
        return of(personIds, true);
    }

    /** As {@link #of}, without the certificates that we issued ourselves: nobody else can know of them. */
    public Map<Long, Traits> asOthersKnowThem(Collection<Long> personIds) {
        return of(personIds, false);
    }

    private Map<Long, Traits> of(Collection<Long> personIds, boolean withCertificates) {
        Map<Long, Traits> found = new TreeMap<>();
        if (personIds.isEmpty()) {
            return found;
        }
        // no join: a plan kept from before the table was analyzed would read everybody for it
        jdbc.sql("""
                select coalesce(merged_into, id) as id, name, latin_name, born, born_estimated, sex, nationalities,
                       array(select latin_name from document
                             where person_id = person.id and latin_name is not null) as document_names,
                       array(select number from document
                             where person_id = person.id
                               and (:withCertificates or kind <> 'return certificate')) as documents
                from person
                where id = any(:ids) and merged_into is null or merged_into = any(:ids)
                order by merged_into nulls first, id""")
                .param("ids", personIds.toArray(Long[]::new))
                .param("withCertificates", withCertificates)
                .query((row, number) -> Map.entry(row.getLong("id"), traits(row)))
                .list()
                .forEach(each -> found.merge(each.getKey(), each.getValue(), PersonTraits::together));
        return found;
    }

    /** Notes how a person can be found from now on. Call it whenever the person or a document has been written. */
    public void note(Long... personIds) {
        of(List.of(personIds)).forEach(known::note);
    }

    private static Traits traits(ResultSet row) throws SQLException {
        LocalDate born = row.getObject("born", LocalDate.class);
        List<String> names = Stream.concat(
                        Stream.of(row.getString("name"), row.getString("latin_name")),
                        Stream.of(strings(row, "document_names")))
                .filter(name -> name != null && !name.isBlank())
                .distinct()
                .toList();
        return new Traits(
                names.isEmpty() ? List.of(NAMELESS) : names,
                born == null ? List.of() : List.of(birth(born, row.getBoolean("born_estimated"))),
                Sex.valueOf(row.getString("sex").toUpperCase(Locale.ROOT)),
                Set.copyOf(List.of(strings(row, "nationalities"))),
                Set.copyOf(List.of(strings(row, "documents"))));
    }

    private static Birth birth(LocalDate born, boolean estimated) {
        return estimated ? Birth.about(born.getYear()) : Birth.on(born);
    }

    private static String[] strings(ResultSet row, String column) throws SQLException {
        return (String[]) row.getArray(column).getArray();
    }

    /** The first as it stands, and what else the second is called and holds. */
    private static Traits together(Traits first, Traits second) {
        return new Traits(
                both(first.names(), second.names()).toList(),
                first.births().isEmpty() ? second.births() : first.births(),
                first.sex() == Sex.UNKNOWN ? second.sex() : first.sex(),
                Set.copyOf(both(first.nationalities(), second.nationalities()).toList()),
                Set.copyOf(both(first.documents(), second.documents()).toList()));
    }

    private static Stream<String> both(Collection<String> first, Collection<String> second) {
        return Stream.concat(first.stream(), second.stream()).distinct();
    }
}
