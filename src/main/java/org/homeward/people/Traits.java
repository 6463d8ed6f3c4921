package org.homeward.people;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What somebody says of a person: a list, a passport, the person. All but one name may be unknown.
 *
 * @param names the person's names as written, in any script and order; at least one
 * @param births alternatives, none if unknown
 * @param nationalities ISO 3166 alpha-3, none if unknown
 * @param documents numbers of passports and other papers as written, none if unknown
 */
public record Traits(
        List<String> names, List<Birth> births, Sex sex, Set<String> nationalities, Set<String> documents) {

    /** @throws IllegalArgumentException if there is no name */
    public Traits {
        if (names.isEmpty()) {
            throw new IllegalArgumentException("A person needs a name.");
        }
        names = List.copyOf(names);
        births = List.copyOf(births);
        nationalities = Set.copyOf(nationalities);
        documents = Set.copyOf(documents);
    }

    /** Nothing known but these names. */
    public static Traits named(String... names) {
        return new Traits(List.of(names), List.of(), Sex.UNKNOWN, Set.of(), Set.of());
    }

    /** Whether any of these names has something in it that can be compared. */
    public static boolean comparable(List<String> names) {
        return names.stream().anyMatch(name -> name.codePoints().anyMatch(Character::isLetter));
    }

    /** Whether all of these names is compared: of a very long one only the beginning is. */
    public static boolean comparedWhole(List<String> names) {
        return names.stream().allMatch(Name::comparedWhole);
    }

    public Traits born(Birth... alternatives) {
        return new Traits(names, List.of(alternatives), sex, nationalities, documents);
    }

    public Traits ofSex(Sex known) {
        return new Traits(names, births, known, nationalities, documents);
    }

    public Traits ofNationality(String... alpha3) {
        return new Traits(names, births, sex, new TreeSet<>(Arrays.asList(alpha3)), documents);
    }

    public Traits holding(String... numbers) {
        return new Traits(names, births, sex, nationalities, new TreeSet<>(Arrays.asList(numbers)));
    }
}
