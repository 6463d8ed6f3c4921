package org.homeward.vetting;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.homeward.vetting.watchlist.ListFile;
import org.homeward.vetting.watchlist.ListKind;
import org.homeward.vetting.watchlist.WatchLists;
import org.homeward.vetting.watchlist.WatchLists.Loaded;
import org.homeward.workflow.Outbox;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** New versions of watch-lists: kept, and everyone is screened again. */
@Component
public class ListUpdates {

    private final WatchLists lists;
    private final Outbox outbox;

    ListUpdates(WatchLists lists, Outbox outbox) {
        this.lists = lists;
        this.outbox = outbox;
    }

    /** As {@link WatchLists#load}; what is new has everyone screened again in the background. */
    @Transactional
    public Loaded load(ListKind kind, List<ListFile> files, String source, @Nullable LocalDate dated) {
        Loaded loaded = lists.load(kind, files, source, dated);
        if (!loaded.known()) {
            screenEveryone(loaded.version().id());
        }
        return loaded;
    }

    /** After an update of Homeward that compares more than the one before did. */
    @EventListener(ApplicationReadyEvent.class)
    @Transactional
    public void screenAgain() {
        lists.takeThoseToScreenAgain().forEach(this::screenEveryone);
    }

    private void screenEveryone(long version) {
        outbox.order("screening", "watch-list-" + version, Map.of("versionId", version));
    }
}
