package org.homeward.situation;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toUnmodifiableSet;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Whose people cannot get to which other governorates by themselves, to muster there. All can get everywhere of whom nobody
 * has said otherwise, however dangerous it is.
 */
@Component
public class Reach {

    /** Stands for all governorates but the one it is said of. */
    public static final String ALL = "*";

    private final JdbcClient jdbc;
    private final Governorates governorates;
    private final Audit audit;
    private final CurrentOfficer officer;
    private final Clock clock;

    Reach(JdbcClient jdbc, Governorates governorates, Audit audit, CurrentOfficer officer, Clock clock) {
        this.jdbc = jdbc;
        this.governorates = governorates;
        this.audit = audit;
        this.officer = officer;
        this.clock = clock;
    }

    /** The people of one governorate cannot get to another. @param since when somebody said so */
    public record Gap(String peopleOf, String place, OffsetDateTime since, String saidBy) {}

    /**
     * What somebody says of some people and some places.
     *
     * @param peopleOf a governorate by code or by name, or {@link #ALL}
     * @param place likewise
     * @param bothWays the people of these places cannot get to the others either
     */
    public record Said(@Nullable String peopleOf, @Nullable String place, boolean bothWays) {}

    /** By whose people, then by place. */
    public List<Gap> gaps() {
        return jdbc.sql("select people_of, place, since, said_by from out_of_reach order by people_of, place")
                .query(Gap.class)
                .list();
    }

    /** By governorate, those that its people cannot get to; whoever can get everywhere is not in it. */
    public Map<String, Set<String>> unreachable() {
        return new HashMap<>( // which may be asked for null
                gaps().stream().collect(groupingBy(Gap::peopleOf, mapping(Gap::place, toUnmodifiableSet()))));
    }

    /**
     * These people cannot get there from now on.
     *
     * @return how many gaps there are more; 0 if all was so already
     * @throws Refusal naming the field that is wrong
     */
    @Transactional
    public int lost(Said said) {
        return changed(said, "out of reach", """
                insert into out_of_reach (people_of, place, since, said_by)
                select people.pcode, place.pcode, :now, :officer from governorate people, governorate place
                where people.pcode <> place.pcode
                  and (people.pcode = any(:people) and place.pcode = any(:places)
                    or :bothWays and people.pcode = any(:places) and place.pcode = any(:people))
                on conflict do nothing returning people_of, place""");
    }

    /**
     * These people can get there again.
     *
     * @return how many gaps there are less; 0 if all was so already
     * @throws Refusal naming the field that is wrong
     */
    @Transactional
    public int regained(Said said) {
        return changed(said, "within reach again", """
                delete from out_of_reach
                where people_of = any(:people) and place = any(:places)
                  or :bothWays and people_of = any(:places) and place = any(:people)
                returning people_of, place""");
    }

    private int changed(Said said, String deed, String sql) {
        List<String> people = those(said.peopleOf(), "Say whose people it is about.", "peopleOf");
        List<String> places = those(said.place(), "Say which governorate they cannot get to.", "place");
        if (people.size() == 1 && people.equals(places)) {
            throw new Refusal("People can always muster in their own governorate.", "place");
        }
        Map<String, List<String>> changed = new TreeMap<>(jdbc
                .sql(sql)
                .param("people", people.toArray(String[]::new))
                .param("places", places.toArray(String[]::new))
                .param("bothWays", said.bothWays())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("officer", officer.name())
                .query((row, number) -> Map.entry(row.getString("people_of"), row.getString("place")))
                .list()
                .stream()
                .sorted(Map.Entry.comparingByValue())
                .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, Collectors.toList()))));
        changed.forEach((of, those) -> audit.recordOf(deed, of, String.join(" ", those)));
        return changed.values().stream().mapToInt(List::size).sum();
    }

    private List<String> those(@Nullable String written, String missing, String field) {
        String one = PlainText.of(written);
        if (one.isEmpty()) {
            throw new Refusal(missing, field);
        }
        if (one.equals(ALL)) {
            return governorates.all().stream()
                    .map(Governorates.Governorate::pcode)
                    .toList();
        }
        return List.of(governorates
                .names()
                .pcodeOf(one)
                .orElseThrow(() -> new Refusal("There is no such governorate.", field)));
    }
}
