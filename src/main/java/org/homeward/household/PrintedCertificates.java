package org.homeward.household;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import org.homeward.access.CurrentOfficer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Return certificates as they were printed first: whatever changes afterwards, one number is one paper. */
@Component
public class PrintedCertificates {

    private final JdbcClient jdbc;
    private final Clock clock;
    private final CurrentOfficer officer;

    PrintedCertificates(JdbcClient jdbc, Clock clock, CurrentOfficer officer) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.officer = officer;
    }

    /** The PDF, if it has been printed before. */
    public Optional<byte[]> of(long documentId) {
        return jdbc.sql("select content from printed_certificate where document_id = :id")
                .param("id", documentId)
                .query((row, number) -> row.getBytes("content"))
                .optional();
    }

    /** Keeps the first printing. @return what counts: this one, or another that came before it */
    @Transactional
    public byte[] keep(long documentId, byte[] pdf) {
        jdbc.sql("""
                insert into printed_certificate (document_id, content, printed_at, printed_by)
                values (:id, :content, :now, :officer) on conflict do nothing""")
                .param("id", documentId)
                .param("content", pdf)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("officer", officer.name())
                .update();
        return of(documentId).orElseThrow();
    }
}
