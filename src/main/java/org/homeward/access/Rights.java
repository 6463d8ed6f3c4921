package org.homeward.access;

import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/**
 * Who may call what: one table of endpoint by group. The first row that fits decides, and what no row names is denied.
 * Here also stand the names of the groups of officers.
 */
public final class Rights {

    public static final String CONSULAR = "consular";
    public static final String VETTING = "vetting";
    public static final String TRANSPORT = "transport";
    public static final String FIELD = "field";
    public static final String RECEPTION = "reception";
    public static final String MANAGERS = "managers";
    public static final String DESIGNERS = "designers";
    public static final String ADMINISTRATORS = "camunda-admin";

    /** On top of any other group: may know of restricted households. Also the tenant that these carry in the engine. */
    public static final String CLEARED = "cleared";

    /** The groups that work on cases. */
    public static final Set<String> STATIONS = Set.of(CONSULAR, VETTING, TRANSPORT, FIELD, RECEPTION);

    /** Every group; a member of any is an officer. */
    public static final Set<String> OFFICERS = union(STATIONS, MANAGERS, DESIGNERS, ADMINISTRATORS, CLEARED);

    static final String ROLE = "ROLE_";

    private static final Set<String> ANYBODY = Set.of();
    /** The groups that may open a household's dossier. */
    static final Set<String> DOSSIER = union(STATIONS, MANAGERS);

    private static final List<Right> TABLE = List.of(
            // open
            right(GET, "/", ANYBODY),
            right(GET, "/sign-in", ANYBODY),
            right(GET, "/assets/**", ANYBODY),
            right(GET, "/webjars/htmx.org/**", ANYBODY),
            right(GET, "/favicon.ico", ANYBODY),
            right(GET, "/actuator/health/**", ANYBODY),
            right(GET, "/actuator/prometheus", MANAGERS, ADMINISTRATORS),
            right(null, "/error", ANYBODY),
            // pages
            right(GET, "/operation/**", OFFICERS),
            right(POST, "/households/*/documents/**", CONSULAR),
            right(POST, "/households/*/members/*/needs", CONSULAR, VETTING),
            right(POST, "/households/*/members/*", CONSULAR),
            right(POST, "/households/*/children/**", CONSULAR, VETTING),
            right(POST, "/households/*/care/*", CONSULAR),
            right(POST, "/households/*/hits/*", MANAGERS),
            right(POST, "/households/*/split", CONSULAR, VETTING),
            right(POST, "/households/*/appeal", CONSULAR, MANAGERS),
            right(null, "/households/**", DOSSIER),
            right(GET, "/tasks/**", DOSSIER),
            right(null, "/imports/**", CONSULAR, MANAGERS),
            right(POST, "/registration/governorates/*/risk", MANAGERS),
            right(POST, "/registration/cases/*/undo-merge", CONSULAR),
            right(null, "/registration/**", CONSULAR, MANAGERS),
            right(
                    GET,
                    "/checkpoint/officer",
                    OFFICERS), // a phone asks whose it is now: anybody's sign-in ends the lists
            right(GET, "/checkpoint/**", FIELD, RECEPTION),
            right(null, "/movements/*/roll-call/**", FIELD, RECEPTION),
            right(GET, "/scans/conflicts", FIELD, RECEPTION, MANAGERS),
            right(POST, "/scans/conflicts", FIELD, RECEPTION),
            right(GET, "/devices", FIELD, RECEPTION, MANAGERS),
            right(POST, "/devices/sign-out", MANAGERS),
            right(POST, "/devices/let-in", MANAGERS),
            right(GET, "/movements/*/convoy", FIELD, TRANSPORT, MANAGERS),
            right(POST, "/movements/*/convoy/**", FIELD, TRANSPORT),
            right(GET, "/movements/*/advance-list.*", TRANSPORT, FIELD),
            right(null, "/movements/*/advance-list/**", TRANSPORT, FIELD),
            right(null, "/movements/*/check-in/**", FIELD),
            right(GET, "/movements/*/manifest.*", TRANSPORT, FIELD, RECEPTION),
            right(null, "/movements/*/kept/**", TRANSPORT),
            right(null, "/movements/vehicles/**", TRANSPORT, MANAGERS),
            right(GET, "/movements/new", TRANSPORT),
            right(GET, "/movements/*/edit", TRANSPORT),
            right(GET, "/movements/import/**", TRANSPORT),
            right(GET, "/movements/**", TRANSPORT, FIELD, RECEPTION, MANAGERS),
            right(null, "/movements/**", TRANSPORT),
            right(POST, "/planning/rounds", TRANSPORT, MANAGERS),
            right(GET, "/plans/**", TRANSPORT, MANAGERS),
            right(POST, "/plans/**", TRANSPORT),
            right(GET, "/accounted-for/**", DOSSIER),
            right(GET, "/exits", TRANSPORT, FIELD, RECEPTION, MANAGERS),
            right(GET, "/exits/*", TRANSPORT, FIELD, RECEPTION, MANAGERS),
            right(POST, "/exits/*/*", MANAGERS),
            right(GET, "/situation/**", TRANSPORT, FIELD, MANAGERS),
            right(POST, "/situation/**", MANAGERS),
            right(POST, "/reception/lodging/**", RECEPTION, MANAGERS),
            right(POST, "/reception/**", RECEPTION),
            right(GET, "/reception/tasks", RECEPTION),
            right(GET, "/reception/**", RECEPTION, MANAGERS),
            right(null, "/watch-lists/**", ADMINISTRATORS),
            // for programs
            right(POST, "/api/imports", CONSULAR),
            right(GET, "/api/imports/*", CONSULAR),
            right(GET, "/api/imports/*/rows", CONSULAR),
            right(POST, "/api/households", CONSULAR),
            right(GET, "/api/households/*", DOSSIER),
            right(POST, "/api/mrz", CONSULAR, VETTING, MANAGERS),
            right(POST, "/api/movements", TRANSPORT),
            right(POST, "/api/movements/import", TRANSPORT),
            right(GET, "/api/movements", TRANSPORT, FIELD, RECEPTION, MANAGERS),
            right(GET, "/api/movements/*/manifest.*", TRANSPORT, FIELD, RECEPTION),
            right(POST, "/api/movements/*/manifest", TRANSPORT),
            right(null, "/api/movements/*/kept-places/**", TRANSPORT),
            right(POST, "/api/plans/**", TRANSPORT),
            right(GET, "/api/plans/*", TRANSPORT, MANAGERS),
            right(POST, "/api/forecast", OFFICERS),
            right(POST, "/api/situation/*", MANAGERS),
            right(GET, "/api/situation/*", TRANSPORT, MANAGERS),
            right(GET, "/api/situation/*/cap.xml", TRANSPORT, MANAGERS),
            right(POST, "/api/scans", FIELD, RECEPTION),
            right(GET, "/api/accounting", DOSSIER),
            right(GET, "/api/accounting.csv", DOSSIER),
            right(GET, "/api/people/*/journey", FIELD, RECEPTION, MANAGERS),
            right(POST, "/api/people/compare", CONSULAR, VETTING, MANAGERS),
            right(POST, "/api/screening/**", VETTING, MANAGERS),
            right(POST, "/api/watch-lists", ADMINISTRATORS),
            right(GET, "/api/watch-lists", VETTING, MANAGERS, ADMINISTRATORS),
            right(GET, "/api/invariants", MANAGERS),
            right(GET, "/api/docs/**", OFFICERS),
            right(GET, "/api/docs.yaml", OFFICERS));

    /** Our rows and those for Camunda's desks. */
    static List<Right> table() {
        List<Right> all = new ArrayList<>(TABLE);
        all.addAll(CamundaCalls.TABLE);
        return all;
    }

    private Rights() {}

    /** One row: this method (null: each) on this path is for members of any of these groups (none: for anybody). */
    record Right(@Nullable HttpMethod method, String path, Set<String> groups) {

        boolean open() {
            return groups.isEmpty();
        }

        /** Who may look may also ask for the headers alone. */
        boolean takes(String asked) {
            return method == null || method.matches(asked) || method == GET && asked.equals("HEAD");
        }
    }

    static Right right(@Nullable HttpMethod method, String path, String... groups) {
        return new Right(method, path, new TreeSet<>(Arrays.asList(groups)));
    }

    static Right right(@Nullable HttpMethod method, String path, Set<String> groups) {
        return new Right(method, path, new TreeSet<>(groups));
    }

    static Set<String> union(Set<String> groups, String... more) {
        Set<String> all = new TreeSet<>(groups);
        all.addAll(Arrays.asList(more));
        return Set.copyOf(all);
    }
}
