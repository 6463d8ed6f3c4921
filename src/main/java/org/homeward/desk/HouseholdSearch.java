package org.homeward.desk;

import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.homeward.access.CurrentOfficer;
import org.homeward.audit.Audit;
import org.homeward.people.DocumentNumber;
import org.homeward.people.NameKey;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Finds households by what people say on the telephone; newest first, a page at a time. */
@Component
class HouseholdSearch {

    static final int PAGE = 50;

    private final JdbcClient jdbc;
    private final CurrentOfficer officer;
    private final Audit audit;

    HouseholdSearch(JdbcClient jdbc, CurrentOfficer officer, Audit audit) {
        this.jdbc = jdbc;
        this.officer = officer;
        this.audit = audit;
    }

    record Found(
            long id,
            String caseNumber,
            String stage,
            @Nullable String endReason,
            OffsetDateTime stageSince,
            @Nullable String governorate,
            @Nullable Integer priority,
            boolean restricted,
            String applicant,
            int partySize) {}

    /**
     * @param words a case number, a document's number, a telephone number or parts of a name in any script; blank: all
     * @param stage only in this stage; blank: in any
     * @param before only cases with a lower id than this: the last one of the page before
     */
    @Transactional
    List<Found> find(String words, String stage, long before, Locale language) {
        String[] names = Arrays.stream(NameKey.of(words, null).split(" "))
                .filter(word -> !word.isEmpty())
                .map(word -> "% " + word + "%")
                .toArray(String[]::new);
        String digits = words.replaceAll("\\D", "").replaceFirst("^(00|8|0)", "");
        List<Found> found = jdbc.sql("""
                select h.id, h.case_number, h.stage, h.end_reason, h.stage_since, h.priority, h.restricted,
                       case :language when 'ru' then g.name_ru when 'ar' then g.name_ar else g.name_en end as governorate,
                       coalesce(applicant.name, applicant.latin_name, '') as applicant, party.size as party_size
                from household h
                left join governorate g on g.pcode = h.governorate
                left join lateral (select name, latin_name from person
                                   where household_id = h.id order by position limit 1) applicant on true
                left join lateral (select count(*) as size from person
                                   where household_id = h.id and merged_into is null) party on true
                where h.id < :before and (not h.restricted or :cleared) and (:stage = '' or h.stage = :stage)
                  and (:words = '' or h.case_number = upper(:words)
                       or length(:digits) > 6 and h.phone like '%' || :digits
                       or h.id in (select household_id from person where cardinality(:names) > 0
                                   and ' ' || name_key like all(:names))
                       or h.id in (select person.household_id from document join person on person.id = document.person_id
                                   where cardinality(:names) > 0 and ' ' || document.latin_name_key like all(:names))
                       or h.id in (select household_id from person
                                   where (select bool_and(strpos(lower(concat(name, ' ', latin_name)), word) > 0)
                                          from unnest(:asWritten) word))
                       or h.id in (select person.household_id from document join person on person.id = document.person_id
                                   where length(:document) > 3 and document.number_key = :document))
                order by h.id desc limit :page""")
                .param("before", before)
                .param("cleared", officer.cleared())
                .param("language", language.getLanguage())
                .param("stage", stage)
                .param("words", words.strip())
                .param("digits", digits)
                .param("names", names)
                .param("asWritten", words.strip().toLowerCase(Locale.ROOT).split("\\s+"))
                .param("document", DocumentNumber.key(words))
                .param("page", PAGE)
                .query(Found.class)
                .list();
        audit.recordOf("search", "households", found.size() + " found");
        return found;
    }
}
