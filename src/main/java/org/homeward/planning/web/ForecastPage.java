package org.homeward.planning.web;

import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;
import org.homeward.planning.Forecasts;
import org.homeward.planning.Forecasts.Comparison;
import org.homeward.planning.Hypothesis;
import org.homeward.planning.WrittenHypothesis;
import org.homeward.situation.Exits;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * When everybody will be home, and what if; the page of the operation takes its part of it. All that is supposed stands in the
 * address: {@code if} for each thing that is, and the fields of the form for the one that is added.
 */
@Controller
class ForecastPage {

    private final Forecasts forecasts;
    private final Exits exits;

    ForecastPage(Forecasts forecasts, Exits exits) {
        this.forecasts = forecasts;
        this.exits = exits;
    }

    /** @param address of it alone */
    private record Supposed(Hypothesis hypothesis, String address) {}

    /** @param others what else is supposed, for the address without it */
    record Shown(Hypothesis hypothesis, List<String> others) {}

    @GetMapping("/operation/forecast")
    String forecast(@RequestParam MultiValueMap<String, String> asked, Model model, HttpServletResponse response) {
        Map<String, String> entered = asked.toSingleValueMap();
        List<Supposed> supposed = new ArrayList<>();
        List<Refusal> refusals = new ArrayList<>();
        asked.getOrDefault("if", List.of()).stream()
                .filter(address -> !address.isBlank())
                .forEach(address -> add(HypothesisAddress.fields(address), supposed, refusals));
        boolean adds = !PlainText.of(entered.get("what")).isEmpty();
        boolean added = adds && add(entered, supposed, refusals);
        Comparison comparison =
                compare(supposed.stream().map(Supposed::hypothesis).toList(), refusals);
        if (!refusals.isEmpty()) {
            response.setStatus(422);
            model.addAttribute("refusal", refusals.get(0).sentence());
            model.addAttribute(
                    "wrong", adds && !added ? refusals.get(refusals.size() - 1).field() : null);
        }
        List<String> addresses = supposed.stream().map(Supposed::address).toList();
        model.addAttribute("entered", added ? Map.of() : entered);
        model.addAttribute("exits", exits.all());
        model.addAttribute("addresses", addresses);
        model.addAttribute("supposed", shown(supposed, addresses));
        model.addAttribute("forecast", comparison.asPlanned());
        model.addAttribute("comparison", comparison);
        model.addAttribute("chart", new ForecastChart(comparison.asPlanned(), comparison.supposed()));
        return "forecast";
    }

    private boolean add(Map<String, String> written, List<Supposed> supposed, List<Refusal> refusals) {
        try {
            Hypothesis checked = forecasts.checked(WrittenHypothesis.read(written));
            return supposed.add(new Supposed(checked, HypothesisAddress.of(written)));
        } catch (Refusal refusal) {
            refusals.add(refusal);
            return false;
        }
    }

    private Comparison compare(List<Hypothesis> supposed, List<Refusal> refusals) {
        try {
            return forecasts.suppose(supposed);
        } catch (Refusal refusal) {
            refusals.add(refusal);
            return forecasts.suppose(List.of());
        }
    }

    private static List<Shown> shown(List<Supposed> supposed, List<String> addresses) {
        List<Shown> shown = new ArrayList<>();
        for (int number = 0; number < supposed.size(); number++) {
            List<String> others = new ArrayList<>(addresses);
            others.remove(number);
            shown.add(new Shown(supposed.get(number).hypothesis(), others));
        }
        return shown;
    }
}
