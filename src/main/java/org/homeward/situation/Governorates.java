package org.homeward.situation;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The governorates by P-code, and what people call them. */
@Component
public class Governorates {

    private static final int TENSE = 2;

    private final JdbcClient jdbc;
    private final Audit audit;
    private final ApplicationEventPublisher news;

    Governorates(JdbcClient jdbc, Audit audit, ApplicationEventPublisher news) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.news = news;
    }

    /**
     * Sets how dangerous a governorate is: 1 calm, 2 tense, 3 fighting, 4 under siege.
     *
     * @return whether it got worse
     * @throws Refusal if there is no such governorate or no such risk
     */
    @Transactional
    public boolean setRisk(String pcode, int risk) {
        if (risk < 1 || risk > 4) {
            throw new Refusal("The risk is 1 (calm) to 4 (under siege).", "risk");
        }
        int before = jdbc.sql("select risk from governorate where pcode = :pcode for update")
                .param("pcode", pcode)
                .query(Integer.class)
                .optional()
                .orElseThrow(() -> new Refusal("There is no governorate " + pcode + ".", "pcode"));
        jdbc.sql("update governorate set risk = :risk where pcode = :pcode")
                .param("risk", risk)
                .param("pcode", pcode)
                .update();
        audit.recordOf("governorate risk", pcode, before + " to " + risk);
        if (risk != before) {
            news.publishEvent(new RiskChanged(pcode));
        }
        return risk > before;
    }

    /** How dangerous a governorate is: 1 calm to 4 under siege; 2 if it is not known. */
    public int risk(@Nullable String pcode) {
        return jdbc.sql("select risk from governorate where pcode = :pcode")
                .param("pcode", pcode)
                .query(Integer.class)
                .optional()
                .orElse(TENSE);
    }

    /** All of them, by P-code. */
    public List<Governorate> all() {
        return jdbc.sql("select pcode, iso, name_en, name_ru, name_ar from governorate order by pcode")
                .query(Governorate.class)
                .list();
    }

    /** Those that are under siege, by P-code. */
    public List<Governorate> underSiege() {
        return jdbc.sql("select pcode, iso, name_en, name_ru, name_ar from governorate where risk = 4 order by pcode")
                .query(Governorate.class)
                .list();
    }

    /** The names and aliases as they stand now, for looking up many. */
    public Names names() {
        Map<String, String> pcodes = new LinkedHashMap<>();
        for (Governorate governorate : all()) {
            pcodes.put(governorate.pcode(), governorate.pcode());
            pcodes.put(governorate.iso(), governorate.pcode());
            pcodes.put(governorate.nameEn(), governorate.pcode());
            pcodes.put(governorate.nameRu(), governorate.pcode());
            pcodes.put(governorate.nameAr(), governorate.pcode());
        }
        jdbc.sql("select alias, pcode from governorate_alias")
                .query((row, number) -> Map.entry(row.getString("alias"), row.getString("pcode")))
                .list()
                .forEach(alias -> pcodes.putIfAbsent(alias.getKey(), alias.getValue()));
        return Names.of(pcodes);
    }

    /** A governorate. @param pcode OCHA's code, {@code SY01}…; @param iso ISO 3166-2 */
    public record Governorate(String pcode, String iso, String nameEn, String nameRu, String nameAr) {

        /** Its name in the officer's language. */
        public String name(Locale locale) {
            return new PlaceName(nameEn, nameRu, nameAr).in(locale);
        }
    }

    /** What governorates are called, in any of three scripts, folded so that spelling habits do not matter. */
    public static final class Names {

        private static final Pattern GENERIC = Pattern.compile(
                "(?U)\\b(провинция|пров|мухафаза|мухафазат|губернаторство|область|город|г|governorate|gov|province|prov"
                        + "|muhafazat|mohafazat|city|of|محافظة|محافظه|مدينة|مدينه)\\b");
        private static final Pattern ARTICLE = Pattern.compile(
                "(?U)\\b(al|el|ar|er|as|es|ash|ad|ed|at|an|az|ez|аль|эль|ар|эр|ас|эс|аш|эш|ад|эд|ат|ан|аз|эз)[\\s'’-]+");
        private static final Pattern ARABIC_ARTICLE = Pattern.compile("(?U)\\bال");

        private final Map<String, String> pcodes;

        private Names(Map<String, String> pcodes) {
            this.pcodes = pcodes;
        }

        /** @param pcodesByName P-codes by what people call them; of two names that fold alike the first counts */
        public static Names of(Map<String, String> pcodesByName) {
            Map<String, String> folded = new HashMap<>();
            pcodesByName.forEach((name, pcode) -> folded.putIfAbsent(fold(name), pcode));
            return new Names(folded);
        }

        /**
         * The P-code of what somebody wrote: a name, an alias, a code; also of one half of {@code Хомс / Homs} or of
         * {@code Damascus (Mezzeh)}, unless the halves are two governorates.
         */
        public Optional<String> pcodeOf(String written) {
            String whole = pcodes.get(fold(written));
            if (whole != null) {
                return Optional.of(whole);
            }
            List<String> found = Pattern.compile("[/\\\\|,;()]+|\\s[-–—]\\s")
                    .splitAsStream(written)
                    .map(Names::fold)
                    .filter(pcodes::containsKey)
                    .map(pcodes::get)
                    .distinct()
                    .toList();
            return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
        }

        /** Whether anything that is called by a name has this code. */
        boolean has(String code) {
            return pcodes.containsValue(code);
        }

        static String fold(String written) {
            String plain = Normalizer.normalize(written.toLowerCase(Locale.ROOT), Normalizer.Form.NFKD)
                    .replaceAll("[\\p{Mn}\\u0640]", "")
                    .replaceAll("[أإآٱ]", "ا")
                    .replace('ة', 'ه')
                    .replace('ى', 'ي')
                    .replace('.', ' ');
            String bare = GENERIC.matcher(plain).replaceAll(" ").trim();
            bare = ARTICLE.matcher(bare.isEmpty() ? plain : bare).replaceAll("");
            bare = ARABIC_ARTICLE.matcher(bare).replaceAll("");
            return bare.replaceAll("[^\\p{L}\\p{Nd}]", "")
                    .replaceAll("[ъь]", "")
                    .replaceAll("(\\p{L})\\1", "$1");
        }
    }
}
