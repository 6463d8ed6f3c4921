package org.homeward.planning;

import java.sql.Types;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.homeward.contact.Letters;
import org.homeward.movement.Movement;
import org.homeward.movement.Movements;
import org.homeward.situation.Exits;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What the border authority of a movement's exit is told before it comes: each version of the manifest that has gone out, by mail
 * where the exit has an address, else by hand. Nobody restricted is on it: a cleared officer sees to them at the border in person.
 */
@Component
public class AdvanceLists {

    private static final int LONGEST_REFERENCE = 60;

    private final Manifests manifests;
    private final AdvanceListFiles files;
    private final Letters letters;
    private final Exits exits;
    private final Movements movements;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final CurrentOfficer officer;
    private final Audit audit;
    private final TransactionTemplate ownTransaction;

    AdvanceLists(
            Manifests manifests,
            AdvanceListFiles files,
            Letters letters,
            Exits exits,
            Movements movements,
            JdbcClient jdbc,
            Clock clock,
            CurrentOfficer officer,
            Audit audit,
            PlatformTransactionManager transactions) {
        this.manifests = manifests;
        this.files = files;
        this.letters = letters;
        this.exits = exits;
        this.movements = movements;
        this.jdbc = jdbc;
        this.clock = clock;
        this.officer = officer;
        this.audit = audit;
        ownTransaction = new TransactionTemplate(transactions);
        ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /**
     * The newest that the border got, or is to get by hand.
     *
     * @param number as the border counts them: beyond 1 it is an update
     * @param mailed false: an officer hands it over
     * @param deliveredAt null: it is still to be handed over
     * @param acknowledgedAt when an officer noted that all on it may pass; null: they have not
     * @param reference under which the border keeps it
     */
    public record AdvanceList(
            int number,
            String exit,
            boolean mailed,
            @Nullable OffsetDateTime deliveredAt,
            @Nullable String handedOverBy,
            @Nullable OffsetDateTime acknowledgedAt,
            @Nullable String acknowledgedBy,
            @Nullable String reference) {}

    /** Empty if none is made yet: the manifest has not gone out, or the job that sends it has not run. */
    public Optional<AdvanceList> newest(long movementId) {
        return jdbc.sql("""
                select number, exit, mailed, delivered_at, handed_over_by, acknowledged_at, acknowledged_by, reference
                from advance_list where movement_id = :movement order by version desc limit 1""")
                .param("movement", movementId)
                .query(AdvanceList.class)
                .optional();
    }

    /**
     * The newest as a border without an address gets it by hand: as it would be mailed, whoever asks. Reading it is on record.
     *
     * @throws Refusal.NotFound if none is made yet
     */
    @Transactional
    public Manifests.Issue byHand(String code) {
        Movement movement = movements.named(code);
        AdvanceList list = newest(movement.id())
                .orElseThrow(() -> new Refusal.NotFound("There is no advance list of " + movement.code() + " yet."));
        audit.recordOf("read", movement.code(), "advance list, version " + list.number());
        return manifests.forBorder(movement, list.number()).issue();
    }

    /** How many restricted people are on the newest manifest, and on no advance list; 0 for an officer who may not know of any. */
    public int leftOut(long movementId) {
        return officer.cleared() ? manifests.restrictedOn(movementId) : 0;
    }

    /**
     * Sends the newest version that has gone out, unless it has been sent already or says the same to the border as the last. It is
     * on record in a transaction of its own, so that a job that runs twice mails once.
     *
     * @throws IllegalStateException if the mail server did not take it: to be tried again
     */
    void send(long movementId) {
        ownTransaction.executeWithoutResult(transaction -> sendOnce(movements.get(movementId)));
    }

    private void sendOnce(Movement movement) {
        String exit = movement.exit();
        if (exit == null || movement.isCancelled()) {
            return;
        }
        Manifests.ForBorder list = manifests.forBorder(movement, null);
        String address = letters.canLeave() ? exits.authority(exit) : null;
        if (!keep(list, exit, address != null)) {
            return;
        }
        if (address != null) {
            letters.send(address, subject(list.issue()), text(list.issue()), files.of(list.issue()));
        }
        audit.recordOf(
                "advance list",
                movement.code(),
                "version " + list.issue().version() + " for " + exit + (address == null ? ", by hand" : ", by mail"));
    }

    /** @return false if it has been sent already */
    private boolean keep(Manifests.ForBorder list, String exit, boolean mailed) {
        return jdbc.sql("""
                insert into advance_list (movement_id, version, number, exit, mailed, delivered_at)
                values (:movement, :version, :number, :exit, :mailed, case when :mailed then :now end)
                on conflict do nothing""")
                        .param("movement", list.issue().movement().id())
                        .param("version", list.writtenVersion())
                        .param("number", list.issue().version())
                        .param("exit", exit)
                        .param("mailed", mailed)
                        .param("now", now())
                        .update()
                > 0;
    }

    private static String subject(Manifests.Issue list) {
        return (list.version() == 1 ? "Advance list " : "Updated advance list, version " + list.version() + ", ")
                + list.movement().code() + ", " + list.day();
    }

    private static String text(Manifests.Issue list) {
        return """
                %s on %s from %s to %s: %d persons.
                The list is attached for people (PDF) and for programs (UN/EDIFACT PAXLST).%s
                Please say that you have it, or to whom you object and why.
                """.formatted(
                        list.movement().code(),
                        list.day(),
                        list.movement().origin(),
                        list.movement().destination(),
                        list.travellers().size(),
                        list.version() == 1 ? "" : "\nIt replaces all versions before.");
    }

    /** Notes that the newest was handed over. @throws Refusal if there is none to hand over, or that is done */
    @Transactional
    public void handedOver(String code) {
        Movement movement = movements.named(code);
        update(
                movement,
                "update advance_list set delivered_at = :now, handed_over_by = :officer where not mailed and delivered_at is null",
                null,
                "There is no advance list of " + movement.code() + " to hand over.");
        audit.recordOf("advance list handed over", movement.code(), null);
    }

    /**
     * Notes that the border lets all on the newest pass.
     *
     * @param reference under which the border keeps it; may be empty
     * @throws Refusal if the border has none yet, or has acknowledged it already
     */
    @Transactional
    public void acknowledged(String code, String reference) {
        Movement movement = movements.named(code);
        update(
                movement,
                "update advance_list set acknowledged_at = :now, acknowledged_by = :officer, reference = :reference"
                        + " where delivered_at is not null and acknowledged_at is null",
                reference(reference),
                "The border has no advance list of " + movement.code() + " that it could still acknowledge.");
        audit.recordOf("advance list acknowledged", movement.code(), null);
    }

    private void update(Movement movement, String update, @Nullable String reference, String otherwise) {
        boolean updated = jdbc.sql(update + " " + """
                and movement_id = :movement and version =
                  (select max(version) from advance_list newest where newest.movement_id = :movement)""")
                        .param("movement", movement.id())
                        .param("now", now())
                        .param("officer", officer.name())
                        .param("reference", reference, Types.VARCHAR)
                        .update()
                > 0;
        if (!updated) {
            throw new Refusal(otherwise);
        }
    }

    /** @return null if nothing is written @throws Refusal if it is too long */
    static @Nullable String reference(String written) {
        String reference = PlainText.orNull(written);
        if (reference != null && reference.length() > LONGEST_REFERENCE) {
            throw new Refusal("Keep the reference of the border to 60 characters.", "reference");
        }
        return reference;
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
