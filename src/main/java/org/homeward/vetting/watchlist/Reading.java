package org.homeward.vetting.watchlist;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.homeward.access.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * What a list says, read whole.
 *
 * @param dated the list's own date, if it says one
 * @param notPeople companies, ships and other entries that are nobody
 * @param unknownCountries nationalities that are no country we know: they are shown, but not compared
 * @param warning what the officer should know of the files; a whole sentence
 */
record Reading(
        @Nullable LocalDate dated,
        List<Entry> entries,
        int notPeople,
        Set<String> unknownCountries,
        @Nullable String warning) {

    /** @throws Refusal if the files are not this list, with file and line; then nothing of it counts */
    static Reading of(ListKind kind, List<ListFile> files) {
        Reading reading = switch (kind) {
            case UN -> UnList.read(files);
            case OFAC -> OfacList.read(files);
            case NATIONAL -> NationalList.read(files);
        };
        if (reading.entries().isEmpty()) {
            throw new Refusal("There is nobody on this list. Nothing of it was taken.", "file");
        }
        return reading;
    }

    static ListFile only(List<ListFile> files) {
        if (files.size() != 1) {
            throw new Refusal("This list is one file. Send it alone.", "file");
        }
        return files.get(0);
    }
}
