package org.homeward.household.web;

import jakarta.servlet.http.HttpServletResponse;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;
import org.homeward.access.Rights;
import org.homeward.audit.Audit;
import org.homeward.household.ContactReader;
import org.homeward.household.Contacts;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.Members;
import org.homeward.household.Person;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** How a household is reached and where it is, who its members are and what they need on the way: to be corrected. */
@Controller
@RequestMapping("/households/{caseNumber}/members")
class MembersPage {

    private final Households households;
    private final Members members;
    private final Contacts contacts;
    private final ContactReader reader;
    private final CurrentOfficer officer;
    private final Audit audit;
    private final MessageSource messages;

    MembersPage(
            Households households,
            Members members,
            Contacts contacts,
            ContactReader reader,
            CurrentOfficer officer,
            Audit audit,
            MessageSource messages) {
        this.households = households;
        this.members = members;
        this.contacts = contacts;
        this.reader = reader;
        this.officer = officer;
        this.audit = audit;
        this.messages = messages;
    }

    /** A member as typed. @param birth {@code day}, {@code year} or {@code unknown}; {@code born} the day or the year */
    public record Written(
            String name,
            String latinName,
            String birth,
            String born,
            String sex,
            String nationalities,
            String relation) {

        static Written of(Person person) {
            String born = person.born() == null ? "" : person.born().toString();
            return new Written(
                    orEmpty(person.name()),
                    orEmpty(person.latinName()),
                    person.born() == null ? "unknown" : person.bornEstimated() ? "year" : "day",
                    person.bornEstimated() && !born.isEmpty() ? born.substring(0, 4) : born,
                    person.sex(),
                    String.join(", ", person.nationalities()),
                    person.relation());
        }
    }

    /** A member as shown. @param weeks of a pregnancy, as typed */
    public record Member(Person person, Written written, List<String> needs, String weeks) {

        static Member of(Person person) {
            Integer weeks = person.pregnancyWeeks();
            return new Member(person, Written.of(person), person.needs(), weeks == null ? "" : weeks.toString());
        }
    }

    @GetMapping
    String members(@PathVariable String caseNumber, Model model) {
        Household household = households.named(caseNumber);
        audit.record("read", household.id(), null);
        return show(household, null, model);
    }

    /** Corrects contact and place. @param seen the version that stood on the page */
    @PostMapping("/contact")
    String correct(
            @PathVariable String caseNumber,
            ContactReader.Written form,
            @RequestParam(defaultValue = "") String seen,
            Model model,
            RedirectAttributes after,
            HttpServletResponse response) {
        Household household = households.named(caseNumber);
        ContactReader.Written written = new ContactReader.Written(
                PlainText.of(form.phone()),
                PlainText.of(form.email()),
                PlainText.of(form.governorate()),
                PlainText.of(form.city()),
                PlainText.of(form.language()));
        try {
            contacts.correct(household.id(), seen, reader.read(written));
        } catch (Refusal.Conflict changedMeanwhile) {
            return refused(changedMeanwhile, households.get(household.id()), null, model, response);
        } catch (Refusal refusal) {
            model.addAttribute("contact", written);
            model.addAttribute("wrongField", refusal.field());
            return refused(refusal, household, null, model, response);
        }
        return back(household, after, "members.contact.corrected");
    }

    private static ContactReader.Written written(Household household) {
        return new ContactReader.Written(
                orEmpty(household.phone()),
                orEmpty(household.email()),
                orEmpty(household.governorate()),
                orEmpty(household.destinationCity()),
                household.language());
    }

    @PostMapping("/{id}")
    String correct(
            @PathVariable String caseNumber,
            @PathVariable long id,
            Written form,
            Model model,
            RedirectAttributes after,
            HttpServletResponse response) {
        Household household = households.named(caseNumber);
        Written written = new Written(
                PlainText.of(form.name),
                PlainText.of(form.latinName),
                PlainText.of(form.birth),
                PlainText.of(form.born),
                PlainText.of(form.sex),
                PlainText.of(form.nationalities),
                PlainText.of(form.relation));
        try {
            members.correct(household.id(), id, identity(written));
        } catch (Refusal.NotFound notThere) {
            throw notThere;
        } catch (Refusal refusal) {
            Person person = person(household, id);
            return refused(
                    refusal,
                    household,
                    new Member(
                            person, written, person.needs(), Member.of(person).weeks()),
                    model,
                    response);
        }
        return back(household, after, "members.corrected");
    }

    @PostMapping("/{id}/needs")
    String need(
            @PathVariable String caseNumber,
            @PathVariable long id,
            @RequestParam(required = false) @Nullable List<String> needs,
            @RequestParam(defaultValue = "") String weeks,
            Model model,
            RedirectAttributes after,
            HttpServletResponse response) {
        Household household = households.named(caseNumber);
        List<String> chosen = needs == null ? List.of() : needs;
        try {
            members.need(household.id(), id, chosen, number(weeks));
        } catch (Refusal.NotFound notThere) {
            throw notThere;
        } catch (Refusal refusal) {
            Person person = person(household, id);
            Member typed = new Member(person, Written.of(person), chosen, PlainText.of(weeks));
            return refused(refusal, household, typed, model, response);
        }
        return back(household, after, "members.needsRecorded");
    }

    private Person person(Household household, long id) {
        return households.members(household.id()).stream()
                .filter(person -> person.id() == id)
                .findFirst()
                .orElseThrow(() -> new Refusal.NotFound("This household has no such member."));
    }

    private static @Nullable Integer number(String weeks) {
        String plain = PlainText.of(weeks);
        if (plain.isEmpty()) {
            return null;
        }
        if (!plain.matches("\\d{1,3}")) {
            throw new Refusal(
                    "The weeks of a pregnancy are a number from 1 to 45; leave them empty without one.", "weeks");
        }
        return Integer.valueOf(plain);
    }

    private static Members.Identity identity(Written written) {
        boolean year = written.birth.equals("year");
        return new Members.Identity(
                PlainText.orNull(written.name),
                PlainText.orNull(written.latinName),
                written.birth.equals("unknown") ? null : born(year ? written.born + "-01-01" : written.born),
                year,
                written.sex,
                Arrays.stream(written.nationalities.split("[\\s,;/]+"))
                        .filter(code -> !code.isEmpty())
                        .toList(),
                written.relation);
    }

    private static LocalDate born(String written) {
        try {
            return LocalDate.parse(written);
        } catch (DateTimeException e) {
            throw new Refusal("The birth cannot be read: write 1980-04-12 for a day, 1980 for a year.", "born");
        }
    }

    private String refused(
            Refusal refusal, Household household, @Nullable Member typed, Model model, HttpServletResponse response) {
        response.setStatus(422);
        model.addAttribute("refusal", refusal.sentence());
        return show(household, typed, model);
    }

    private String show(Household household, @Nullable Member typed, Model model) {
        model.addAttribute("household", household);
        if (!model.containsAttribute("contact")) {
            model.addAttribute("contact", written(household));
        }
        model.addAttribute("seen", Contacts.Contact.of(household).version());
        model.addAttribute("governorates", reader.governorates());
        model.addAttribute(
                "members",
                households.members(household.id()).stream()
                        .map(person -> typed != null && typed.person.id() == person.id() ? typed : Member.of(person))
                        .toList());
        model.addAttribute("allNeeds", Members.NEEDS);
        model.addAttribute("allRelations", Members.RELATIONS);
        model.addAttribute("mayCorrect", officer.in(Rights.CONSULAR) && !household.ended());
        model.addAttribute(
                "mayRecordNeeds", (officer.in(Rights.CONSULAR) || officer.in(Rights.VETTING)) && !household.ended());
        return "members";
    }

    private String back(Household household, RedirectAttributes after, String notice) {
        after.addFlashAttribute("notice", messages.getMessage(notice, null, LocaleContextHolder.getLocale()));
        after.addAttribute("caseNumber", household.caseNumber());
        return "redirect:/households/{caseNumber}/members";
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
