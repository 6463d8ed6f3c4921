package org.homeward.vetting.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.homeward.access.Refusal;
import org.homeward.vetting.watchlist.Version;
import org.homeward.vetting.watchlist.WatchLists;
import org.homeward.vetting.watchlist.WatchLists.Loaded;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Where administrators load watch-lists and see how far everyone is screened again. */
@Controller
@RequestMapping("/watch-lists")
class WatchListPage {

    private final WatchLists lists;
    private final ListDesk desk;
    private final MessageSource messages;

    WatchListPage(WatchLists lists, ListDesk desk, MessageSource messages) {
        this.lists = lists;
        this.desk = desk;
        this.messages = messages;
    }

    @GetMapping
    String all(Model model) {
        show(model);
        return "watch-lists";
    }

    /** The part of the page that changes while everyone is screened again. */
    @GetMapping("/versions")
    String versions(Model model) {
        show(model);
        return "watch-lists :: versions";
    }

    @PostMapping
    String load(
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable List<MultipartFile> file,
            @RequestParam(required = false) @Nullable List<String> url,
            @RequestParam(required = false) @Nullable String date,
            Model model,
            Locale language,
            RedirectAttributes after,
            HttpServletResponse response)
            throws IOException {
        try {
            Loaded loaded = desk.load(kind, file, url, date);
            String notice = loaded.known() ? "watchlists.known" : "watchlists.loaded";
            after.addFlashAttribute(
                    "notice",
                    messages.getMessage(notice, new Object[] {loaded.version().persons()}, language));
            return "redirect:/watch-lists";
        } catch (Refusal refusal) {
            response.setStatus(422);
            model.addAttribute("refusal", refusal.sentence());
            return all(model);
        }
    }

    private void show(Model model) {
        List<Version> versions = lists.versions();
        model.addAttribute("versions", versions);
        model.addAttribute("underWay", versions.stream().anyMatch(version -> version.screenedAt() == null));
    }
}
