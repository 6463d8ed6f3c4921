package org.homeward.passage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.homeward.access.CurrentOfficer;
import org.homeward.household.ShortCode;
import org.homeward.passage.Entry.Member;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Whom numbers and codes mean. Who was merged into somebody else is that one. A member of a restricted household is nobody
 * to an officer who is not cleared.
 */
@Component
class Bearers {

    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
    private static final Pattern TOKEN = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    /**
     * @param member null: nobody, or one of several
     * @param partySize of how many it is; 0: nobody is known by it
     * @param household whose it is; null: nobody is known by it
     */
    record Bearer(
            @Nullable Member member,
            int partySize,
            @Nullable Long household) {

        static final Bearer NOBODY = new Bearer(null, 0, null);
    }

    private final JdbcClient jdbc;
    private final CurrentOfficer officer;

    Bearers(JdbcClient jdbc, CurrentOfficer officer) {
        this.jdbc = jdbc;
        this.officer = officer;
    }

    /** By what the scans say; whom nobody knows is left out. */
    Map<Scan, Bearer> of(Collection<Scan> scans) {
        Map<String, Bearer> numbers = byNumber(given(scans, scan -> !scan.byToken() && is(NUMBER, scan)));
        Map<String, Bearer> tokens = byToken(given(scans, scan -> scan.byToken() && is(TOKEN, scan)));
        Map<String, Bearer> passes = byPass(given(scans, scan -> scan.byToken() && !is(TOKEN, scan)));
        Map<Scan, Bearer> bearers = new HashMap<>();
        for (Scan scan : scans) {
            Bearer bearer = !scan.byToken()
                    ? numbers.get(scan.person())
                    : is(TOKEN, scan) ? tokens.get(scan.person()) : passes.get(scan.person());
            bearers.put(scan, Objects.requireNonNullElse(bearer, Bearer.NOBODY));
        }
        return bearers;
    }

    /** Whom a person's token, or the token or short code of a pass, means. */
    Bearer of(String code) {
        Map<String, Bearer> bearers = TOKEN.matcher(code).matches() ? byToken(List.of(code)) : byPass(List.of(code));
        return bearers.getOrDefault(code, Bearer.NOBODY);
    }

    private static boolean is(Pattern form, Scan scan) {
        return form.matcher(scan.person()).matches();
    }

    private static List<String> given(Collection<Scan> scans, Predicate<Scan> which) {
        return scans.stream().filter(which).map(Scan::person).distinct().toList();
    }

    private Map<String, Bearer> byNumber(List<String> numbers) {
        if (numbers.isEmpty()) {
            return Map.of();
        }
        return read("""
                select given.written, person.id, person.household_id, 1 as party_size
                from unnest(:given, :keys) given (written, id)
                join person first on first.id = given.id
                join person on person.id = coalesce(first.merged_into, first.id)""", numbers, numbers.stream().map(Long::valueOf).toArray(Long[]::new));
    }

    private Map<String, Bearer> byToken(List<String> tokens) {
        if (tokens.isEmpty()) {
            return Map.of();
        }
        return read("""
                select given.written, person.id, person.household_id, 1 as party_size
                from unnest(:given, cast(:keys as uuid[])) given (written, token)
                join person first on first.token = given.token
                join person on person.id = coalesce(first.merged_into, first.id)""", tokens, tokens.toArray(String[]::new));
    }

    private Map<String, Bearer> byPass(List<String> codes) {
        if (codes.isEmpty()) {
            return Map.of();
        }
        return read("""
                select given.written, min(person.id) as id, person.household_id, count(*) as party_size
                from unnest(:given, :keys) given (written, short_code)
                join pass on pass.token = given.written or pass.short_code = given.short_code
                join household printed on printed.id = pass.household_id
                join person on person.household_id = coalesce(printed.merged_into, printed.id) and person.merged_into is null
                group by given.written, person.household_id""", codes, codes.stream().map(ShortCode::asKept).toArray(String[]::new));
    }

    private Map<String, Bearer> read(String known, List<String> given, Object[] keys) {
        Map<String, Bearer> bearers = new HashMap<>();
        jdbc.sql("select known.* from (" + known + """
                ) known join household on household.id = household_id and (not restricted or :cleared)""")
                .param("given", given.toArray(String[]::new))
                .param("keys", keys)
                .param("cleared", officer.cleared())
                .query((ResultSet row) -> {
                    bearers.put(row.getString("written"), bearer(row));
                });
        return bearers;
    }

    private static Bearer bearer(ResultSet row) throws SQLException {
        int partySize = row.getInt("party_size");
        long household = row.getLong("household_id");
        return new Bearer(partySize > 1 ? null : new Member(row.getLong("id"), household), partySize, household);
    }
}
