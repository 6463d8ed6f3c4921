package org.homeward.planning.web;

import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import java.util.Objects;
import org.homeward.access.Refusal;
import org.homeward.planning.Forecasts;
import org.homeward.planning.Forecasts.Comparison;
import org.homeward.planning.WrittenHypothesis;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Forecasts that programs ask for. */
@RestController
class ForecastApi {

    private final Forecasts forecasts;

    ForecastApi(Forecasts forecasts) {
        this.forecasts = forecasts;
    }

    /** What is supposed. */
    record Question(@Nullable List<@Nullable WrittenHypothesis> hypotheses) {}

    @Operation(
            summary = "When everybody will be home, and what if",
            description =
                    "Persons home, under way and not set out at the end of each day, by what is planned now, and beside it"
                            + " if all of the hypotheses happened; what is movementAdded, movementLost, placesAdded,"
                            + " exitCloses, quotaChanges or roadCut. Up to a minute old. Nothing changes.")
    @PostMapping("/api/forecast")
    Comparison forecast(@RequestBody Question question) {
        List<@Nullable WrittenHypothesis> hypotheses =
                question.hypotheses() == null ? List.of() : question.hypotheses();
        if (hypotheses.stream().anyMatch(Objects::isNull)) {
            throw new Refusal("A hypothesis is an object in braces.", "hypotheses");
        }
        return forecasts.suppose(forecasts.checked(List.copyOf(hypotheses)));
    }
}
