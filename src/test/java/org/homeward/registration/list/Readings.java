package org.homeward.registration.list;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.homeward.household.NewPerson;
import org.homeward.situation.Governorates;

/** Reads lists without a database: a few governorates and a fixed day. */
final class Readings {

    static final LocalDate TODAY = LocalDate.of(2013, 1, 22);

    static final PersonReader READER = new PersonReader(
            Governorates.Names.of(
                    Map.of("Homs", "SY04", "Хомс", "SY04", "حمص", "SY04", "Damascus", "SY01", "Дамаск", "SY01")),
            TODAY);

    private Readings() {}

    static List<ListRow> rows(byte[] file) {
        List<ListRow> rows = new ArrayList<>();
        EmbassyList.open(file).forEachRow(READER, rows::add);
        return rows;
    }

    static Reading reading(ListRow row) {
        return READER.read(row.written());
    }

    static List<ListRow> persons(byte[] file) {
        return rows(file).stream()
                .filter(row -> row.outcome().equals("waiting"))
                .toList();
    }

    static NewPerson person(ListRow row) {
        return Objects.requireNonNull(reading(row).person());
    }
}
