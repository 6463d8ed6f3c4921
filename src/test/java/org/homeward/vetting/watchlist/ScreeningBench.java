package org.homeward.vetting.watchlist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;
import org.homeward.people.Birth;
import org.homeward.people.Figures;
import org.homeward.people.NameKey;
import org.homeward.people.OrdinaryPeople;
import org.homeward.people.PublicLists;
import org.homeward.people.Sex;
import org.homeward.people.Slips;
import org.homeward.people.Traits;
import org.homeward.vetting.watchlist.WatchLists.Listed;
import org.junit.jupiter.api.Test;

/**
 * Altered names of people on the UN list, and ordinary people on none, looked up as {@link Screening} does. While the rules
 * were made, misses and false hits of other seeds were read, of all entries and of the same stock of ordinary names: of what
 * is fresh here only the seed is.
 */
class ScreeningBench {

    private static final int ALTERED = 6;
    private static final int ORDINARY = 50_000;
    private static final int TIMED = 10_000;
    private static final int SCANNED = 200;
    private static final long FRESH = 5_086_217_944L;

    /** A name altered, and the entry it belongs to. */
    private record Altered(String entry, Traits person) {}

    @Test
    void altered_names_are_found_ordinary_people_are_not_and_faster_than_by_a_scan() throws Exception {
        List<Listed> un = listed(ListKind.UN, "un-consolidated.xml");
        List<Listed> both = Stream.concat(
                        un.stream(), listed(ListKind.OFAC, "ofac-sdn.csv", "ofac-alt.csv", "ofac-add.csv").stream())
                .toList();
        Screening.Index ofUn = new Screening.Index("UN", un);
        Screening.Index ofBoth = new Screening.Index("UN and OFAC", both);
        List<Altered> fresh = altered(un, 1, FRESH);
        List<Traits> ordinary = OrdinaryPeople.some(ORDINARY, FRESH).toList();
        List<Traits> bornOnly = ordinary.stream()
                .map(person -> new Traits(person.names(), person.births(), Sex.UNKNOWN, Set.of(), Set.of()))
                .toList();
        double recall = recall(ofUn, fresh);
        double falseHits = hits(ofUn, ordinary);
        long began = System.nanoTime();
        ordinary.subList(0, TIMED).forEach(ofBoth::matches);
        double perSecond = TIMED / seconds(began);
        Scan scan = new Scan(both);
        double atEqualRecall = scan.thresholdFor(fresh.subList(0, SCANNED), recall);
        long scanBegan = System.nanoTime();
        long scanHits = ordinary.stream()
                .limit(SCANNED)
                .filter(person -> scan.best(person) >= atEqualRecall)
                .count();
        double scannedPerSecond = SCANNED / seconds(scanBegan);
        new Figures("screening")
                .add("recall, alterations like those looked at", recall(ofUn, altered(un, 0, 7)))
                .add("recall, fresh alterations", recall)
                .add("recall, fresh alterations, UN and OFAC", recall(ofBoth, fresh))
                .add("false hits of ordinary people, UN", falseHits)
                .add("false hits of ordinary people, UN and OFAC", hits(ofBoth, ordinary))
                .add("false hits by name and birth alone, UN", hits(ofUn, bornOnly))
                .add("false hits by name and birth alone, UN and OFAC", hits(ofBoth, bornOnly))
                .add("persons per second, UN and OFAC, one thread", perSecond)
                .add("persons per second, full scan with Jaro-Winkler", scannedPerSecond)
                .add("false hits of the scan at equal recall", scanHits / (double) SCANNED)
                .add("times the full scan", perSecond / scannedPerSecond)
                .print();
        assertThat(recall).isGreaterThanOrEqualTo(0.98);
        assertThat(falseHits).isLessThanOrEqualTo(0.001);
        assertThat(perSecond / scannedPerSecond).isGreaterThanOrEqualTo(20);
    }

    private static List<Listed> listed(ListKind kind, String... names) throws IOException {
        List<ListFile> files = new ArrayList<>();
        for (String name : names) {
            files.add(new ListFile(name, Files.readAllBytes(PublicLists.file("data/watchlists/" + name))));
        }
        List<Listed> listed = new ArrayList<>();
        for (Entry entry : Reading.of(kind, files).entries()) {
            listed.add(new Listed(1_000_000L * kind.ordinal() + listed.size(), kind.code(), entry, entry.digest()));
        }
        return listed;
    }

    private static double hits(Screening.Index index, List<Traits> persons) {
        return persons.stream()
                        .filter(person -> index.matches(person).stream().anyMatch(Screening.Match::hit))
                        .count()
                / (double) persons.size();
    }

    private static double recall(Screening.Index index, List<Altered> altered) {
        return altered.stream()
                        .filter(each -> index.matches(each.person).stream()
                                .anyMatch(match -> match.entry().equals(each.entry) && match.hit()))
                        .count()
                / (double) altered.size();
    }

    /** Main names of every second entry, altered, with the year of birth where there is one. */
    private static List<Altered> altered(List<Listed> all, int half, long seed) {
        Random random = new Random(seed);
        List<Altered> altered = new ArrayList<>();
        for (int number = half; number < all.size(); number += 2) {
            Entry entry = all.get(number).entry();
            for (int i = 0; i < ALTERED; i++) {
                Traits person = Traits.named(Slips.in(entry.mainName(), random));
                altered.add(new Altered(
                        entry.id(),
                        entry.births().isEmpty()
                                ? person
                                : person.born(Birth.in(
                                        entry.births().get(0).earliest().getYear()))));
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

        Scan(List<Listed> all) {
            all.stream()
                    .map(Listed::entry)
                    .forEach(entry ->
                            entry.names().forEach(name -> lines.add(new Line(sorted(name.text()), entry.births()))));
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
                    || one.stream()
                            .anyMatch(a -> other.stream()
                                    .anyMatch(b -> Math.abs(a.earliest().getYear()
                                                    - b.earliest().getYear())
                                            <= 2));
        }

        private static String sorted(String name) {
            String[] words = NameKey.of(name, null).split(" ");
            Arrays.sort(words);
            return String.join(" ", words);
        }
    }
}
