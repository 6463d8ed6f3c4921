package org.homeward.vetting.watchlist;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.homeward.people.Birth;
import org.homeward.people.Sex;
import org.homeward.people.Traits;

/**
 * One person on a list, as the list describes them.
 *
 * @param id what the list itself calls the entry: {@code QDi.001}, {@code 2674}
 * @param names the first is the main one
 * @param details what is not compared but read by officers
 */
public record Entry(
        String id,
        List<Name> names,
        List<Birth> births,
        Sex sex,
        Set<String> nationalities,
        Set<String> documents,
        List<Detail> details) {

    /** @param weak a nickname or an alias that the list itself does not trust: it never makes a hit by itself */
    public record Name(String text, boolean weak) {}

    /** @param about a code, such as {@code designation}; its words are under {@code watchlist.detail.…} in the messages */
    public record Detail(String about, String text) {}

    /** The name that the list puts first. */
    String mainName() {
        return names.get(0).text();
    }

    /** What is compared by names that the list trusts, or by all if it trusts none. */
    Traits traits() {
        List<String> trusted =
                names.stream().filter(name -> !name.weak()).map(Name::text).toList();
        return trusted.isEmpty() ? ofNames(names.stream().map(Name::text).toList()) : ofNames(trusted);
    }

    /** What is compared by the names that the list does not trust; nothing if there are none, or no others. */
    Optional<Traits> weakTraits() {
        List<String> weak = names.stream().filter(Name::weak).map(Name::text).toList();
        return weak.isEmpty() || weak.size() == names.size() ? Optional.empty() : Optional.of(ofNames(weak));
    }

    private Traits ofNames(List<String> some) {
        return new Traits(some, births, sex, nationalities, documents);
    }

    /** Changes if and only if something changes that is compared. */
    String digest() {
        return digest(
                names.stream()
                        .map(name -> (name.weak() ? "~" : "") + name.text())
                        .toList(),
                births,
                sex,
                nationalities,
                documents);
    }

    /** As {@link #digest()}, of a person of ours. */
    public static String digest(Traits traits) {
        return digest(traits.names(), traits.births(), traits.sex(), traits.nationalities(), traits.documents());
    }

    private static String digest(
            List<String> names, List<Birth> births, Sex sex, Set<String> nationalities, Set<String> documents) {
        return sha256(Stream.of(
                        names,
                        births.stream().map(Birth::toString).toList(),
                        List.of(sex.name()),
                        nationalities,
                        documents)
                .map(Entry::inOrder)
                .toList()
                .toString()
                .getBytes(StandardCharsets.UTF_8));
    }

    /** Whatever the order in which a list or a table says them. */
    private static Set<String> inOrder(Collection<String> some) {
        return new TreeSet<>(some);
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
