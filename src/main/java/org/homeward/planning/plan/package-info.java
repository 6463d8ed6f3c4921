/** The seat planner: who goes home on which movements, families whole, and how much better any plan could be at most. */
@NullMarked
@NamedInterface("plan")
package org.homeward.planning.plan;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
