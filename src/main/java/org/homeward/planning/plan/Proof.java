package org.homeward.planning.plan;

import java.util.List;

/** What no plan for an operation can be worth more than, and what keeps people back, the most worth first. */
public record Proof(double bound, List<Plan.Limit> limits) {}
