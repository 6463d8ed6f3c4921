package org.homeward.audit;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * The number of breaches of each invariant as the metric {@code homeward.invariants.breaches}, for whoever watches the
 * nodes. The house is looked through when somebody reads the metric, once a minute at most.
 */
@Component
class InvariantGauges implements MeterBinder {

    private static final Duration GOOD_FOR = Duration.ofMinutes(1);

    private final Invariants invariants;
    private Map<String, Integer> counts = Map.of();
    private long counted;

    InvariantGauges(Invariants invariants) {
        this.invariants = invariants;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Invariants.SENTENCES.forEach((invariant, sentence) -> Gauge.builder(
                        "homeward.invariants.breaches", this, gauges -> gauges.breaches(invariant))
                .tag("invariant", invariant)
                .description("Breaches of what must hold; 0 when the house is in order")
                .register(registry));
    }

    private synchronized int breaches(String invariant) {
        // The time of machines, not of the operation: a rehearsal moves the latter.
        if (counts.isEmpty() || System.nanoTime() - counted > GOOD_FOR.toNanos()) {
            counts = invariants.counts();
            counted = System.nanoTime();
        }
        return counts.getOrDefault(invariant, 0);
    }
}
