package org.homeward.registration;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.homeward.household.NewHousehold;
import org.homeward.household.NewPerson;
import org.homeward.people.DocumentNumber;
import org.homeward.people.NameKey;
import org.homeward.registration.list.Reading;
import org.jspecify.annotations.Nullable;

/** Households as the rows of a list make them. */
final class Families {

    /** A workbook makes 1 of 001, separated values do not: it is the same family. */
    private static final Pattern LEADING_ZEROS = Pattern.compile("^0+(?=\\d)");

    private Families() {}

    static boolean isApplicant(Reading member) {
        return person(member).relation().equals("applicant");
    }

    /** A household of these members; what concerns all is taken from the first who says it. */
    static NewHousehold household(List<Reading> members, @Nullable String family) {
        return new NewHousehold(
                Objects.requireNonNullElse(first(members, Reading.Request::wish), "unknown"),
                first(members, Reading.Request::governorate),
                false,
                "ru",
                first(members, Reading.Request::phone),
                first(members, Reading.Request::email),
                first(members, Reading.Request::city),
                family,
                members.stream().map(Families::person).toList());
    }

    /** The same for the same person of the same family in another file. */
    static String fingerprint(@Nullable String family, NewPerson person) {
        String documents = person.documents().stream()
                .map(document -> DocumentNumber.key(document.number()))
                .collect(Collectors.joining(" "));
        String all = String.join(
                "|",
                family == null ? "null" : LEADING_ZEROS.matcher(family).replaceFirst(""),
                NameKey.of(person.name(), person.latinName()),
                String.valueOf(person.born()),
                documents);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static NewPerson person(Reading member) {
        return Objects.requireNonNull(member.person(), "a row with flaws is no person yet");
    }

    private static @Nullable String first(List<Reading> members, Function<Reading.Request, @Nullable String> said) {
        for (Reading member : members) {
            String value = said.apply(member.request());
            if (value != null) {
                return value;
            }
        }
        return null;
    }
}
