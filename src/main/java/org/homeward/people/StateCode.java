package org.homeward.people;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The three-letter codes of states and nationalities in travel documents: ISO 3166 alpha-3 and those of ICAO Doc 9303. */
public final class StateCode {

    /** The specimens' Utopia too: a reader is tried with them. */
    private static final Set<String> OF_ICAO = Set.of(
            "XXA", "XXB", "XXC", "XXX", "RKS", "XOM", "XPO", "XCC", "XCE", "XCO", "XEC", "XES", "XMP", "XBA", "XIM",
            "XDC", "XCT", "EUE", "UNO", "UNA", "UNK", "IAO", "NTZ", "UTO");

    /** Codes for kinds of nationality, and for Germany, that stand for an ISO code. */
    private static final Map<String, String> MEANT = Map.of(
            "D", "DEU", "GBD", "GBR", "GBN", "GBR", "GBO", "GBR", "GBP", "GBR", "GBS", "GBR", "ROM", "ROU", "ZAR",
            "COD");

    private static final Map<String, String> CODES = codes();
    private static final Map<String, String> OF_TWO_LETTERS = Arrays.stream(Locale.getISOCountries())
            .collect(Collectors.toUnmodifiableMap(alpha2 -> alpha2, StateCode::threeLetters));

    private StateCode() {}

    /**
     * The code in our records: ISO 3166 alpha-3, or ICAO's own where ISO has none ({@code XXA} stateless, {@code XXB}
     * and {@code XXC} refugees, {@code XXX} unspecified, {@code RKS} Kosovo); empty if nobody has this code.
     *
     * @param written as in a travel document, with or without its fillers: {@code D<<}
     */
    public static Optional<String> of(String written) {
        return Optional.ofNullable(CODES.get(written.replace("<", "").toUpperCase(Locale.ROOT)));
    }

    /** As {@link #of}, also for the two letters of ISO 3166 alpha-2. */
    public static Optional<String> ofTwoOrThree(String written) {
        String code = written.strip().toUpperCase(Locale.ROOT);
        return code.length() == 2 ? Optional.ofNullable(OF_TWO_LETTERS.get(code)) : of(code);
    }

    private static String threeLetters(String alpha2) {
        return new Locale.Builder().setRegion(alpha2).build().getISO3Country();
    }

    private static Map<String, String> codes() {
        Map<String, String> codes = new HashMap<>(MEANT);
        Arrays.stream(Locale.getISOCountries()).map(StateCode::threeLetters).forEach(code -> codes.put(code, code));
        OF_ICAO.forEach(code -> codes.put(code, code));
        return Map.copyOf(codes);
    }
}
