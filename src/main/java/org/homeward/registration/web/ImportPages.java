package org.homeward.registration.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;
import org.homeward.access.SafeCsv;
import org.homeward.registration.Corrections;
import org.homeward.registration.Imports;
import org.homeward.registration.StillWrong;
import org.homeward.registration.list.Field;
import org.homeward.registration.list.UnreadableList;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Where officers bring in lists, watch them being read and correct what could not be read. */
@Controller
@RequestMapping("/imports")
class ImportPages {

    private static final int FORMS_ON_A_PAGE = 40;

    /** What a correction asks for, in this order; name parts only where the list has them. */
    private static final List<Field> ASKED = List.of(
            Field.FAMILY,
            Field.SURNAME,
            Field.NAME,
            Field.PATRONYMIC,
            Field.LATIN_SURNAME,
            Field.LATIN,
            Field.BORN,
            Field.SEX,
            Field.NATIONALITY,
            Field.DOCUMENT,
            Field.EXPIRES,
            Field.RELATION,
            Field.PHONE,
            Field.EMAIL,
            Field.GOVERNORATE,
            Field.NEEDS,
            Field.CONSENT,
            Field.WISH,
            Field.CITY,
            Field.REMARK);

    private static final List<Field> ONLY_IF_THERE = List.of(Field.SURNAME, Field.PATRONYMIC, Field.LATIN_SURNAME);

    private final Imports imports;
    private final Corrections corrections;
    private final Sentences sentences;

    ImportPages(Imports imports, Corrections corrections, Sentences sentences) {
        this.imports = imports;
        this.corrections = corrections;
        this.sentences = sentences;
    }

    @GetMapping
    String all(Model model) {
        model.addAttribute("imports", imports.latest());
        return "imports";
    }

    @PostMapping
    String take(@RequestPart("file") MultipartFile file, Model model, HttpServletResponse response) throws IOException {
        try {
            String name = file.getOriginalFilename();
            return "redirect:/imports/" + imports.take(name == null ? "" : name, file.getBytes());
        } catch (UnreadableList e) {
            response.setStatus(422);
            model.addAttribute("refusal", sentences.of(e));
            return all(model);
        }
    }

    @GetMapping("/{id}")
    String one(@PathVariable UUID id, Model model) {
        show(id, model, null);
        return "import";
    }

    /** The part of the page that changes while a list is read; when it is done, the page is asked for anew. */
    @GetMapping("/{id}/progress")
    String progress(@PathVariable UUID id, Model model, HttpServletResponse response) {
        Imports.Progress progress = imports.progress(id);
        if (!progress.file().running()) {
            response.setHeader("HX-Refresh", "true");
        }
        addProgress(model, progress);
        return "import :: progress";
    }

    @PostMapping("/{id}/rows/{row}")
    String correct(
            @PathVariable UUID id,
            @PathVariable int row,
            @RequestParam Map<String, String> form,
            Model model,
            RedirectAttributes after,
            HttpServletResponse response) {
        Map<Field, String> entered = new EnumMap<>(Field.class);
        for (Field field : Field.values()) {
            String text = PlainText.of(form.get(field.key()));
            if (!text.isEmpty()) {
                entered.put(field, text);
            }
        }
        try {
            corrections.correct(id, row, entered);
        } catch (StillWrong e) {
            response.setStatus(422);
            show(id, model, form(new Corrections.Row(row, e.flaws(), entered), true));
            return "import";
        } catch (Refusal e) {
            after.addFlashAttribute("refusal", e.sentence());
            return "redirect:/imports/" + id;
        }
        after.addFlashAttribute("notice", sentences.of("imports.corrected", String.valueOf(row)));
        return "redirect:/imports/" + id;
    }

    @PostMapping("/{id}/rows/{row}/leave-out")
    String leaveOut(@PathVariable UUID id, @PathVariable int row, RedirectAttributes after) {
        try {
            corrections.leaveOut(id, row);
            after.addFlashAttribute("notice", sentences.of("imports.leftOut", String.valueOf(row)));
        } catch (Refusal.NotFound e) {
            throw e;
        } catch (Refusal e) {
            after.addFlashAttribute("refusal", e.sentence());
        }
        return "redirect:/imports/" + id;
    }

    /** The rows that wait for correction, for a spreadsheet; cells that would be formulas are made plain text. */
    @GetMapping("/{id}/corrections.csv")
    void corrections(@PathVariable UUID id, HttpServletResponse response) throws IOException {
        imports.progress(id);
        response.setContentType("text/csv");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.setHeader("Content-Disposition", "attachment; filename=\"corrections.csv\"");
        try (Writer out = response.getWriter()) {
            SafeCsv csv = SafeCsv.forPeople(out);
            List<Object> headings =
                    new ArrayList<>(List.of(sentences.of("imports.row"), sentences.of("imports.reason")));
            ASKED.forEach(field -> headings.add(sentences.of("registration.field." + field.key())));
            csv.line(headings.toArray());
            for (Corrections.Row row : corrections.rows(id)) {
                List<@Nullable Object> cells =
                        new ArrayList<>(List.of(row.number(), sentences.of(row.flaws(), row.written())));
                ASKED.forEach(field -> cells.add(row.written().get(field)));
                csv.line(cells.toArray());
            }
        }
    }

    private void show(UUID id, Model model, @Nullable RowForm entered) {
        Imports.Progress progress = imports.progress(id);
        addProgress(model, progress);
        List<RowForm> rows = corrections.rows(id).stream()
                .filter(row -> entered == null || row.number() != entered.number())
                .limit(FORMS_ON_A_PAGE)
                .map(row -> form(row, false))
                .toList();
        List<RowForm> forms = new ArrayList<>(rows);
        if (entered != null) {
            forms.add(0, entered);
        }
        model.addAttribute("forms", forms);
        model.addAttribute(
                "notes",
                imports.doubtful(id).stream()
                        .map(row -> new Note(row.row(), row.caseNumber(), sentences.notes(row.doubts())))
                        .toList());
        model.addAttribute("moreNotes", imports.moreDoubtful(id));
        model.addAttribute("more", Math.max(0, progress.corrections().size() - forms.size()));
    }

    private void addProgress(Model model, Imports.Progress progress) {
        String failure = progress.file().failure();
        model.addAttribute("file", progress.file());
        model.addAttribute("counts", progress.counts());
        model.addAttribute("waiting", progress.corrections().size());
        if (failure != null) {
            model.addAttribute("failure", sentences.ofFailure(failure, List.of()));
        }
    }

    private RowForm form(Corrections.Row row, boolean open) {
        List<Entry> entries = ASKED.stream()
                .filter(field -> !ONLY_IF_THERE.contains(field) || row.written().containsKey(field))
                .map(field -> new Entry(
                        field.key(),
                        row.written().getOrDefault(field, ""),
                        field.longest(),
                        row.flaws().stream()
                                .filter(flaw -> flaw.field() == field)
                                .findFirst()
                                .map(flaw -> sentences.of(flaw, row.written()))
                                .orElse(null)))
                .toList();
        return new RowForm(row.number(), sentences.of(row.flaws(), row.written()), open, entries, calledName(row));
    }

    private static String calledName(Corrections.Row row) {
        return row.written().getOrDefault(Field.NAME, row.written().getOrDefault(Field.LATIN, ""));
    }

    /** A row as a form. @param reason what is wrong with it, all in one */
    record RowForm(int number, String reason, boolean open, List<Entry> entries, String name) {}

    /** A row to look at. @param caseNumber null if it is not for this officer */
    record Note(int row, @Nullable String caseNumber, List<String> sentences) {}

    /** One field of it. @param problem what is wrong with it, if anything */
    record Entry(
            String key, String text, int longest, @Nullable String problem) {

        public boolean isLong() {
            return longest > Field.NEEDS.longest();
        }
    }
}
