package org.homeward.situation;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The towns between which people travel, under all the names that are written for them. They change by migration only. */
@Component
public class Towns {

    private static final Pattern AIRPORT = Pattern.compile(
            "(?iU)\\b(international|intl|airport|airbase|air base|base|seaport|port|terminal|международный|аэропорт|авиабаза"
                    + "|база|порт|مطار|الدولي)\\b");
    private static final Pattern IATA = Pattern.compile("[A-Z]{3}");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{Nd}]+");

    private final Governorates.Names codes;
    private final Set<String> inCountry;
    private final Map<String, PlaceName> called;
    private final Map<String, String> airports;
    private final Map<String, String> asked = new ConcurrentHashMap<>();

    @Autowired
    Towns(JdbcClient jdbc, Governorates governorates) {
        this(
                jdbc.sql("""
                        select name, town from town_name
                        union all select alias, pcode from governorate_alias
                        union all select name, pcode from governorate,
                                    lateral unnest(array[name_en, name_ru, name_ar]) as name""")
                        .query((row, number) -> Map.entry(row.getString("name"), row.getString("town")))
                        .list(),
                governorates.all().stream().map(Governorates.Governorate::pcode).collect(Collectors.toSet()),
                called(jdbc));
    }

    private Towns(Collection<Map.Entry<String, String>> named, Set<String> inCountry, Map<String, PlaceName> called) {
        Map<String, String> towns = new LinkedHashMap<>();
        named.forEach(name -> towns.putIfAbsent(name.getKey(), name.getValue()));
        this.codes = Governorates.Names.of(towns);
        this.airports = towns.entrySet().stream()
                .filter(name -> IATA.matcher(name.getKey()).matches())
                .filter(name -> !IATA.matcher(name.getValue()).matches())
                .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey, (one, other) -> one));
        this.inCountry = Set.copyOf(inCountry);
        this.called = called;
    }

    /** The names of towns themselves, by each of them: an airport or a base of a town is no other word for it. */
    private static Map<String, PlaceName> called(JdbcClient jdbc) {
        Map<String, PlaceName> called = new HashMap<>();
        jdbc.sql("""
                with place as (select code, name_en, name_ru, name_ar from town
                               union all select pcode, name_en, name_ru, name_ar from governorate)
                select name, name_en, name_ru, name_ar from place,
                       lateral (select unnest(array[name_en, name_ru, name_ar]) as name
                                union all select alias from governorate_alias where pcode = code) names""").query(row -> {
            called.putIfAbsent(
                    Governorates.Names.fold(row.getString("name")),
                    new PlaceName(row.getString("name_en"), row.getString("name_ru"), row.getString("name_ar")));
        });
        return Map.copyOf(called);
    }

    /** @param townsByName which town each name means; @param inCountry the towns of the country that people leave */
    public static Towns of(Map<String, String> townsByName, Set<String> inCountry) {
        return new Towns(townsByName.entrySet(), inCountry, Map.of());
    }

    /** One word for a town however it is written: its code, or what was written, in lower case, where it is not known. */
    public String one(String written) {
        return asked.computeIfAbsent(written, this::find);
    }

    /** A town's name for who reads this language; as it was written where it says more than the town, or is not known. */
    public String name(String written, Locale locale) {
        PlaceName name = called.get(Governorates.Names.fold(written));
        return name == null ? written : name.in(locale);
    }

    /**
     * The code that carriers and border authorities know a town by: of its airport, by IATA, as far as that is known here,
     * else as {@link #one}.
     */
    public String carriersCode(String written) {
        String town = one(written);
        return airports.getOrDefault(town, town);
    }

    private String find(String written) {
        String bare = AIRPORT.matcher(written).replaceAll(" ").strip();
        return codes.pcodeOf(written)
                .or(() -> codes.pcodeOf(bare))
                .or(() -> byItsWords(bare))
                .orElseGet(() -> BETWEEN_WORDS
                        .matcher(bare.isEmpty() ? written.strip() : bare)
                        .replaceAll(" ")
                        .toLowerCase(Locale.ROOT));
    }

    /** {@code Moscow Vnukovo}, {@code BEY Beirut}: unless the words are two towns. */
    private Optional<String> byItsWords(String written) {
        List<String> found = BETWEEN_WORDS
                .splitAsStream(written)
                .flatMap(word -> codes.pcodeOf(word).stream())
                .distinct()
                .toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /** Whether two names are written for the same town. */
    public boolean same(String written, String other) {
        return one(written).equals(one(other));
    }

    /** The codes of the towns of the country that people leave: its governorates. */
    public Set<String> inCountry() {
        return inCountry;
    }

    /** Whether it is a known town of the country that people leave. */
    public boolean isInCountry(String written) {
        return inCountry.contains(one(written));
    }

    /** Whether it is a known town abroad. */
    public boolean isAbroad(String written) {
        return isKnown(written) && !isInCountry(written);
    }

    /** Whether it is a known town, here or abroad. */
    public boolean isKnown(String written) {
        return codes.has(one(written));
    }
}
