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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homeward.audit.Audit;
import org.homeward.workflow.Outbox;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.MailException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What we tell households, in their language, kept in the dossier. With SMTP configured, and an address known, it is
 * mailed by the process {@code delivery}; else an officer reads it out. Texts name the case number and no person.
 */
@Component("contact")
public class Messages {

    private static final String SELECT = """
            select message.id, household_id, kind, language, address, subject, body, made_at, delivery.at as delivered_at
            from message left join delivery on delivery.message_id = message.id and outcome = 'delivered'""";

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Audit audit;
    private final Outbox outbox;
    private final ObjectProvider<JavaMailSender> smtp;
    private final ObjectProvider<Enclosure> enclosures;
    private final TransactionTemplate ownTransaction;
    private final ResourceBundleMessageSource texts = new ResourceBundleMessageSource();
    private final ZoneId zone;
    private final String sender;

    Messages(
            JdbcClient jdbc,
            Clock clock,
            Audit audit,
            Outbox outbox,
            ObjectProvider<JavaMailSender> smtp,
            ObjectProvider<Enclosure> enclosures,
            PlatformTransactionManager transactions,
            @Value("${homeward.zone}") ZoneId zone,
            @Value("${homeward.mail-from}") String sender) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.audit = audit;
        this.outbox = outbox;
        this.smtp = smtp;
        this.enclosures = enclosures;
        this.zone = zone;
        this.sender = sender;
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
        Addressee addressee = addressee(householdId);
        Locale language = Locale.forLanguageTag(addressee.language());
        Object[] words = Stream.concat(Stream.of(addressee.caseNumber()), Arrays.stream(details))
                .map(detail -> shown(detail, language))
                .toArray();
        String address = smtp.getIfAvailable() == null ? null : addressee.email();
        Optional<Long> kept = jdbc.sql("""
                insert into message (household_id, kind, once_key, language, address, subject, body, made_at)
                values (:household, :kind, :onceKey, :language, :address, :subject, :body, :now)
                on conflict (once_key) do nothing returning id""")
                .param("household", householdId)
                .param("kind", kind)
                .param("onceKey", householdId + " " + kind + " " + news)
                .param("language", addressee.language())
                .param("address", address)
                .param("subject", texts.getMessage(kind + ".subject", words, language))
                .param("body", texts.getMessage(kind + ".body", words, language))
                .param("now", now())
                .query(Long.class)
                .optional();
        kept.ifPresent(messageId -> {
            audit.record("told", householdId, kind);
            if (address != null) {
                outbox.order(
                        "delivery",
                        addressee.caseNumber(),
                        Map.of("messageId", messageId, "restricted", addressee.restricted()));
            }
        });
    }

    /**
     * Mails a message unless it has left already. The delivery is on record in a transaction of its own, so that a job
     * that runs twice mails once, and a failure is remembered.
     *
     * @throws IllegalStateException if the server did not take it: to be tried again; it names no address, because the
     *     engine keeps it
     */
    public void deliver(long messageId) {
        String failure = ownTransaction.execute(transaction -> tryToDeliver(messageId));
        if (failure != null) {
            throw new IllegalStateException("Message " + messageId + " could not be mailed: " + failure);
        }
    }

    /** @return what kept the server from taking it; null if all is well */
    private @Nullable String tryToDeliver(long messageId) {
        Message message = jdbc.sql(SELECT + " where message.id = :id for update of message")
                .param("id", messageId)
                .query(Messages::message)
                .single();
        if (message.deliveredAt() != null || message.address() == null) {
            return null;
        }
        try {
            mail(message);
            record(messageId, "delivered", null);
            return null;
        } catch (MailException e) {
            String failure = e.getClass().getSimpleName();
            record(messageId, "failed", failure);
            return failure;
        }
    }

    private void mail(Message message) {
        List<Enclosure.Pdf> enclosed = enclosures.stream()
                .filter(enclosure -> enclosure.kind().equals(message.kind()))
                .flatMap(enclosure -> enclosure.of(message.householdId()).stream())
                .toList();
        smtp.getObject().send(mail -> {
            MimeMessageHelper parts = new MimeMessageHelper(mail, !enclosed.isEmpty(), "UTF-8");
            parts.setFrom(sender);
            parts.setTo(requireNonNull(message.address()));
            parts.setSubject(message.subject());
            parts.setText(message.body());
            for (Enclosure.Pdf file : enclosed) {
                parts.addAttachment(file.fileName(), new ByteArrayResource(file.content()), "application/pdf");
            }
            mail.setHeader("Content-Language", message.language());
            mail.setHeader("X-Homeward-Message", String.valueOf(message.id()));
        });
    }

    private void record(long messageId, String outcome, @Nullable String why) {
        jdbc.sql("insert into delivery (message_id, at, outcome, why) values (:message, :now, :outcome, :why)")
                .param("message", messageId)
                .param("now", now())
                .param("outcome", outcome)
                .param("why", why)
                .update();
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

    /** What households are told in this language, as {@link #tell} would say it. */
    public String say(Words words, Locale language) {
        return shown(words, language).toString();
    }

    /** All that a household was told, the newest first. */
    public List<Message> of(long householdId) {
        return jdbc.sql(SELECT + " where message.household_id = :household order by message.id desc")
                .param("household", householdId)
                .query(Messages::message)
                .list();
    }

    private record Addressee(
            String caseNumber, String language, @Nullable String email, boolean restricted) {}

    private Addressee addressee(long householdId) {
        return jdbc.sql("select case_number, language, email, restricted from household where id = :id")
                .param("id", householdId)
                .query(Addressee.class)
                .single();
    }

    private Object shown(Object detail, Locale language) {
        if (detail instanceof Instant instant) {
            return localTime(instant, language);
        }
        if (detail instanceof InLanguage word) {
            return word.in(language);
        }
        if (detail instanceof Words words) {
            Object[] details = Arrays.stream(words.details)
                    .map(inner -> shown(inner, language))
                    .toArray();
            return texts.getMessage(words.key, details, language);
        }
        if (detail instanceof List<?> list) {
            return list.stream().map(line -> "– " + shown(line, language)).collect(Collectors.joining("\n"));
        }
        return detail;
    }

    private String localTime(Instant instant, Locale language) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.FULL, FormatStyle.SHORT)
                .withLocale(language)
                .format(instant.atZone(zone));
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
                row.getString("language"),
                row.getString("address"),
                row.getString("subject"),
                row.getString("body"),
                row.getTimestamp("made_at").toInstant(),
                delivered == null ? null : delivered.toInstant());
    }
}
