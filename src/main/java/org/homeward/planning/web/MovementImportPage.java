package org.homeward.planning.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.homeward.access.Refusal;
import org.homeward.access.SafeCsv;
import org.homeward.planning.MovementImport;
import org.homeward.planning.WrittenMovement;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.multipart.MultipartFile;

/** Where transport plans a day's movements from a file, and reads which rows are to be corrected. */
@Controller
@RequestMapping("/movements/import")
class MovementImportPage {

    private final MovementImport imports;

    MovementImportPage(MovementImport imports) {
        this.imports = imports;
    }

    @GetMapping
    String empty(Model model) {
        model.addAttribute("fields", WrittenMovement.FIELDS);
        return "movement-import";
    }

    @PostMapping
    String take(@RequestPart("file") MultipartFile file, Model model, HttpServletResponse response) throws IOException {
        try {
            model.addAttribute("taken", imports.take(file.getBytes()));
        } catch (Refusal refusal) {
            response.setStatus(422);
            model.addAttribute("refusal", refusal.sentence());
        }
        return empty(model);
    }

    /** The headings alone. */
    @GetMapping("/template.csv")
    void template(HttpServletResponse response) throws IOException {
        response.setContentType("text/csv");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.setHeader("Content-Disposition", "attachment; filename=\"movements.csv\"");
        try (Writer out = response.getWriter()) {
            SafeCsv.forPeople(out).line(WrittenMovement.FIELDS.toArray());
        }
    }
}
