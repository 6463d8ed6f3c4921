package org.homeward.planning.plan;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.homeward.planning.plan.Operation.Household;
import org.homeward.planning.plan.Operation.Leg;
import org.homeward.planning.plan.Operation.Objective;
import org.homeward.planning.plan.Operation.Quota;

/** Reads an operation from JSON; whatever is wrong with it is said in one sentence that names the row and the field. */
public final class OperationFile {

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final int MOST_HOUSEHOLDS = 50_000;
    private static final int MOST_LEGS = 3_000;
    private static final int MOST_QUOTAS = 3_000;

    private OperationFile() {}

    /**
     * An operation that a program sent: as it stands in a file, or as the {@code snapshot} of an object whose {@code options}
     * may name another {@code movePrice}.
     *
     * @throws CannotPlan naming the row and the field; before it looks at any, also for more than 50,000 households, 3,000
     *     legs or 3,000 quotas
     */
    public static Operation sent(JsonNode json) {
        if (!json.path("snapshot").isObject()) {
            return operation(bounded(json));
        }
        Row whole = new Row(json, "body").only("snapshot", "options");
        Operation operation = operation(bounded(json.path("snapshot")));
        return json.hasNonNull("options")
                ? operation.atMovePrice(movePrice(whole.object("options"), operation))
                : operation;
    }

    private static double movePrice(Row options, Operation operation) {
        options.only("movePrice");
        return options.node().hasNonNull("movePrice")
                ? options.number("movePrice")
                : operation.objective().movePrice();
    }

    private static JsonNode bounded(JsonNode operation) {
        if (operation.path("households").size() > MOST_HOUSEHOLDS
                || operation.path("legs").size() > MOST_LEGS
                || operation.path("quotas").size() > MOST_QUOTAS) {
            throw new CannotPlan(
                    "An operation that is sent has at most 50,000 households, 3,000 legs and 3,000 quotas.");
        }
        return operation;
    }

    static Operation read(String name) {
        try (InputStream file = Files.newInputStream(Path.of(name))) {
            return operation(JSON.readTree(file));
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            String place = at == null ? "" : ", line " + at.getLineNr() + ", column " + at.getColumnNr();
            throw new CannotPlan(name + " is not whole and proper JSON" + place + ".");
        } catch (IOException | InvalidPathException e) {
            throw new CannotPlan("The file " + name + " cannot be read.");
        }
    }

    static Operation operation(JsonNode json) {
        Row row = new Row(json, "operation")
                .only("snapshot", "destination", "minConnectionMinutes", "objective", "households", "legs", "quotas");
        Objective objective = objective(row.object("objective"));
        String destination = row.text("destination");
        return new Operation(
                row.moment("snapshot"),
                destination,
                row.whole("minConnectionMinutes", 0),
                objective,
                differing(row.rows("households"), one -> household(one, objective, destination), Household::id),
                differing(row.rows("legs"), OperationFile::leg, Leg::id),
                differing(
                        row.rowsOrNone("quotas"), OperationFile::quota, quota -> quota.exit() + " on " + quota.day()));
    }

    private static <T> List<T> differing(List<Row> rows, Function<Row, T> reads, Function<T, String> name) {
        Set<String> seen = new HashSet<>();
        return rows.stream()
                .map(row -> {
                    T read = reads.apply(row);
                    if (!seen.add(name.apply(read))) {
                        throw new CannotPlan(row.where() + ": " + name.apply(read) + " is there twice.");
                    }
                    return read;
                })
                .toList();
    }

    private static Objective objective(Row row) {
        row.only("priorityWeight", "waitingPerDay", "delayPerDay", "movePrice");
        Row weights = row.object("priorityWeight");
        Map<Integer, Double> byPriority = new TreeMap<>();
        weights.node().fieldNames().forEachRemaining(priority -> {
            if (byPriority.put(whole(priority), weights.number(priority)) != null) {
                throw new CannotPlan("priorityWeight: the priority " + whole(priority) + " is there twice.");
            }
        });
        return new Objective(
                byPriority, row.number("waitingPerDay"), row.number("delayPerDay"), row.number("movePrice"));
    }

    private static int whole(String priority) {
        try {
            return Integer.parseInt(priority);
        } catch (NumberFormatException e) {
            throw new CannotPlan("priorityWeight: the priority \"" + priority + "\" must be a whole number.");
        }
    }

    private static Household household(Row row, Objective objective, String destination) {
        row.only(
                "id",
                "origin",
                "size",
                "wheelchairs",
                "stretchers",
                "baggageKg",
                "priority",
                "waitingDays",
                "seatedOn",
                "frozen");
        Household household = new Household(
                row.text("id"),
                row.text("origin"),
                row.whole("size", 1),
                row.whole("wheelchairs", 0),
                row.whole("stretchers", 0),
                row.whole("baggageKg", 0),
                row.whole("priority", Integer.MIN_VALUE),
                row.number("waitingDays"),
                row.texts("seatedOn"),
                row.flag("frozen"));
        if ((long) household.wheelchairs() + household.stretchers() > household.size()) {
            throw new CannotPlan(row.where() + ": more places for wheelchairs and stretchers than people (\"size\").");
        }
        if (household.origin().equals(destination)) {
            throw new CannotPlan(row.where() + ": \"origin\" must be another place than the destination.");
        }
        if (!objective.priorityWeight().containsKey(household.priority())) {
            throw new CannotPlan(row.where() + ": \"priority\" " + household.priority() + " has no priorityWeight.");
        }
        if (household.frozen() && household.seatedOn().isEmpty()) {
            throw new CannotPlan(row.where() + ": \"frozen\", but \"seatedOn\" does not say where.");
        }
        return household;
    }

    private static Leg leg(Row row) {
        row.only(
                "id",
                "kind",
                "from",
                "to",
                "departs",
                "arrives",
                "exit",
                "seats",
                "wheelchairs",
                "stretchers",
                "baggageKg");
        Leg leg = new Leg(
                row.text("id"),
                row.text("kind"),
                row.text("from"),
                row.text("to"),
                row.moment("departs"),
                row.moment("arrives"),
                row.textOrNone("exit"),
                row.whole("seats", 0),
                row.whole("wheelchairs", 0),
                row.whole("stretchers", 0),
                row.whole("baggageKg", 0));
        if (!leg.arrives().isAfter(leg.departs())) {
            throw new CannotPlan(row.where() + ": \"arrives\" must be after \"departs\".");
        }
        if (leg.from().equals(leg.to())) {
            throw new CannotPlan(row.where() + ": \"to\" must be another place than \"from\".");
        }
        return leg;
    }

    private static Quota quota(Row row) {
        row.only("exit", "day", "persons");
        return new Quota(row.text("exit"), row.day("day"), row.whole("persons", 0));
    }
}
