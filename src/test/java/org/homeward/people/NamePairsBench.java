package org.homeward.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;

/** The labelled pairs of persons' names, at the working threshold. */
class NamePairsBench {

    private static final double F1_OF_THE_PEER = 0.742;

    @Test
    void pairs_of_names_are_told_apart_better_than_by_the_peer() throws Exception {
        int hits = 0;
        int falseHits = 0;
        int missed = 0;
        var format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (CSVParser pairs = CSVParser.parse(
                PublicLists.file("data/name-matching/name-bench-cases.csv"), StandardCharsets.UTF_8, format)) {
            for (CSVRecord pair : pairs) {
                if (!pair.get("schema").equals("Person")) {
                    continue;
                }
                boolean hit = Comparison.compare(Traits.named(pair.get("name1")), Traits.named(pair.get("name2")))
                        .hit();
                boolean same = pair.get("is_match").equals("true");
                hits += hit && same ? 1 : 0;
                falseHits += hit && !same ? 1 : 0;
                missed += !hit && same ? 1 : 0;
            }
        }
        double precision = (double) hits / (hits + falseHits);
        double recall = (double) hits / (hits + missed);
        double f1 = 2 * precision * recall / (precision + recall);
        new Figures("name-pairs")
                .add("precision", precision)
                .add("recall", recall)
                .add("F1", f1)
                .add("F1 of the peer", F1_OF_THE_PEER)
                .print();
        assertThat(f1).isGreaterThan(F1_OF_THE_PEER);
    }
}
