package org.homeward.vetting;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.PlaceChanged;
import org.homeward.situation.RiskChanged;
import org.homeward.workflow.Outbox;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who goes first: computed anew whenever something changes on which it hangs. */
@Component
class Priorities {

    /** Households weighed anew in one transaction. */
    private static final int AT_A_TIME = 100;

    /** The stages in which it matters who goes first. */
    private static final Set<String> WAITS = Set.of("deferred", "vetting", "ready", "seated", "called");

    private final Households households;
    private final Urgency urgency;
    private final VettingProcess process;
    private final Outbox outbox;
    private final JdbcClient jdbc;

    Priorities(Households households, Urgency urgency, VettingProcess process, Outbox outbox, JdbcClient jdbc) {
        this.households = households;
        this.urgency = urgency;
        this.process = process;
        this.outbox = outbox;
        this.jdbc = jdbc;
    }

    int priority(long householdId) {
        return urgency.of(households.get(householdId));
    }

    /**
     * Vetting begins, or begins anew.
     *
     * @return the priority, for the model to keep: the engine is in the middle of moving the household here, and takes no
     *     variables from elsewhere
     */
    int weigh(Household household) {
        int now = urgency.of(household);
        recordPriority(household.id(), now);
        return now;
    }

    /** Something that its priority hangs on may have changed; a household that has none yet gets it at vetting. */
    void weighAnew(Household household) {
        Integer before = household.priority();
        if (before == null || !WAITS.contains(household.stage())) {
            return;
        }
        int now = urgency.of(household);
        if (now != before) {
            households.setPriority(household.id(), now);
            process.prioritise(household.caseNumber(), before, now);
        }
    }

    @EventListener
    void dangerChanged(RiskChanged change) {
        outbox.order("priorities", change.pcode(), Map.of("governorate", change.pcode(), "weighedTo", 0L));
    }

    @EventListener
    void moved(PlaceChanged move) {
        weighAnew(households.lock(move.householdId()));
    }

    long weighMore(String governorate, long after) {
        List<Long> next = jdbc.sql("""
                select id from household
                where governorate = :governorate and id > :after and priority is not null and stage = any(:waits)
                order by id limit :some""")
                .param("governorate", governorate)
                .param("after", after)
                .param("waits", WAITS.toArray(String[]::new))
                .param("some", AT_A_TIME)
                .query(Long.class)
                .list();
        next.forEach(id -> weighAnew(households.lock(id)));
        return next.isEmpty() ? 0 : next.get(next.size() - 1);
    }

    void recordPriority(long householdId, int priority) {
        if (!Objects.equals(households.get(householdId).priority(), priority)) {
            households.setPriority(householdId, priority);
        }
    }
}
