package org.homeward.desk;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.homeward.access.CurrentOfficer;
import org.homeward.situation.Towns;
import org.homeward.workflow.Workflow;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What the tasks in Tasklist are about, read for a whole list at once. Tasks of restricted households carry a tenant:
 * for who is not cleared they are not there.
 */
@Component
class TaskCards {

    private static final int LONGEST_LIST = 500;

    private final JdbcClient jdbc;
    private final CurrentOfficer officer;
    private final Towns towns;
    private final MessageSource messages;

    TaskCards(JdbcClient jdbc, CurrentOfficer officer, Towns towns, MessageSource messages) {
        this.jdbc = jdbc;
        this.officer = officer;
        this.towns = towns;
        this.messages = messages;
    }

    /** @param about case number, movement, plan or change; {@code details} are words in the officer's language */
    record Card(String about, String details) {}

    /**
     * @param key a case number, a movement's code, or the name of a plan or a change
     * @param concern which of the household's concerns the task is to settle; null if it is about none
     */
    record Subject(String key, boolean movement, @Nullable Long concern) {}

    private record Row(
            String task,
            String about,
            @Nullable Integer partySize,
            @Nullable String governorate,
            @Nullable Integer priority,
            int urgency,
            @Nullable String kind,
            @Nullable String origin,
            @Nullable String destination,
            @Nullable OffsetDateTime departs) {}

    /** A task about a plan, with how many households it seats, moves and leaves, or about a change, with what that is. */
    private record Numbered(
            String task,
            String about,
            int seated,
            int moved,
            int leftBehind,
            @Nullable String kind,
            @Nullable String subject,
            @Nullable Integer value) {}

    Map<String, Card> of(List<String> tasks, Locale language) {
        String[] asked = tasks.stream().limit(LONGEST_LIST).toArray(String[]::new);
        Map<String, Card> cards = new HashMap<>(ofHouseholdsAndMovements(asked, language));
        cards.putAll(ofPlansAndChanges(asked, language));
        return cards;
    }

    private Map<String, Card> ofHouseholdsAndMovements(String[] tasks, Locale language) {
        return jdbc
                .sql("""
                select task.id_ as task, instance.business_key_ as about,
                       (select count(*) from person where household_id = h.id and merged_into is null) as party_size,
                       case :language when 'ru' then g.name_ru when 'ar' then g.name_ar else g.name_en end as governorate, h.priority, task.priority_ as urgency,
                       m.kind, m.origin, m.destination, m.departs
                from act_ru_task task
                join act_ru_execution instance on instance.id_ = task.proc_inst_id_
                left join household h on h.case_number = instance.business_key_
                left join governorate g on g.pcode = h.governorate
                left join movement m on m.code = instance.business_key_
                where task.id_ = any(:tasks) and (task.tenant_id_ is null or :cleared)
                      and (h.id is not null or m.id is not null) and (not coalesce(h.restricted, false) or :cleared)""")
                .param("tasks", tasks)
                .param("language", language.getLanguage())
                .param("cleared", officer.cleared())
                .query(Row.class)
                .list()
                .stream()
                .collect(Collectors.toMap(Row::task, row -> card(row, language)));
    }

    /** Households that this officer may not know of are not counted. */
    private Map<String, Card> ofPlansAndChanges(String[] tasks, Locale language) {
        return jdbc
                .sql("""
                select task.id_ as task, instance.business_key_ as about, change.kind, change.subject, change.value,
                       count(*) filter (where line.state = 'proposed' and moved_from = '{}') as seated,
                       count(*) filter (where line.state = 'proposed' and moved_from <> '{}') as moved,
                       count(*) filter (where line.state = 'left') as left_behind
                from act_ru_task task
                join act_ru_execution instance on instance.id_ = task.proc_inst_id_
                left join seating_plan plan on 'PLAN-' || plan.id = instance.business_key_
                left join situation_change change on 'CHANGE-' || change.id = instance.business_key_
                left join (seating_plan_household line
                           join household on household.id = line.household_id and (not restricted or :cleared))
                  on line.plan_id = plan.id
                where task.id_ = any(:tasks) and (plan.id is not null or change.id is not null)
                group by task.id_, instance.business_key_, change.id""")
                .param("tasks", tasks)
                .param("cleared", officer.cleared())
                .query(Numbered.class)
                .list()
                .stream()
                .collect(Collectors.toMap(Numbered::task, row -> card(row, language)));
    }

    private Card card(Numbered row, Locale language) {
        return new Card(
                row.about(),
                row.kind() == null
                        ? messages.getMessage(
                                "card.plan", new Object[] {row.seated(), row.moved(), row.leftBehind()}, language)
                        : messages.getMessage("situation.kind." + row.kind(), null, language) + ": " + row.subject()
                                + becomes(row.kind(), row.value(), language));
    }

    /** What a quota or a danger is to be, or for how long a road is cut. */
    private String becomes(String kind, @Nullable Integer value, Locale language) {
        if (value == null) {
            return kind.equals("quotaChanges") ? " – " + messages.getMessage("situation.noLimit", null, language) : "";
        }
        return " – "
                + (kind.equals("roadCut")
                        ? messages.getMessage("situation.hours", new Object[] {value}, language)
                        : value);
    }

    private Card card(Row row, Locale language) {
        if (row.departs() != null && row.origin() != null && row.destination() != null) {
            String departs = DateTimeFormatter.ofPattern(messages.getMessage("format.minute", null, language), language)
                    .format(row.departs().withOffsetSameInstant(ZoneOffset.UTC));
            return new Card(
                    row.about(),
                    messages.getMessage("movement." + row.kind(), null, language) + " · "
                            + towns.name(row.origin(), language) + " → " + towns.name(row.destination(), language)
                            + " · "
                            + departs);
        }
        String details = messages.getMessage("card.persons", new Object[] {row.partySize()}, language);
        if (row.governorate() != null) {
            details += " · " + row.governorate();
        }
        // Before vetting the household has none of its own; the task has one all the same.
        return new Card(
                row.about(),
                details + " · "
                        + (row.priority() == null
                                ? priority("card.priority.notWeighed", Workflow.priority(row.urgency()), language)
                                : priority("card.priority", row.priority(), language)));
    }

    private String priority(String text, int priority, Locale language) {
        return messages.getMessage(text, new Object[] {priority}, language);
    }

    /** What one task is about; null if there is no such task, or none that this officer may know of. */
    @Nullable
    Subject subject(String task) {
        return jdbc.sql("""
                with recursive scope as (
                  select execution_id_ as id from act_ru_task where id_ = :task
                  union all
                  select execution.parent_id_ from act_ru_execution execution join scope on scope.id = execution.id_
                  where execution.parent_id_ is not null)
                select instance.business_key_ as key,
                       exists (select from movement where code = instance.business_key_) as movement,
                       (select long_ from act_ru_variable
                        where name_ = 'concernId' and execution_id_ in (select id from scope)) as concern
                from act_ru_task task
                join act_ru_execution instance on instance.id_ = task.proc_inst_id_
                where task.id_ = :task and (task.tenant_id_ is null or :cleared) and instance.business_key_ is not null""")
                .param("task", task)
                .param("cleared", officer.cleared())
                .query(Subject.class)
                .optional()
                .orElse(null);
    }
}
