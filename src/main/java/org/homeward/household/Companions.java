package org.homeward.household;

import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Households that travel together, because a grown-up of one is the companion of a child of the other. */
@Component
public class Companions {

    private final JdbcClient jdbc;

    Companions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A child's household and its companion's.
     *
     * @param childWaits the child's household is in vetting for nothing else but its companion
     */
    public record Link(long childs, String childsStage, boolean childWaits, long companions, String companionsStage) {}

    /** All links between households of which the child's has not left yet. */
    public List<Link> links() {
        return links(true);
    }

    /** As {@link #links}, as if there were no restricted households. */
    public List<Link> linksOfUnrestricted() {
        return links(false);
    }

    private List<Link> links(boolean all) {
        return jdbc.sql("""
                select distinct childs.id as childs, childs.stage as childs_stage,
                       childs.stage = 'vetting' and not exists (
                         select from concern where household_id = childs.id and state in ('open', 'held back')
                           and reason <> 'companion not ready') as child_waits,
                       companions.id as companions, companions.stage as companions_stage
                from child_care
                  join person child on child.id = child_care.person_id and child.merged_into is null
                  join household childs on childs.id = child.household_id
                    and childs.stage in ('vetting', 'ready', 'seated', 'called')
                  join person written on written.id = companion_id
                  join person companion on companion.id = coalesce(written.merged_into, written.id)
                  join household companions on companions.id = companion.household_id and companions.id <> childs.id
                where :all or not childs.restricted and not companions.restricted
                order by childs.id, companions.id""").param("all", all).query(Link.class).list();
    }

    /** Households whose children travel with somebody of these, and that hold places on what has not departed. */
    public List<Long> seatedChildrenOf(Collection<Long> companionsHouseholdIds) {
        return jdbc.sql("""
                select distinct childs.id
                from person companion
                  join person written on companion.id = coalesce(written.merged_into, written.id)
                  join child_care on companion_id = written.id
                  join person child on child.id = child_care.person_id and child.merged_into is null
                  join household childs on childs.id = child.household_id
                  join itinerary on itinerary.household_id = childs.id and itinerary.state = 'held'
                where companion.household_id = any(:ids) and childs.id <> companion.household_id and not exists (
                  select from itinerary_leg leg join movement on movement.id = leg.movement_id
                  where leg.itinerary_id = itinerary.id and departed_at is not null)
                order by childs.id""")
                .param("ids", companionsHouseholdIds.toArray(Long[]::new))
                .query(Long.class)
                .list();
    }
}
