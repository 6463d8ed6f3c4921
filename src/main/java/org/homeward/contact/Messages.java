package org.homeward.contact;

import static java.util.Objects.requireNonNull;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homeward.audit.Audit;
import org.homeward.workflow.Outbox;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What we tell households, in their language, kept in the dossier. The process {@code delivery} takes it to them: by mail
 * where there is an address, else as SMS where there is a telephone, and what people on the road must hear by both. What
 * cannot leave, because no mail server or gateway is set up, an officer reads out. Texts name the case number and no person.
 */
@Component("contact")
public class Messages {

    private static final String SELECT = """
            select message.*, (select min(at) from delivery
                               where message_id = message.id and outcome = 'delivered') as delivered_at
            from message""";

    /** People on the road read no mail: these go by every way that is known. */
    private static final Set<String> BY_EVERY_WAY =
            Set.of("joiningInstructions", "reconfirm", "seatsLost", "noPlaceForAll", "vettedAnew", "delayed");

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Audit audit;
    private final Outbox outbox;
    private final Deliveries deliveries;
    private final TransactionTemplate ownTransaction;
    private final ResourceBundleMessageSource texts = new ResourceBundleMessageSource();
    private final ZoneId zone;

    Messages(
            JdbcClient jdbc,
            Clock clock,
            Audit audit,
            Outbox outbox,
            Deliveries deliveries,
            PlatformTransactionManager transactions,
            @Value("${homeward.zone}") ZoneId zone) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.audit = audit;
        this.outbox = outbox;
        this.deliveries = deliveries;
        this.zone = zone;
        ownTransaction = new TransactionTemplate(transactions);
        ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        texts.setBasename("messages/contact");
        texts.setDefaultEncoding("UTF-8");
        texts.setFallbackToSystemLocale(false);
    }

    /** Words of {@code messages/contact} that are part of a text, in the household's language. */
    public record Words(String key, Object... details) {}

    /** Part of a text that is another word in each language, such as a town's name. */
    public interface InLanguage {
        String in(Locale language);
    }

    /**
     * Tells a household something, once.
     *
     * @param kind which of the texts in {@code messages/contact}
     * @param news what makes this news of its kind: the same news to the same household is told once, however often
     *     this is called
     * @param details what fills the text from {1} on, {0} being the case number; instants are shown in local time,
     *     {@link Words} and {@link InLanguage} in its language, and of a list each on a line of its own
     */
    @Transactional
    public void tell(long householdId, String kind, String news, Object... details) {
        tell(List.of(householdId), kind, news, details);
    }

    /** As above, many households the same. */
    @Transactional
    public void tell(Collection<Long> householdIds, String kind, String news, Object... details) {
        tell(householdIds.stream().distinct().collect(Collectors.toMap(id -> id, id -> news)), kind, details);
    }

    /** As above, what is news to each of them. @param newsOf by household */
    @Transactional
    public void tell(Map<Long, String> newsOf, String kind, Object... details) {
        Map<Long, Written> written = new TreeMap<>();
        addressees(newsOf.keySet()).forEach(addressee -> written.put(addressee.id(), write(addressee, kind, details)));
        Map<Long, Long> kept = keep(written, kind, newsOf);
        if (kept.isEmpty()) {
            return;
        }
        audit.record("told", kept.keySet(), kind);
        kept.forEach((householdId, messageId) -> send(messageId, requireNonNull(written.get(householdId))));
    }

    /** What a household is told, and by which ways it can be. */
    private record Written(
            Addressee addressee,
            @Nullable String address,
            @Nullable String phone,
            @Nullable String whyNoSms,
            String subject,
            String body,
            @Nullable String shortText) {}

    private Written write(Addressee addressee, String kind, Object[] details) {
        Locale language = Locale.forLanguageTag(addressee.language());
        String address = deliveries.canMail() ? addressee.email() : null;
        String phone = address == null || BY_EVERY_WAY.contains(kind) ? addressee.phone() : null;
        String whyNoSms = whyNoSms(addressee);
        boolean texted = phone != null && whyNoSms == null;
        Object[] words = words(addressee, details, language, FormatStyle.FULL);
        return new Written(
                addressee,
                address,
                phone,
                whyNoSms,
                texts.getMessage(kind + ".subject", words, language),
                texts.getMessage(kind + ".body", words, language),
                texted ? shortText(addressee, kind, details, language) : null);
    }

    /** @return the new messages by household; none for those who have been told already */
    private Map<Long, Long> keep(Map<Long, Written> written, String kind, Map<Long, String> newsOf) {
        Map<Long, Long> kept = new TreeMap<>();
        jdbc.sql("""
                insert into message (household_id, kind, once_key, language, address, phone, subject, body, short_text, made_at)
                select household, :kind, household || ' ' || :kind || ' ' || news, language, address, phone, subject, body,
                       short_text, :now
                from unnest(:households, :news, :languages, :addresses, :phones, :subjects, :bodies, :shortTexts)
                  as written (household, news, language, address, phone, subject, body, short_text)
                on conflict (once_key) do nothing returning id, household_id""")
                .param("kind", kind)
                .param("households", written.keySet().toArray(Long[]::new))
                .param("news", written.keySet().stream().map(newsOf::get).toArray(String[]::new))
                .param("languages", each(written, message -> message.addressee().language()))
                .param("addresses", each(written, Written::address))
                .param("phones", each(written, Written::phone))
                .param("subjects", each(written, Written::subject))
                .param("bodies", each(written, Written::body))
                .param("shortTexts", each(written, Written::shortText))
                .param("now", now())
                .query(row -> {
                    kept.put(row.getLong("household_id"), row.getLong("id"));
                });
        return kept;
    }

    private static @Nullable String[] each(Map<Long, Written> written, Function<Written, @Nullable String> what) {
        return written.values().stream().map(what).toArray(String[]::new);
    }

    private void send(long messageId, Written message) {
        boolean mailed = message.address() != null;
        boolean texted = message.shortText() != null;
        if (message.phone() != null && message.whyNoSms() != null) {
            deliveries.notSent(messageId, message.whyNoSms());
        }
        if (mailed || texted) {
            outbox.order(
                    "delivery",
                    message.addressee().caseNumber(),
                    Map.of(
                            "messageId",
                            messageId,
                            "byMail",
                            mailed,
                            "bySms",
                            texted,
                            "restricted",
                            message.addressee().restricted()));
        }
    }

    /** Why nobody gets an SMS: a code; null if there is nothing against it. */
    private @Nullable String whyNoSms(Addressee addressee) {
        if (!deliveries.canText()) {
            return "noGateway";
        }
        return addressee.rehearsed() ? "rehearsal" : null;
    }

    private String shortText(Addressee addressee, String kind, Object[] details, Locale language) {
        return texts.getMessage(kind + ".sms", words(addressee, details, language, FormatStyle.SHORT), language);
    }

    private Object[] words(Addressee addressee, Object[] details, Locale language, FormatStyle days) {
        return Stream.concat(Stream.of(addressee.caseNumber()), Arrays.stream(details))
                .map(detail -> shown(detail, language, days))
                .toArray();
    }

    /**
     * Mails a message unless it has left already. The delivery is on record in a transaction of its own, so that a job
     * that runs twice mails once, and a failure is remembered.
     *
     * @throws IllegalStateException if the server did not take it: to be tried again; it names no address, because the
     *     engine keeps it
     */
    public void deliver(long messageId) {
        String failure = ownTransaction.execute(transaction -> deliveries.tryToMail(locked(messageId)));
        if (failure != null) {
            throw new IllegalStateException("Message " + messageId + " could not be mailed: " + failure);
        }
    }

    /**
     * Sends a message as SMS unless it has left so already, in the same way. One that the gateway refuses for good is on
     * record as refused, and not tried again.
     *
     * @throws IllegalStateException if the gateway did not take it: to be tried again; it names no number
     */
    public void text(long messageId) {
        String failure = ownTransaction.execute(transaction -> deliveries.tryToText(locked(messageId)));
        if (failure != null) {
            throw new IllegalStateException("Message " + messageId + " could not be sent as SMS: " + failure);
        }
    }

    private Message locked(long messageId) {
        return jdbc.sql(SELECT + " where message.id = :id for update of message")
                .param("id", messageId)
                .query(Messages::message)
                .single();
    }

    /** Who of these has been told something of this kind since then. @param since from when on, by household */
    public Collection<Long> told(String kind, Map<Long, Instant> since) {
        if (since.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("""
                select distinct household_id
                from unnest(:households, :since::timestamptz[]) as asked (household, since)
                  join message on household_id = household and kind = :kind and made_at >= asked.since""")
                .param("households", since.keySet().toArray(Long[]::new))
                .param("since", since.values().stream().map(Instant::toString).toArray(String[]::new))
                .param("kind", kind)
                .query(Long.class)
                .list();
    }

    /** When a household was last told something of this kind, if it has been since then. */
    public Optional<Instant> toldAt(long householdId, String kind, Instant since) {
        return jdbc.sql("""
                select made_at from message where household_id = :household and kind = :kind and made_at >= :since
                order by id desc limit 1""")
                .param("household", householdId)
                .param("kind", kind)
                .param("since", since.atOffset(ZoneOffset.UTC))
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }

    /** What a household was told last of this kind. */
    public Optional<Message> last(long householdId, String kind) {
        return jdbc.sql(SELECT + " where household_id = :household and kind = :kind order by message.id desc limit 1")
                .param("household", householdId)
                .param("kind", kind)
                .query(Messages::message)
                .optional();
    }

    /** What households are told in this language, as {@link #tell} would say it. */
    public String say(Words words, Locale language) {
        return shown(words, language, FormatStyle.FULL).toString();
    }

    /** All that a household was told, the newest first. */
    public List<Message> of(long householdId) {
        return jdbc.sql(SELECT + " where message.household_id = :household order by message.id desc")
                .param("household", householdId)
                .query(Messages::message)
                .list();
    }

    /** @param rehearsed whether the whole operation is a rehearsal: its telephones may be somebody's */
    private record Addressee(
            long id,
            String caseNumber,
            String language,
            @Nullable String email,
            @Nullable String phone,
            boolean restricted,
            boolean rehearsed) {}

    private List<Addressee> addressees(Collection<Long> householdIds) {
        return jdbc.sql("""
                select id, case_number, language, email, phone, restricted,
                       exists (select from operation where rehearsal is not null) as rehearsed
                from household where id = any(:ids)""")
                .param("ids", householdIds.toArray(Long[]::new))
                .query(Addressee.class)
                .list();
    }

    /** @param days how days are written: in full, or short for an SMS */
    private Object shown(Object detail, Locale language, FormatStyle days) {
        if (detail instanceof Instant instant) {
            return localTime(instant, language, days);
        }
        if (detail instanceof InLanguage word) {
            return word.in(language);
        }
        if (detail instanceof Words words) {
            Object[] details = Arrays.stream(words.details)
                    .map(inner -> shown(inner, language, days))
                    .toArray();
            return texts.getMessage(words.key, details, language);
        }
        if (detail instanceof List<?> list) {
            return list.stream().map(line -> "– " + shown(line, language, days)).collect(Collectors.joining("\n"));
        }
        return detail;
    }

    private String localTime(Instant instant, Locale language, FormatStyle days) {
        DateTimeFormatter format = days == FormatStyle.SHORT
                ? DateTimeFormatter.ofPattern("EEE dd.MM HH:mm")
                : DateTimeFormatter.ofLocalizedDateTime(days, FormatStyle.SHORT);
        return format.withLocale(language).format(instant.atZone(zone));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static Message message(ResultSet row, int number) throws SQLException {
        var delivered = row.getTimestamp("delivered_at");
        return new Message(
                row.getLong("id"),
                row.getLong("household_id"),
                row.getString("kind"),
                row.getString("once_key").split(" ", 3)[2],
                row.getString("language"),
                row.getString("address"),
                row.getString("phone"),
                row.getString("subject"),
                row.getString("body"),
                row.getString("short_text"),
                row.getTimestamp("made_at").toInstant(),
                delivered == null ? null : delivered.toInstant());
    }
}
