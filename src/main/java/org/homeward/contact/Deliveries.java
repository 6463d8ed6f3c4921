package org.homeward.contact;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.MailException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.stereotype.Component;

/** How messages leave, by mail and as SMS, and what became of each try. */
@Component
class Deliveries {

    private final JdbcClient jdbc;
    private final Clock clock;
    private final ObjectProvider<JavaMailSender> smtp;
    private final ObjectProvider<Enclosure> enclosures;
    private final ObjectProvider<StillTrue> stillTrue;
    private final SmsGateway gateway;
    private final String sender;
    private final String operation;

    Deliveries(
            JdbcClient jdbc,
            Clock clock,
            ObjectProvider<JavaMailSender> smtp,
            ObjectProvider<Enclosure> enclosures,
            ObjectProvider<StillTrue> stillTrue,
            SmsGateway gateway,
            @Value("${homeward.mail-from}") String sender,
            @Value("${homeward.operation}") String operation) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.smtp = smtp;
        this.enclosures = enclosures;
        this.stillTrue = stillTrue;
        this.gateway = gateway;
        this.sender = sender;
        this.operation = operation;
    }

    boolean canMail() {
        return smtp.getIfAvailable() != null;
    }

    boolean canText() {
        return gateway.isSetUp();
    }

    /** @param why a code, said only of an SMS that was never to leave */
    void notSent(long messageId, String why) {
        record(messageId, "sms", "not sent", why, null);
    }

    /** Mails it unless that is done. @return what kept the server from taking it; null if nothing did */
    @Nullable
    String tryToMail(Message message) {
        if (message.address() == null || isSettled(message, "mail")) {
            return null;
        }
        try {
            mail(message);
            record(message.id(), "mail", "delivered", null, null);
            return null;
        } catch (MailException e) {
            record(message.id(), "mail", "failed", "mailServer", null);
            return e.getClass().getSimpleName();
        }
    }

    /** Sends it as SMS unless that is done. @return why it is to be tried again; null if it is not */
    @Nullable
    String tryToText(Message message) {
        if (message.phone() == null || message.shortText() == null || isSettled(message, "sms")) {
            return null;
        }
        try {
            String id = gateway.send(message.phone(), message.shortText(), key(message));
            record(message.id(), "sms", "delivered", null, id);
            return null;
        } catch (SmsGateway.NotTaken e) {
            record(message.id(), "sms", e.isFinal() ? "refused" : "failed", e.why(), null);
            return e.isFinal() ? null : e.getMessage();
        }
    }

    /** The same however often it is tried, and another in another database, where numbers begin again. */
    private String key(Message message) {
        return operation + "-message-" + message.id() + "-" + message.madeAt().getEpochSecond();
    }

    /** Whether it has left or is given up, or is so now because it says what is no longer so. */
    private boolean isSettled(Message message, String way) {
        if (jdbc.sql("select exists (select from delivery where message_id = :message and way = :way"
                        + " and outcome <> 'failed')")
                .param("message", message.id())
                .param("way", way)
                .query(Boolean.class)
                .single()) {
            return true;
        }
        boolean superseded = stillTrue.stream().anyMatch(rule -> !rule.of(message));
        if (superseded) {
            record(message.id(), way, "superseded", null, null);
        }
        return superseded;
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

    private void record(long messageId, String way, String outcome, @Nullable String why, @Nullable String gatewayId) {
        jdbc.sql("""
                insert into delivery (message_id, way, at, outcome, why, gateway_id)
                values (:message, :way, :now, :outcome, :why, :gatewayId)""")
                .param("message", messageId)
                .param("way", way)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("outcome", outcome)
                .param("why", why)
                .param("gatewayId", gatewayId)
                .update();
    }
}
