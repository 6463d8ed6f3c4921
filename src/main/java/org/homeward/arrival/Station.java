package org.homeward.arrival;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A station that a household walks through after it has been counted: its task in the model, and how it may turn out. */
public enum Station {
    MEDICAL("medical", "seeToMedicalNeeds", "medicalDecision", "seenTo", "hospital", "declined"),
    PSYCHOLOGIST("psychologist", "seePsychologist", "psychologistDecision", "talked", "again", "declined"),
    PAPERS("papers", "settlePapers", "papersDecision", "settled", "temporary", "referred"),
    MONEY("money", "payAllowance", "moneyDecision", "paid", "notEntitled", "declined"),
    LODGING("lodging", "arrangeLodging", "lodgingDecision", "ownHome", "relatives", "centre", "hospital"),
    ONWARD_TRAVEL(
            "onward travel",
            "arrangeOnwardTravel",
            "onwardTravelDecision",
            "train",
            "bus",
            "flight",
            "car",
            "notNeeded"),
    TELEPHONE_HOME("telephone home", "telephoneHome", "telephoneDecision", "reached", "notReached", "declined");

    /** Where they are counted, before all stations; its queue is the roll call. */
    static final String COUNT = "count";

    private final String word;
    private final String task;
    private final String answer;
    private final List<String> outcomes;

    Station(String word, String task, String answer, String... outcomes) {
        this.word = word;
        this.task = "task_" + task;
        this.answer = answer;
        this.outcomes = List.of(outcomes);
    }

    /** As table, page and model call it. */
    public String word() {
        return word;
    }

    /** The codes of its form, in the order of the form. */
    public List<String> outcomes() {
        return outcomes;
    }

    /** The id of its task in the model. */
    String task() {
        return task;
    }

    /** The variable that carries the answer of its form. */
    String answer() {
        return answer;
    }

    /** @param word of a person or a model, which may be none */
    public static Optional<Station> called(String word) {
        return Arrays.stream(values())
                .filter(station -> station.word.equals(word))
                .findFirst();
    }
}
