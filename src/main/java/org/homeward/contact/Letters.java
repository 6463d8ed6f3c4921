package org.homeward.contact;

import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.MailException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.stereotype.Component;

/** Mails to authorities, with files. Who sends one keeps what was sent: they are about no single household. */
@Component
public class Letters {

    private final ObjectProvider<JavaMailSender> smtp;
    private final JdbcClient jdbc;
    private final String sender;

    Letters(ObjectProvider<JavaMailSender> smtp, JdbcClient jdbc, @Value("${homeward.mail-from}") String sender) {
        this.smtp = smtp;
        this.jdbc = jdbc;
        this.sender = sender;
    }

    public record File(String name, String type, byte[] content) {}

    /** Whether a mail server is set up. In a rehearsal none leaves: the authorities are real. */
    public boolean canLeave() {
        return smtp.getIfAvailable() != null
                && jdbc.sql("select not exists (select from operation where rehearsal is not null)")
                        .query(Boolean.class)
                        .single();
    }

    /** @throws IllegalStateException if the server did not take it: to be tried again; it names no address, because the engine keeps it */
    public void send(String address, String subject, String text, List<File> files) {
        try {
            smtp.getObject().send(mail -> {
                MimeMessageHelper parts = new MimeMessageHelper(mail, true, "UTF-8");
                parts.setFrom(sender);
                parts.setTo(address);
                parts.setSubject(subject);
                parts.setText(text);
                for (File file : files) {
                    parts.addAttachment(file.name(), new ByteArrayResource(file.content()), file.type());
                }
            });
        } catch (MailException e) {
            throw new IllegalStateException(
                    "A letter could not be mailed: " + e.getClass().getSimpleName());
        }
    }
}
