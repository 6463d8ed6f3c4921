package org.homeward.vetting.web;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;
import org.homeward.vetting.ListUpdates;
import org.homeward.vetting.watchlist.ListAddress;
import org.homeward.vetting.watchlist.ListFile;
import org.homeward.vetting.watchlist.ListKind;
import org.homeward.vetting.watchlist.WatchLists.Loaded;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.multipart.MultipartFile;

/** Takes lists as page and programs send them: files, or addresses to fetch them from. */
@Component
class ListDesk {

    private static final int EARLIEST = 1945;

    private final ListUpdates updates;
    private final ListAddress addresses;

    ListDesk(ListUpdates updates, ListAddress addresses) {
        this.updates = updates;
        this.addresses = addresses;
    }

    /** @throws Refusal if there is neither file nor address, or if what came is no such list */
    Loaded load(
            @Nullable String kind,
            @Nullable List<MultipartFile> sent,
            @Nullable List<String> urls,
            @Nullable String date)
            throws IOException {
        ListKind list = ListKind.of(kind);
        LocalDate dated = dated(date);
        List<ListFile> files = new ArrayList<>();
        for (MultipartFile file : sent == null ? List.<MultipartFile>of() : sent) {
            if (!file.isEmpty()) {
                files.add(new ListFile(name(file), file.getBytes()));
            }
        }
        List<String> from = urls == null
                ? List.of()
                : urls.stream().filter(url -> !url.isBlank()).toList();
        from.forEach(url -> files.add(addresses.fetch(url)));
        if (files.isEmpty()) {
            throw new Refusal("Send the file of the list, or the address to fetch it from.", "file");
        }
        String source = from.isEmpty()
                ? files.stream().map(ListFile::name).collect(Collectors.joining(", "))
                : String.join(", ", from);
        return updates.load(list, files, source.substring(0, Math.min(source.length(), 500)), dated);
    }

    private static String name(MultipartFile file) {
        String name = PlainText.of(file.getOriginalFilename());
        String bare = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        return bare.isEmpty() ? "list" : bare.substring(0, Math.min(bare.length(), 100));
    }

    private @Nullable LocalDate dated(@Nullable String date) {
        if (date == null || date.isBlank()) {
            return null;
        }
        LocalDate dated;
        try {
            dated = LocalDate.parse(date.strip());
        } catch (DateTimeException e) {
            throw new Refusal("The date of a list is written like 2013-01-22.", "date");
        }
        // By the calendar on the wall, also while a rehearsal is in another year; it is tomorrow already further east.
        LocalDate tomorrow = LocalDate.now(ZoneOffset.UTC).plusDays(1);
        if (dated.isAfter(tomorrow) || dated.getYear() < EARLIEST) {
            throw new Refusal("A list is dated neither in the future nor before " + EARLIEST + ".", "date");
        }
        return dated;
    }
}
