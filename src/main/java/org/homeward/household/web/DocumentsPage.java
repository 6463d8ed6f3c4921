package org.homeward.household.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.homeward.access.CurrentOfficer;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;
import org.homeward.access.Rights;
import org.homeward.audit.Audit;
import org.homeward.household.Copies;
import org.homeward.household.Documents;
import org.homeward.household.Documents.Entry;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.Person;
import org.homeward.household.UnfitCopy;
import org.homeward.people.MachineReadableZone;
import org.homeward.people.UnreadableZone;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
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

/** The documents of a household: what they say, copies of them, and the certificates that we issue. */
@Controller
@RequestMapping("/households/{caseNumber}/documents")
class DocumentsPage {

    private final Households households;
    private final Documents documents;
    private final Copies copies;
    private final Certificate certificate;
    private final CurrentOfficer officer;
    private final Audit audit;
    private final MessageSource messages;
    private final Clock clock;

    DocumentsPage(
            Households households,
            Documents documents,
            Copies copies,
            Certificate certificate,
            CurrentOfficer officer,
            Audit audit,
            MessageSource messages,
            Clock clock) {
        this.households = households;
        this.documents = documents;
        this.copies = copies;
        this.certificate = certificate;
        this.officer = officer;
        this.audit = audit;
        this.messages = messages;
        this.clock = clock;
    }

    /** A document as typed. @param expiry {@code dated}, {@code unknown} or {@code never}; {@code expires} its date */
    public record Written(
            @Nullable Long person,
            String kind,
            String number,
            String expiry,
            String expires,
            String issuedBy,
            String latinName,
            String mrz) {

        static final Written NOTHING = new Written(null, "passport", "", "dated", "", "", "", "");

        static Written of(Documents.OnRecord document) {
            Entry entry = document.entry();
            return new Written(
                    document.personId(),
                    entry.kind(),
                    entry.number(),
                    entry.neverExpires() ? "never" : entry.expires() == null ? "unknown" : "dated",
                    entry.expires() == null ? "" : entry.expires().toString(),
                    orEmpty(entry.issuedBy()),
                    orEmpty(entry.latinName()),
                    "");
        }
    }

    /** One document as shown. */
    public record Shown(Documents.OnRecord document, Written written, List<Copies.Copy> copies) {}

    /** A member with all their documents. */
    public record Member(Person person, List<Shown> documents) {

        /** Whether there is a photo for a certificate. */
        public boolean photographed() {
            return documents.stream()
                    .flatMap(shown -> shown.copies.stream())
                    .anyMatch(copy -> copy.kind().equals("photo"));
        }
    }

    @GetMapping
    String documents(@PathVariable String caseNumber, Model model) {
        Household household = households.named(caseNumber);
        audit.record("read", household.id(), null);
        return show(household, Written.NOTHING, model);
    }

    /** @param action {@code read}: fill in from the zone; {@code save} */
    @PostMapping
    String add(
            @PathVariable String caseNumber,
            Written form,
            @RequestParam(defaultValue = "save") String action,
            Model model,
            RedirectAttributes after,
            HttpServletResponse response) {
        Household household = households.named(caseNumber);
        Written written = plain(form);
        if (action.equals("read")) {
            return show(household, read(written, model), model);
        }
        try {
            if (written.person == null) {
                throw new Refusal("Say whose document it is.", "person");
            }
            documents.add(household.id(), written.person, entry(written));
        } catch (Refusal.NotFound notThere) {
            throw notThere;
        } catch (Refusal refusal) {
            return refused(refusal, household, written, model, response);
        }
        return back(household, after, "documents.added");
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
        Written written = plain(form);
        try {
            documents.correct(household.id(), id, entry(written));
        } catch (Refusal.NotFound notThere) {
            throw notThere;
        } catch (Refusal refusal) {
            model.addAttribute("correcting", id);
            return refused(refusal, household, written, model, response);
        }
        return back(household, after, "documents.corrected");
    }

    @PostMapping("/{id}/copies")
    String copy(
            @PathVariable String caseNumber,
            @PathVariable long id,
            @RequestParam(defaultValue = "page") String kind,
            @RequestParam(required = false) @Nullable MultipartFile file,
            Model model,
            RedirectAttributes after,
            HttpServletResponse response)
            throws IOException {
        Household household = households.named(caseNumber);
        try {
            boolean tooLarge = file != null && file.getSize() > Copies.LARGEST;
            byte[] bytes = file == null ? new byte[0] : tooLarge ? new byte[Copies.LARGEST + 1] : file.getBytes();
            copies.add(household.id(), id, kind, bytes);
        } catch (UnfitCopy unfit) {
            response.setStatus(422);
            model.addAttribute("refusal", words("copy.refused." + unfit.why(), unfit.about()));
            return show(household, Written.NOTHING, model);
        }
        return back(household, after, "copy.added");
    }

    @GetMapping("/{id}/copies/{copy}")
    ResponseEntity<byte[]> copy(@PathVariable String caseNumber, @PathVariable long id, @PathVariable long copy) {
        Copies.Content content = copies.read(households.named(caseNumber).id(), id, copy);
        MediaType type = MediaType.parseMediaType(content.mediaType());
        return file(content.bytes(), type, "copy-" + copy + "." + type.getSubtype());
    }

    @PostMapping("/{id}/copies/{copy}/withdraw")
    String withdraw(
            @PathVariable String caseNumber, @PathVariable long id, @PathVariable long copy, RedirectAttributes after) {
        Household household = households.named(caseNumber);
        copies.withdraw(household.id(), id, copy);
        return back(household, after, "copy.withdrawn");
    }

    @GetMapping("/{id}/certificate.pdf")
    ResponseEntity<byte[]> certificate(@PathVariable String caseNumber, @PathVariable long id) {
        Household household = households.named(caseNumber);
        Documents.OnRecord document = documents.one(household.id(), id);
        if (!document.issuedHere()) {
            throw new Refusal.NotFound("This document is no certificate that we issued.");
        }
        audit.recordOfPerson(
                "certificate read",
                household.id(),
                document.personId(),
                document.entry().number());
        return file(
                certificate.of(household, document),
                MediaType.APPLICATION_PDF,
                document.entry().number() + ".pdf");
    }

    @PostMapping("/{id}/replacement")
    String replace(@PathVariable String caseNumber, @PathVariable long id, RedirectAttributes after) {
        Household household = households.named(caseNumber);
        documents.replaceCertificate(household.id(), id);
        return back(household, after, "documents.certificate.replaced");
    }

    /** Whatever is in it, a browser shows it as what it is, alone, and keeps nothing. */
    static ResponseEntity<byte[]> file(byte[] bytes, MediaType type, String name) {
        return ResponseEntity.ok()
                .contentType(type)
                .cacheControl(CacheControl.noStore())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment().filename(name).build().toString())
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .header("X-Content-Type-Options", "nosniff")
                .body(bytes);
    }

    private Written read(Written written, Model model) {
        MachineReadableZone zone;
        try {
            zone = MachineReadableZone.read(written.mrz, LocalDate.now(clock));
        } catch (UnreadableZone unreadable) {
            model.addAttribute("zone", List.of(unreadable.sentence(this::words)));
            return written;
        }
        List<String> said = new ArrayList<>();
        zone.flaws().forEach(flaw -> said.add(flaw.sentence(this::words)));
        if (said.isEmpty()) {
            said.add(words("registration.mrz.good"));
        }
        model.addAttribute("zone", said);
        model.addAttribute("zoneGood", zone.flaws().isEmpty());
        return new Written(
                written.person,
                zone.kind(),
                orEmpty(zone.number()),
                zone.expires() == null ? "unknown" : "dated",
                zone.expires() == null ? "" : zone.expires().toString(),
                orEmpty(zone.issuer()),
                orEmpty(zone.latinName()),
                written.mrz);
    }

    private Entry entry(Written written) {
        LocalDate today = LocalDate.now(clock);
        MachineReadableZone.whyUnreadable(written.mrz, today).ifPresent(why -> {
            throw new Refusal(why.sentence(this::words), "mrz");
        });
        return new Entry(
                written.kind,
                written.number,
                expires(written),
                written.expiry.equals("never"),
                PlainText.orNull(written.issuedBy),
                PlainText.orNull(written.latinName),
                MachineReadableZone.checkDigitsHold(written.mrz, written.number, today));
    }

    private static @Nullable LocalDate expires(Written written) {
        if (!written.expiry.equals("dated")) {
            return null;
        }
        try {
            return LocalDate.parse(written.expires);
        } catch (DateTimeException e) {
            throw new Refusal("Choose the date of expiry, or say that it is unknown or that there is none.", "expires");
        }
    }

    private static Written plain(Written form) {
        return new Written(
                form.person,
                PlainText.of(form.kind),
                PlainText.of(form.number),
                form.expiry == null ? "unknown" : form.expiry,
                PlainText.of(form.expires),
                PlainText.of(form.issuedBy),
                PlainText.of(form.latinName),
                orEmpty(form.mrz));
    }

    private String refused(
            Refusal refusal, Household household, Written written, Model model, HttpServletResponse response) {
        response.setStatus(422);
        model.addAttribute("refusal", refusal.sentence());
        model.addAttribute("wrongField", refusal.field());
        return show(household, written, model);
    }

    private String show(Household household, Written written, Model model) {
        List<Documents.OnRecord> all = documents.of(household.id());
        List<Copies.Copy> allCopies = copies.of(household.id());
        List<Member> members = households.members(household.id()).stream()
                .map(person -> new Member(
                        person,
                        all.stream()
                                .filter(document -> document.personId() == person.id())
                                .map(document -> new Shown(
                                        document,
                                        Long.valueOf(document.id()).equals(model.getAttribute("correcting"))
                                                ? written
                                                : Written.of(document),
                                        allCopies.stream()
                                                .filter(copy -> copy.documentId() == document.id())
                                                .toList()))
                                .toList()))
                .toList();
        model.addAttribute("household", household);
        model.addAttribute("members", members);
        model.addAttribute("written", model.containsAttribute("correcting") ? Written.NOTHING : written);
        model.addAttribute("mayChange", officer.in(Rights.CONSULAR));
        model.addAttribute("today", LocalDate.now(clock));
        return "documents";
    }

    private String back(Household household, RedirectAttributes after, String notice) {
        after.addFlashAttribute("notice", words(notice));
        after.addAttribute("caseNumber", household.caseNumber());
        return "redirect:/households/{caseNumber}/documents";
    }

    private String words(String key, Object... about) {
        Locale language = LocaleContextHolder.getLocale();
        return messages.getMessage(key, about, language);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
