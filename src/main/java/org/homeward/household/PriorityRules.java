package org.homeward.household;

import java.util.Collection;
import java.util.Map;

/** How urgent households are by the rules. Vetting knows these; who asks what would follow from a danger need not. */
public interface PriorityRules {

    /**
     * How urgent these would be if where they are were so dangerous, by household: 1 first, 4 last.
     *
     * @param risk 1 calm to 4 under siege
     */
    Map<Long, Integer> at(int risk, Collection<Long> householdIds);
}
