package org.homeward.situation;

import java.sql.Types;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The ways out of the country, open or closed. */
@Component
public class Exits {

    private static final String SELECT =
            "select code, name_en, name_ru, name_ar, kind, state, hours as hours_line from exit";

    private static final Pattern ADDRESS = Pattern.compile("[^@\\s,;<>\"]{1,64}@[^@\\s,;<>\"]+\\.[^@\\s,;<>\".]{2,}");

    private static final int LONGEST_ADDRESS = 200;

    private final JdbcClient jdbc;
    private final Audit audit;

    Exits(JdbcClient jdbc, Audit audit) {
        this.jdbc = jdbc;
        this.audit = audit;
    }

    public List<Exit> all() {
        return jdbc.sql(SELECT + " order by kind desc, code").query(Exit.class).list();
    }

    /** @param code in any case, as people write it */
    public Optional<Exit> find(String code) {
        return jdbc.sql(SELECT + " where code = upper(:code)")
                .param("code", PlainText.of(code))
                .query(Exit.class)
                .optional();
    }

    /** Whether it is open; nobody closes it before the transaction that asks has ended. */
    @Transactional
    public boolean isOpen(String code) {
        return jdbc.sql("select state = 'open' from exit where code = :code for share")
                .param("code", code)
                .query(Boolean.class)
                .single();
    }

    /** Opens or closes an exit. @return false if it was so already */
    @Transactional
    public boolean becomes(String code, String state) {
        boolean changed = jdbc.sql("update exit set state = :state where code = :code and state <> :state")
                        .param("state", state)
                        .param("code", code)
                        .update()
                > 0;
        if (changed) {
            audit.recordOf("exit " + state, code, null);
        }
        return changed;
    }

    /** Is open at these hours only from now on; null: at any time. What is planned over it stays so. */
    @Transactional
    public void keeps(String code, @Nullable OpeningHours hours) {
        jdbc.sql("update exit set hours = :hours where code = :code")
                .param("hours", hours == null ? null : hours.toString())
                .param("code", code)
                .update();
        audit.recordOf("exit hours", code, hours == null ? "any time" : hours.toString());
    }

    /** Where lists of those who come are mailed to; null: they are handed over. */
    public @Nullable String authority(String code) {
        return authorities().get(code);
    }

    /** The addresses of the border authorities that have one, by exit. */
    public Map<String, String> authorities() {
        Map<String, String> authorities = new TreeMap<>();
        jdbc.sql("select code, authority_email from exit where authority_email is not null")
                .query(row -> {
                    authorities.put(row.getString("code"), row.getString("authority_email"));
                });
        return authorities;
    }

    /**
     * Its border authority has this address from now on.
     *
     * @param written empty: none, lists are handed over
     * @throws Refusal if it is no address, or there is no such exit
     */
    @Transactional
    public void informs(String code, String written) {
        String address = PlainText.orNull(written);
        if (address != null
                && (address.length() > LONGEST_ADDRESS
                        || !ADDRESS.matcher(address).matches())) {
            throw new Refusal("This is no e-mail address: one such as lists@border.example, or none.", "address");
        }
        Exit exit = find(code).orElseThrow(() -> new Refusal.NotFound("There is no such exit."));
        jdbc.sql("update exit set authority_email = :address where code = :code")
                .param("address", address, Types.VARCHAR)
                .param("code", exit.code())
                .update();
        audit.recordOf("exit authority", exit.code(), address == null ? "none" : address);
    }

    /** How many persons it admits on a day; null: as many as come. */
    public @Nullable Integer quota(String code) {
        return jdbc.sql("select daily_quota from exit where code = :code")
                .param("code", code)
                .query(Integer.class)
                .list()
                .get(0);
    }

    /** Admits so many persons on a day from now on; null: as many as come. Who has seats keeps them. */
    @Transactional
    public void admits(String code, @Nullable Integer persons) {
        jdbc.sql("update exit set daily_quota = :persons where code = :code")
                .param("persons", persons, Types.INTEGER)
                .param("code", code)
                .update();
        audit.recordOf("exit quota", code, persons == null ? "none" : persons + " a day");
    }
}
