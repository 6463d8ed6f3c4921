package org.homeward.registration.web;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.homeward.access.CurrentOfficer;
import org.homeward.household.NewDocument;
import org.homeward.household.Registered;
import org.homeward.people.MachineReadableZone;
import org.homeward.people.UnreadableZone;
import org.homeward.registration.Intake;
import org.homeward.registration.list.Field;
import org.homeward.registration.list.PersonReader;
import org.homeward.situation.Governorates;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Where an officer registers a household of several persons. */
@Controller
@RequestMapping("/registration/new")
class RegistrationPage {

    private static final int LARGEST = 50;
    private static final Set<String> LANGUAGES = Set.of("ru", "en", "ar");
    private static final List<Field> OF_PERSON = List.of(
            Field.NAME,
            Field.LATIN,
            Field.BORN,
            Field.SEX,
            Field.RELATION,
            Field.NATIONALITY,
            Field.DOCUMENT_KIND,
            Field.DOCUMENT,
            Field.EXPIRES,
            Field.NEEDS,
            Field.CONSENT,
            Field.REMARK);

    private final Intake intake;
    private final Governorates governorates;
    private final CurrentOfficer officer;
    private final Sentences sentences;
    private final Clock clock;

    RegistrationPage(
            Intake intake, Governorates governorates, CurrentOfficer officer, Sentences sentences, Clock clock) {
        this.intake = intake;
        this.governorates = governorates;
        this.officer = officer;
        this.sentences = sentences;
        this.clock = clock;
    }

    /** A field of the form. */
    public record Place(String name, String key, String text, int longest, String problem) {}

    /** What came of a pasted zone. @param person whose, from 0 @param good nothing is wrong with it */
    public record Pasted(int person, String text, List<String> sentences, boolean good) {}

    @GetMapping
    String empty(Model model) {
        Map<Field, String> applicant = new EnumMap<>(Field.class);
        applicant.put(Field.RELATION, "applicant");
        return show(
                new Entered(Map.of(), List.of(applicant), List.of(""), List.of(List.of()), false, "ru"),
                List.of(),
                model);
    }

    /** @param action {@code add}, {@code remove.2}, {@code mrz.2} (the person at that place, from 0) or {@code register} */
    @PostMapping
    String entered(
            @RequestParam Map<String, String> form,
            @RequestParam(defaultValue = "register") String action,
            Model model,
            RedirectAttributes after,
            HttpServletResponse response) {
        List<Map<Field, String>> persons = persons(form);
        List<String> zones = zones(form, persons.size());
        if (action.equals("add")) {
            if (persons.size() < LARGEST) {
                persons.add(new EnumMap<>(Field.class));
                zones.add("");
            }
            model.addAttribute("added", persons.size() - 1);
            return show(entered(form, persons, zones), List.of(), model);
        }
        if (action.matches("remove\\.\\d{1,3}")) {
            int gone = number(action);
            if (gone < persons.size() && persons.size() > 1) {
                persons.remove(gone);
                zones.remove(gone);
            }
            return show(entered(form, persons, zones), List.of(), model);
        }
        if (action.matches("mrz\\.\\d{1,3}") && number(action) < persons.size()) {
            int person = number(action);
            model.addAttribute("pasted", pasted(person, zones.get(person), persons.get(person)));
            return show(entered(form, persons, zones), List.of(), model);
        }
        leaveOutNobody(persons, zones);
        Entered entered = entered(form, persons, zones);
        OptionalInt unreadable = IntStream.range(0, zones.size())
                .filter(person -> MachineReadableZone.whyUnreadable(zones.get(person), LocalDate.now(clock))
                        .isPresent())
                .findFirst();
        if (unreadable.isPresent()) {
            int person = unreadable.getAsInt();
            response.setStatus(422);
            model.addAttribute("pasted", pasted(person, zones.get(person), persons.get(person)));
            return show(entered, List.of(), model);
        }
        PersonReader reader = intake.reader();
        List<Entered.Wrong> wrongs = entered.wrongs(reader);
        if (!wrongs.isEmpty()) {
            response.setStatus(422);
            return show(entered, wrongs, model);
        }
        Registered registered = intake.register(entered.read(reader));
        after.addFlashAttribute("notice", sentences.of("registration.done", registered.caseNumber()));
        intake.tooLarge(registered.id()).ifPresent(family -> after.addFlashAttribute("warning", sentences.of(family)));
        return "redirect:/households/" + registered.caseNumber();
    }

    /** Fills in what the zone says; what stood there otherwise is told. */
    private Pasted pasted(int place, String text, Map<Field, String> person) {
        MachineReadableZone zone;
        try {
            zone = MachineReadableZone.read(text, LocalDate.now(clock));
        } catch (UnreadableZone unreadable) {
            return new Pasted(place, text, List.of(unreadable.sentence(sentences::of)), false);
        }
        List<String> said = new ArrayList<>();
        zone.flaws().forEach(flaw -> said.add(flaw.sentence(sentences::of)));
        if (zone.namesMayBeCut()) {
            said.add(sentences.of("registration.mrz.cut"));
        }
        boolean good = said.isEmpty();
        if (good) {
            said.add(sentences.of("registration.mrz.good"));
        }
        Entered.saidBy(zone).forEach((field, value) -> {
            String before = person.put(field, value);
            if (before != null && !before.equals(value)) {
                said.add(sentences.of(
                        "registration.mrz.replaced", sentences.of("registration.field." + field.key()), before));
            }
        });
        return new Pasted(place, text, said, good);
    }

    private Entered entered(Map<String, String> form, List<Map<Field, String>> persons, List<String> zones) {
        Map<Field, String> household = new EnumMap<>(Field.class);
        for (Field field : Entered.OF_HOUSEHOLD) {
            Entered.put(household, field, form.get(field.key()));
        }
        String language = form.getOrDefault("language", "ru");
        boolean restricted = officer.cleared() && form.containsKey("restricted");
        List<List<NewDocument>> noMore =
                persons.stream().map(person -> List.<NewDocument>of()).toList();
        return new Entered(
                household, persons, zones, noMore, restricted, LANGUAGES.contains(language) ? language : "ru");
    }

    private static List<Map<Field, String>> persons(Map<String, String> form) {
        List<Map<Field, String>> persons = new ArrayList<>();
        for (int i = 0; i < LARGEST && form.containsKey(name(i, Field.NAME)); i++) {
            Map<Field, String> person = new EnumMap<>(Field.class);
            for (Field field : OF_PERSON) {
                Entered.put(person, field, form.get(name(i, field)));
            }
            persons.add(person);
        }
        return persons;
    }

    /** Who was left empty is left out, but for one. */
    private static void leaveOutNobody(List<Map<Field, String>> persons, List<String> zones) {
        for (int i = persons.size() - 1; i >= 0 && persons.size() > 1; i--) {
            if (persons.get(i).isEmpty() && zones.get(i).isBlank()) {
                persons.remove(i);
                zones.remove(i);
            }
        }
        if (persons.isEmpty()) {
            persons.add(new EnumMap<>(Field.class));
            zones.add("");
        }
    }

    private static List<String> zones(Map<String, String> form, int persons) {
        List<String> zones = new ArrayList<>();
        for (int i = 0; i < persons; i++) {
            zones.add(form.getOrDefault(mrz(i), ""));
        }
        return zones;
    }

    private String show(Entered entered, List<Entered.Wrong> wrongs, Model model) {
        Map<String, String> problems = new HashMap<>();
        for (Entered.Wrong wrong : wrongs) {
            Field field = wrong.flaw().field();
            String name = wrong.person() == null ? field.key() : name(wrong.person(), field);
            problems.putIfAbsent(name, sentences.of(wrong.flaw(), wrong.written()));
        }
        Map<String, Place> household = new HashMap<>();
        Entered.OF_HOUSEHOLD.forEach(
                field -> household.put(field.key(), place(field.key(), field, entered.household(), problems)));
        List<Map<String, Place>> persons = new ArrayList<>();
        for (int i = 0; i < entered.persons().size(); i++) {
            Map<String, Place> person = new HashMap<>();
            for (Field field : OF_PERSON) {
                person.put(
                        field.key(),
                        place(name(i, field), field, entered.persons().get(i), problems));
            }
            persons.add(person);
        }
        model.addAttribute("household", household);
        model.addAttribute("persons", persons);
        model.addAttribute("zones", entered.zones());
        model.addAttribute("language", entered.language());
        model.addAttribute("restricted", entered.restricted());
        model.addAttribute("cleared", officer.cleared());
        model.addAttribute("problems", problems);
        Map<String, String> names = new LinkedHashMap<>();
        governorates.all().forEach(one -> names.put(one.pcode(), one.name(LocaleContextHolder.getLocale())));
        model.addAttribute("governorates", names);
        return "registration";
    }

    private static Place place(String name, Field field, Map<Field, String> written, Map<String, String> problems) {
        return new Place(
                name, field.key(), written.getOrDefault(field, ""), field.longest(), problems.getOrDefault(name, ""));
    }

    private static int number(String action) {
        return Integer.parseInt(action.substring(action.indexOf('.') + 1));
    }

    private static String mrz(int person) {
        return "persons." + person + ".mrz";
    }

    private static String name(int person, Field field) {
        return "persons." + person + "." + field.key();
    }
}
