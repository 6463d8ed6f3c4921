package org.homeward.vetting.watchlist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.homeward.HomewardTest;
import org.homeward.people.Figures;
import org.homeward.people.PublicLists;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Persons screened per second against the lists of the United Nations and of the Office of Foreign Assets Control. */
@HomewardTest
class WatchListBench {

    private static final int PERSONS = 20_000;

    @Autowired
    WatchLists lists;

    @Autowired
    Screening screening;

    @Autowired
    BatchScreening batches;

    @Test
    void persons_screened_per_second() throws Exception {
        long begin = System.nanoTime();
        lists.load(ListKind.UN, files("un-consolidated.xml"), "un", null);
        lists.load(ListKind.OFAC, files("ofac-sdn.csv", "ofac-alt.csv", "ofac-add.csv"), "ofac", null);
        double loading = seconds(begin);
        begin = System.nanoTime();
        screening.refresh();
        double index = seconds(begin);

        byte[] people = people();
        batches.take(people).answer(new ByteArrayOutputStream());
        begin = System.nanoTime();
        ByteArrayOutputStream answers = new ByteArrayOutputStream();
        batches.take(people).answer(answers);
        double took = seconds(begin);
        long hits = answers.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains(",true,"))
                .count();
        new Figures("batch-screening")
                .add("seconds to load both lists", loading)
                .add("seconds to index both lists", index)
                .add("persons of a batch", PERSONS)
                .add("seconds for the batch", took)
                .add("persons a second", PERSONS / took)
                .add("hits", hits)
                .print();
        assertThat(hits).isLessThan(PERSONS / 100);
    }

    /** Ordinary names of several nations, put together at random. */
    private static byte[] people() {
        Random random = new Random(7);
        String[] given =
                ("Anna Maria Olga Irina Ivan Pyotr Sergei Ahmad Samir Layla Fatima Yusuf Nadia John Emily Pierre"
                                + " Chloé Jürgen Анна Иван Сергей Лейла أحمد سمير فاطمة ليلى Nguyen Mei Hiroshi Carlos Lucía")
                        .split(" ");
        String[] family = ("Ivanova Petrov Sidorova Kuznetsov Haddad Khoury Nasser Saleh Smith Brown Dupont Müller"
                        + " Иванова Петров حداد خوري ناصر Tran Wang Tanaka García López Baklanova Zhukovskaya Orlov")
                .split(" ");
        StringBuilder csv = new StringBuilder("name,born,sex\n");
        for (int person = 0; person < PERSONS; person++) {
            csv.append(given[random.nextInt(given.length)])
                    .append(' ')
                    .append(given[random.nextInt(given.length)])
                    .append(' ')
                    .append(family[random.nextInt(family.length)])
                    .append(random.nextInt(3) == 0 ? "" : "ov")
                    .append(',')
                    .append(1930 + random.nextInt(90))
                    .append("-0")
                    .append(1 + random.nextInt(9))
                    .append("-1")
                    .append(random.nextInt(10))
                    .append(",\n");
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static List<ListFile> files(String... names) {
        return Stream.of(names)
                .map(name -> {
                    try {
                        return new ListFile(name, Files.readAllBytes(PublicLists.file("data/watchlists/" + name)));
                    } catch (java.io.IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                })
                .toList();
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
