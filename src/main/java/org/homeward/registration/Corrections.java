package org.homeward.registration;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.homeward.household.NewPerson;
import org.homeward.household.Registered;
import org.homeward.registration.ListedBefore.Known;
import org.homeward.registration.list.Field;
import org.homeward.registration.list.Flaw;
import org.homeward.registration.list.Reading;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Rows of lists that could not be registered as they stood, and what officers make of them. */
@Component
public class Corrections {

    private final JdbcClient jdbc;
    private final ImportWork work;
    private final Intake intake;
    private final ListedBefore listedBefore;
    private final SaidOtherwise saidOtherwise;
    private final Audit audit;

    Corrections(
            JdbcClient jdbc,
            ImportWork work,
            Intake intake,
            ListedBefore listedBefore,
            SaidOtherwise saidOtherwise,
            Audit audit) {
        this.jdbc = jdbc;
        this.work = work;
        this.intake = intake;
        this.listedBefore = listedBefore;
        this.saidOtherwise = saidOtherwise;
        this.audit = audit;
    }

    /** A row listed for correction. @param written what it says, by field; may be changed */
    public record Row(int number, List<Flaw> flaws, Map<Field, String> written) {}

    /** All rows that wait for correction, in order. */
    public List<Row> rows(UUID importId) {
        return jdbc.sql("""
                select row_number, reason, cells from import_row
                where import_id = :id and outcome = 'correction' order by row_number""")
                .param("id", importId)
                .query((row, number) -> new Row(
                        row.getInt("row_number"),
                        Flaw.read(row.getString("reason")),
                        work.written(row.getString("cells"))))
                .list();
    }

    /** One of them. @throws Refusal if it does not wait for correction, or no longer */
    public Row row(UUID importId, int number) {
        Open open = open(importId, number);
        return new Row(number, Flaw.read(open.reason()), work.written(open.cells()));
    }

    /**
     * Registers a corrected row: it joins its family, which it begins if no other row of it could be read.
     *
     * @param entered the whole row anew, as plain text
     * @return the household it belongs to now
     * @throws StillWrong if it cannot be registered like this either
     */
    @Transactional
    public long correct(UUID importId, int number, Map<Field, String> entered) {
        Open open = open(importId, number);
        Map<Field, String> written = new EnumMap<>(Field.class);
        written.putAll(entered);
        String family = written.getOrDefault(Field.FAMILY, "").strip();
        List<Flaw> doubts = intake.reader().read(written).doubts();
        saidOtherwise.keepAsRemark(doubts, written);
        Reading reading = intake.reader().read(written);
        if (!reading.flaws().isEmpty()) {
            throw new StillWrong(reading.flaws());
        }
        if (family.isEmpty()) {
            throw new StillWrong(List.of(new Flaw(Field.FAMILY, "missing")));
        }
        NewPerson person = Families.person(reading);
        String fingerprint = Families.fingerprint(family, person);
        Optional<Long> household = householdOf(importId, open, family);
        Optional<Known> known = listedBefore.corrected(importId, fingerprint, person, household);
        Known at = known.orElseGet(() -> register(household, family, reading));
        List<Flaw> notes =
                known.isPresent() ? intake.hearAgain(at, reading).stream().toList() : new ArrayList<>(doubts);
        if (known.isEmpty() && intake.tooLarge(at.householdId()).isPresent()) {
            notes.add(Intake.TOO_LARGE);
        }
        jdbc.sql("""
                update import_row set outcome = :outcome, household_id = :household, person_id = :person, cells = null,
                                      family = :family, doubts = :doubts, fingerprint = :fingerprint
                where import_id = :id and row_number = :row""")
                .param("outcome", known.isPresent() ? "known" : "corrected")
                .param("household", at.householdId())
                .param("person", at.personId())
                .param("family", family)
                .param("doubts", notes.isEmpty() ? null : Flaw.written(notes))
                .param("fingerprint", fingerprint)
                .param("id", importId)
                .param("row", number)
                .update();
        audit.recordOfPerson("row corrected", at.householdId(), at.personId(), importId + " " + number);
        return at.householdId();
    }

    /** Notes that a row is nobody: a note, a heading, a slip. */
    @Transactional
    public void leaveOut(UUID importId, int number) {
        open(importId, number);
        jdbc.sql("update import_row set outcome = 'heading' where import_id = :id and row_number = :row")
                .param("id", importId)
                .param("row", number)
                .update();
        audit.recordOf("row left out", importId + " " + number, null);
    }

    private Known register(Optional<Long> household, String family, Reading reading) {
        if (household.isPresent()) {
            return new Known(household.get(), intake.join(household.get(), reading));
        }
        Registered registered = intake.register(Families.household(List.of(reading), family));
        return new Known(registered.id(), registered.personIds().get(0));
    }

    /** The household that the other rows of this family made: those around it if the number stayed, else any. */
    private Optional<Long> householdOf(UUID importId, Open open, String family) {
        return jdbc.sql("""
                select household_id from import_row
                where import_id = :id and household_id is not null and family = :family
                order by household_row <> :householdRow, row_number limit 1""")
                .param("id", importId)
                .param("family", family)
                .param("householdRow", open.householdRow())
                .query(Long.class)
                .optional();
    }

    private Open open(UUID importId, int number) {
        String state = jdbc.sql("select state from import where id = :id for share")
                .param("id", importId)
                .query(String.class)
                .optional()
                .orElseThrow(() -> new Refusal.NotFound("There is no such import. Look at the list of imports."));
        if (state.equals("running")) {
            throw new Refusal("This list is still being read. Correct its rows when it is done.");
        }
        return jdbc.sql("""
                select reason, cells, household_row from import_row
                where import_id = :id and row_number = :row and outcome = 'correction' for update""")
                .param("id", importId)
                .param("row", number)
                .query(Open.class)
                .optional()
                .orElseThrow(() -> new Refusal("Row " + number
                        + " does not wait for correction; somebody may already have" + " corrected it."));
    }

    private record Open(String reason, @Nullable String cells, int householdRow) {}
}
