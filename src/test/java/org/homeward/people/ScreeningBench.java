package org.homeward.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;
import org.junit.jupiter.api.Test;

/**
 * Altered names of people on the UN list, and ordinary people on none. Alterations of the odd half of the entries were read
 * while the rules were made; of the even half only the recall was seen. The seed of alterations and of ordinary people was
 * drawn after the rules were made.
 */
class ScreeningBench {

    private static final int ALTERED = 6;
    private static final int ORDINARY = 50_000;
    private static final int SCANNED = 200;
    private static final long HELD_OUT = 7_719_403_221L;

    /** A name altered, and the entry it belongs to. */
    private record Altered(String entry, Traits person) {}

    @Test
    void altered_names_are_found_ordinary_people_are_not_and_faster_than_by_a_scan() throws Exception {
        Map<String, Traits> un = PublicLists.unitedNations();
        CandidateIndex<String> index = new CandidateIndex<>();
        un.forEach(index::add);
        List<Altered> seen = altered(un, 0, 7);
        List<Altered> heldOut = altered(un, 1, HELD_OUT);
        double recall = recall(index, heldOut);
        List<Traits> ordinary = OrdinaryPeople.some(ORDINARY, HELD_OUT).toList();
        double falseHits =
                ordinary.stream().filter(person -> hit(index, person)).count() / (double) ORDINARY;

        PublicLists.ofac().forEach((id, traits) -> {
            un.put("ofac-" + id, traits);
            index.add("ofac-" + id, traits);
        });
        double falseHitsOfBoth = ordinary.stream()
                        .limit(10_000)
                        .filter(person -> hit(index, person))
                        .count()
                / 10_000.0;
        long began = System.nanoTime();
        ordinary.subList(20_000, 30_000).forEach(index::matches);
        double perSecond = 10_000 / seconds(began);
        Scan scan = new Scan(un);
        double atEqualRecall = scan.thresholdFor(heldOut.subList(0, SCANNED), recall);
        long scanBegan = System.nanoTime();
        long scanHits = ordinary.stream()
                .limit(SCANNED)
                .filter(person -> scan.best(person) >= atEqualRecall)
                .count();
        double scannedPerSecond = SCANNED / seconds(scanBegan);
        new Figures("screening")
                .add("recall, entries looked at", recall(index, seen))
                .add("recall, held out", recall)
                .add("false hits of ordinary people, UN", falseHits)
                .add("false hits of ordinary people, UN and OFAC", falseHitsOfBoth)
                .add("persons per second, UN and OFAC, one thread", perSecond)
                .add("persons per second, full scan with Jaro-Winkler", scannedPerSecond)
                .add("false hits of the scan at equal recall", scanHits / (double) SCANNED)
                .add("times the full scan", perSecond / scannedPerSecond)
                .print();
        assertThat(recall).isGreaterThanOrEqualTo(0.98);
        assertThat(falseHits).isLessThanOrEqualTo(0.001);
        assertThat(perSecond / scannedPerSecond).isGreaterThanOrEqualTo(20);
    }

    private static boolean hit(CandidateIndex<String> index, Traits person) {
        return index.matches(person).stream().anyMatch(match -> match.likeness().hit());
    }

    private static double recall(CandidateIndex<String> index, List<Altered> altered) {
        return altered.stream()
                        .filter(each -> index.matches(each.person).stream()
                                .anyMatch(match -> match.key().equals(each.entry)
                                        && match.likeness().hit()))
                        .count()
                / (double) altered.size();
    }

    /** Principal names of every second entry, altered, with the year of birth where there is one. */
    private static List<Altered> altered(Map<String, Traits> entries, int half, long seed) {
        Random random = new Random(seed);
        List<Altered> altered = new ArrayList<>();
        int number = 0;
        for (Map.Entry<String, Traits> entry : entries.entrySet()) {
            if (number++ % 2 != half) {
                continue;
            }
            Traits listed = entry.getValue();
            for (int i = 0; i < ALTERED; i++) {
                Traits person = Traits.named(Slips.in(listed.names().get(0), random));
                altered.add(new Altered(
                        entry.getKey(),
                        listed.births().isEmpty()
                                ? person
                                : person.born(Birth.in(
                                        listed.births().get(0).earliest().getYear()))));
            }
        }
        return altered;
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    /** Everybody compared with everybody: names with their words in order, births within two years. */
    private static final class Scan {

        private static final JaroWinklerSimilarity LIKENESS = new JaroWinklerSimilarity();

        private record Line(String name, List<Birth> births) {}

        private final List<Line> lines = new ArrayList<>();

        Scan(Map<String, Traits> entries) {
            entries.values()
                    .forEach(traits ->
                            traits.names().forEach(name -> lines.add(new Line(sorted(name), traits.births()))));
        }

        double best(Traits person) {
            String name = sorted(person.names().get(0));
            double best = 0;
            for (Line line : lines) {
                double likeness = LIKENESS.apply(name, line.name);
                if (likeness > best && fits(person.births(), line.births)) {
                    best = likeness;
                }
            }
            return best;
        }

        double thresholdFor(List<Altered> altered, double recall) {
            double[] scores = altered.stream()
                    .mapToDouble(each -> best(each.person))
                    .sorted()
                    .toArray();
            return scores[(int) Math.floor((1 - recall) * scores.length)];
        }

        private static boolean fits(List<Birth> one, List<Birth> other) {
            return one.isEmpty()
                    || other.isEmpty()
                    || one.stream().anyMatch(a -> other.stream().anyMatch(b -> a.yearsApart(b) <= 2));
        }

        private static String sorted(String name) {
            String[] words = NameKey.of(name, null).split(" ");
            Arrays.sort(words);
            return String.join(" ", words);
        }
    }
}
