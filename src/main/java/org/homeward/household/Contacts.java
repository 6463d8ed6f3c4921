package org.homeward.household;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * How a household is reached, where it is and where it wants to go: corrected by officers, and filled in by a row of a list
 * that brings one more person. On record goes which of it has changed, not what it was.
 */
@Component
public class Contacts {

    private static final Set<String> LANGUAGES = Set.of("ru", "en", "ar");

    private final JdbcClient jdbc;
    private final Households households;
    private final Audit audit;
    private final ApplicationEventPublisher news;

    Contacts(JdbcClient jdbc, Households households, Audit audit, ApplicationEventPublisher news) {
        this.jdbc = jdbc;
        this.households = households;
        this.audit = audit;
        this.news = news;
    }

    /**
     * What is known of it.
     *
     * @param phone E.164
     * @param governorate P-code
     * @param language in which it is written to: {@code ru}, {@code en} or {@code ar}
     */
    public record Contact(
            @Nullable String phone,
            @Nullable String email,
            @Nullable String governorate,
            @Nullable String destinationCity,
            String language) {

        public static Contact of(Household household) {
            return new Contact(
                    household.phone(),
                    household.email(),
                    household.governorate(),
                    household.destinationCity(),
                    household.language());
        }

        /** The same as long as nobody changes it; nobody can tell from it what it is. */
        public String version() {
            return Integer.toHexString(Objects.hash(phone, email, governorate, destinationCity, language));
        }
    }

    /**
     * Corrects it.
     *
     * @param seen the version that the officer has seen
     * @throws Refusal if the case has ended, or somebody else has changed it since
     */
    @Transactional
    public void correct(long householdId, String seen, Contact contact) {
        Household before = households.lock(householdId);
        if (before.ended()) {
            throw new Refusal("Case " + before.caseNumber() + " has ended: nothing is corrected in it any more.");
        }
        if (!Contact.of(before).version().equals(seen)) {
            throw new Refusal.Conflict(
                    "Somebody else changed this at the same moment. Look again and repeat what is still needed.",
                    "contact");
        }
        if (!LANGUAGES.contains(contact.language)) {
            throw new Refusal("Choose the language: Russian, English or Arabic.", "language");
        }
        List<String> changed = write(before, before.wish(), contact);
        if (!changed.isEmpty()) {
            audit.record("contact corrected", householdId, String.join(", ", changed));
            tellOfAnotherPlace(before, contact);
        }
    }

    /** Fills in what the household does not have yet; what it has stays. @param wish what is said of its wish to leave */
    @Transactional
    public void fillIn(long householdId, @Nullable String wish, Contact said) {
        Household before = households.lock(householdId);
        Contact now = new Contact(
                either(before.phone(), said.phone),
                either(before.email(), said.email),
                either(before.governorate(), said.governorate),
                either(before.destinationCity(), said.destinationCity),
                before.language());
        String wishes = wish != null && before.wish().equals("unknown") ? wish : before.wish();
        List<String> changed = write(before, wishes, now);
        if (!changed.isEmpty()) {
            audit.record("contact filled in", householdId, String.join(", ", changed));
            tellOfAnotherPlace(before, now);
        }
    }

    private List<String> write(Household before, String wish, Contact now) {
        List<String> changed = changes(Contact.of(before), now);
        if (!wish.equals(before.wish())) {
            changed.add("wish");
        }
        if (!changed.isEmpty()) {
            jdbc.sql("""
                    update household set phone = :phone, email = :email, governorate = :governorate,
                                         destination_city = :city, language = :language, wish = :wish
                    where id = :id""")
                    .param("phone", now.phone)
                    .param("email", now.email)
                    .param("governorate", now.governorate)
                    .param("city", now.destinationCity)
                    .param("language", now.language)
                    .param("wish", wish)
                    .param("id", before.id())
                    .update();
        }
        return changed;
    }

    private static List<String> changes(Contact before, Contact now) {
        List<String> changed = new ArrayList<>();
        if (!Objects.equals(before.phone, now.phone)) {
            changed.add("phone");
        }
        if (!Objects.equals(before.email, now.email)) {
            changed.add("email");
        }
        if (!Objects.equals(before.governorate, now.governorate)) {
            changed.add("governorate");
        }
        if (!Objects.equals(before.destinationCity, now.destinationCity)) {
            changed.add("city");
        }
        if (!before.language.equals(now.language)) {
            changed.add("language");
        }
        return changed;
    }

    private void tellOfAnotherPlace(Household before, Contact now) {
        if (!Objects.equals(before.governorate(), now.governorate)) {
            news.publishEvent(new PlaceChanged(before.id()));
        }
    }

    private static @Nullable String either(@Nullable String known, @Nullable String said) {
        return known == null ? said : known;
    }
}
