package org.homeward.vetting.watchlist;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Countries as lists and people write them, as ISO 3166 alpha-3. */
final class Countries {

    private static final Map<String, String> CODES = new HashMap<>();

    static {
        for (String alpha2 : Locale.getISOCountries()) {
            Locale country = new Locale.Builder().setRegion(alpha2).build();
            String alpha3 = country.getISO3Country();
            for (String name : new String[] {
                alpha2,
                alpha3,
                country.getDisplayCountry(Locale.ENGLISH),
                country.getDisplayCountry(Locale.forLanguageTag("ru")),
                country.getDisplayCountry(Locale.forLanguageTag("ar"))
            }) {
                CODES.put(fold(name), alpha3);
            }
        }
        // As the United Nations and the Office of Foreign Assets Control say it.
        """
        AFG Afghan
        BIH Bosnia and Herzegovina
        BOL Bolivia (Plurinational State of)
        BRN Brunei Darussalam
        CAF Central African Republic
        CIV Ivory Coast|Cote d'Ivoire
        COD Democratic Republic of the Congo|Congo, Democratic Republic of the|DRC
        COG Congo|Republic of the Congo|Congo, Republic of the
        CPV Cape Verde|Cabo Verde
        CZE Czech Republic
        GBR United Kingdom of Great Britain and Northern Ireland|Great Britain
        GMB The Gambia|Gambia, The
        IRN Iran (Islamic Republic of)|Islamic Republic of Iran|Iranian
        IRQ Iraqi
        KOR Republic of Korea|Korea, South|South Korea
        LAO Lao People's Democratic Republic
        LBN Lebanese
        MDA Republic of Moldova
        MKD Macedonia, The Former Yugoslav Republic of|Macedonia|North Macedonia, The Republic of
        MMR Burma|Myanmar
        PRK Democratic People's Republic of Korea|Korea, North|North Korea|DPRK
        PSE State of Palestine|Palestinian|Palestine|West Bank|Region: Gaza
        RUS Russian Federation
        SYR Syrian Arab Republic|Syrian
        SWZ Swaziland
        TTO Trinidad and Tobago
        TUR Turkey|Türkiye
        TZA United Republic of Tanzania
        USA United States of America|USA
        VEN Venezuela (Bolivarian Republic of)
        VNM Viet Nam
        XKX Kosovo
        """.lines().forEach(line -> {
            for (String name : line.substring(4).split("\\|")) {
                CODES.put(fold(name), line.substring(0, 3));
            }
        });
    }

    private Countries() {}

    /** The country, or nothing if it is none that we know. */
    static Optional<String> alpha3(String written) {
        return Optional.ofNullable(CODES.get(fold(written.replaceFirst("(?i)^\\s*possibly\\s+", ""))));
    }

    /** Several, parted by {@code |}, {@code ,} or {@code /}; what is no country is added to the unknown. */
    static Set<String> all(String written, Set<String> unknown) {
        Set<String> known = new TreeSet<>();
        Optional<String> whole = alpha3(written);
        if (whole.isPresent()) {
            return Set.of(whole.get());
        }
        for (String one : written.split("[|,/;]")) {
            if (!one.isBlank()) {
                alpha3(one).ifPresentOrElse(known::add, () -> unknown.add(one.strip()));
            }
        }
        return known;
    }

    private static String fold(String written) {
        return Normalizer.normalize(written.toLowerCase(Locale.ROOT), Normalizer.Form.NFKD)
                .codePoints()
                .filter(Character::isLetter)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }
}
