package org.homeward.household.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;
import org.homeward.access.Rights;
import org.homeward.audit.Audit;
import org.homeward.household.Copies;
import org.homeward.household.Guardians;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.Person;
import org.homeward.household.UnfitCopy;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The children of a household: who their parents and guardians are, who lets them leave, and the papers that show it. */
@Controller
@RequestMapping("/households/{caseNumber}/children")
class ChildrenPage {

    private final Households households;
    private final Guardians guardians;
    private final Copies copies;
    private final CurrentOfficer officer;
    private final Audit audit;
    private final MessageSource messages;
    private final Clock clock;

    ChildrenPage(
            Households households,
            Guardians guardians,
            Copies copies,
            CurrentOfficer officer,
            Audit audit,
            MessageSource messages,
            Clock clock) {
        this.households = households;
        this.guardians = guardians;
        this.copies = copies;
        this.officer = officer;
        this.audit = audit;
        this.messages = messages;
        this.clock = clock;
    }

    /** A paper as typed. */
    public record Written(
            @Nullable String says,
            @Nullable Long adultId,
            @Nullable String adultName,
            @Nullable String evidence,
            @Nullable String reference,
            @Nullable String dated) {

        static final Written NOTHING = new Written(null, null, null, null, null, null);
    }

    /** A child with the papers about it, and what was typed for it. */
    public record Child(Person person, List<Guardians.OnRecord> papers, Written written) {}

    @GetMapping
    String children(@PathVariable String caseNumber, Model model) {
        Household household = households.named(caseNumber);
        audit.record("read", household.id(), null);
        return show(household, 0, Written.NOTHING, model);
    }

    @PostMapping("/{childId}")
    String add(
            @PathVariable String caseNumber,
            @PathVariable long childId,
            Written written,
            @RequestParam(required = false) @Nullable MultipartFile file,
            Model model,
            RedirectAttributes after,
            HttpServletResponse response)
            throws IOException {
        Household household = households.named(caseNumber);
        try {
            guardians.add(household.id(), childId, entry(written), bytes(file));
        } catch (UnfitCopy unfit) {
            model.addAttribute("refusal", words("copy.refused." + unfit.why(), unfit.about()));
            response.setStatus(422);
            return show(household, childId, written, model);
        } catch (Refusal.NotFound notThere) {
            throw notThere;
        } catch (Refusal refusal) {
            model.addAttribute("refusal", refusal.sentence());
            response.setStatus(422);
            return show(household, childId, written, model);
        }
        return back(household, after, "children.added");
    }

    @PostMapping("/papers/{id}/withdraw")
    String withdraw(@PathVariable String caseNumber, @PathVariable long id, RedirectAttributes after) {
        Household household = households.named(caseNumber);
        guardians.withdraw(household.id(), id);
        return back(household, after, "children.withdrawn");
    }

    @GetMapping("/papers/{id}/copies/{copy}")
    ResponseEntity<byte[]> copy(@PathVariable String caseNumber, @PathVariable long id, @PathVariable long copy) {
        Copies.Content content = guardians.read(households.named(caseNumber).id(), id, copy);
        MediaType type = MediaType.parseMediaType(content.mediaType());
        return DocumentsPage.file(content.bytes(), type, "paper-" + copy + "." + type.getSubtype());
    }

    @PostMapping("/papers/{id}/copies/{copy}/withdraw")
    String withdrawCopy(
            @PathVariable String caseNumber,
            @PathVariable long id,
            @PathVariable long copy,
            Model model,
            RedirectAttributes after,
            HttpServletResponse response) {
        Household household = households.named(caseNumber);
        try {
            guardians.withdrawCopy(household.id(), id, copy);
        } catch (Refusal.NotFound notThere) {
            throw notThere;
        } catch (Refusal refusal) {
            model.addAttribute("refusal", refusal.sentence());
            response.setStatus(422);
            return show(household, 0, Written.NOTHING, model);
        }
        return back(household, after, "copy.withdrawn");
    }

    private static byte @Nullable [] bytes(@Nullable MultipartFile file) throws IOException {
        if (file == null || file.isEmpty()) {
            return null;
        }
        return file.getSize() > Copies.LARGEST ? new byte[Copies.LARGEST + 1] : file.getBytes();
    }

    private static Guardians.Entry entry(Written written) {
        return new Guardians.Entry(
                PlainText.of(written.says),
                written.adultId,
                PlainText.orNull(written.adultName),
                PlainText.of(written.evidence),
                PlainText.orNull(written.reference),
                dated(PlainText.of(written.dated)));
    }

    private static @Nullable LocalDate dated(String written) {
        try {
            return written.isEmpty() ? null : LocalDate.parse(written);
        } catch (DateTimeException e) {
            throw new Refusal("The paper's date cannot be read: choose a date.", "dated");
        }
    }

    private String show(Household household, long childId, Written written, Model model) {
        LocalDate today = LocalDate.now(clock);
        List<Person> members = households.members(household.id());
        List<Guardians.OnRecord> papers = guardians.of(household.id());
        model.addAttribute("household", household);
        model.addAttribute(
                "children",
                members.stream()
                        .filter(person -> person.minorOn(today))
                        .map(person -> new Child(
                                person,
                                papers.stream()
                                        .filter(paper -> paper.childId() == person.id())
                                        .toList(),
                                person.id() == childId ? written : Written.NOTHING))
                        .toList());
        model.addAttribute(
                "grownUps",
                members.stream().filter(person -> !person.minorOn(today)).toList());
        model.addAttribute("copies", copies.ofGuardianships(household.id()));
        model.addAttribute("allSays", Guardians.SAYS);
        model.addAttribute("allEvidence", Guardians.EVIDENCE);
        model.addAttribute("mayChange", officer.in(Rights.CONSULAR) || officer.in(Rights.VETTING));
        return "children";
    }

    private String back(Household household, RedirectAttributes after, String notice) {
        after.addFlashAttribute("notice", words(notice));
        after.addAttribute("caseNumber", household.caseNumber());
        return "redirect:/households/{caseNumber}/children";
    }

    private String words(String key, Object... about) {
        return messages.getMessage(key, about, LocaleContextHolder.getLocale());
    }
}
