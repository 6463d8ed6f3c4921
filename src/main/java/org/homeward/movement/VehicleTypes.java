package org.homeward.movement;

import java.sql.Types;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.homeward.access.PlainText;
import org.homeward.access.Refusal;
import org.homeward.audit.Audit;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The register of vehicles as they are configured. Nothing is deleted: what is no longer used is retired. */
@Component
public class VehicleTypes {

    private static final String SELECT = """
            select id, name, kind, seats, stretchers, wheelchairs, crew, escorts, baggage_kg, retired
            from vehicle_type""";

    private static final int MOST_NAMED = 20;

    private final JdbcClient jdbc;
    private final Audit audit;

    VehicleTypes(JdbcClient jdbc, Audit audit) {
        this.jdbc = jdbc;
        this.audit = audit;
    }

    /** All, those in use before those that are retired. */
    public List<VehicleType> all() {
        return jdbc.sql(SELECT + " order by retired, kind, upper(name)")
                .query(VehicleType.class)
                .list();
    }

    public List<VehicleType> inUse() {
        return all().stream().filter(type -> !type.retired()).toList();
    }

    public List<VehicleType> inUse(String kind) {
        return inUse().stream().filter(type -> type.kind().equals(kind)).toList();
    }

    /** @throws Refusal.NotFound if there is none with this id */
    public VehicleType get(long id) {
        return get(id, "");
    }

    private VehicleType get(long id, String lock) {
        return jdbc.sql(SELECT + " where id = :id" + lock)
                .param("id", id)
                .query(VehicleType.class)
                .optional()
                .orElseThrow(() -> new Refusal.NotFound("There is no such vehicle type."));
    }

    /**
     * The type of this name that movements of a kind can have; nobody changes it before the transaction that asks has ended.
     *
     * @param written in small letters or capitals
     * @throws Refusal if there is none, it is retired or for another kind, naming those that there are
     */
    public VehicleType named(String written, String kind) {
        String name = PlainText.of(written);
        VehicleType type = find(name)
                .orElseThrow(() -> new Refusal(
                        "There is no vehicle type " + shortened(name) + ". In use are: " + known(kind) + ".",
                        "vehicleType"));
        if (type.retired()) {
            throw new Refusal(
                    "The vehicle type " + type.name() + " is retired. In use are: " + known(kind) + ".", "vehicleType");
        }
        if (!type.kind().equals(kind)) {
            throw new Refusal(
                    "The vehicle type " + type.name() + " is for another kind of movement. In use are: " + known(kind)
                            + ".",
                    "vehicleType");
        }
        return type;
    }

    private Optional<VehicleType> find(String name) {
        return jdbc.sql(SELECT + " where upper(name) = upper(:name) for share")
                .param("name", name)
                .query(VehicleType.class)
                .optional();
    }

    private String known(String kind) {
        List<VehicleType> known = inUse(kind);
        return known.isEmpty()
                ? "–"
                : known.stream().limit(MOST_NAMED).map(VehicleType::name).collect(Collectors.joining(", "))
                        + (known.size() > MOST_NAMED ? ", …" : "");
    }

    private static String shortened(String name) {
        return name.length() > 60 ? name.substring(0, 60) + "…" : name;
    }

    /** Takes a type up. @throws Refusal naming what is wrong, or that there is one of this name */
    @Transactional
    public void add(VehicleType wanted) {
        VehicleType type = wanted.checked();
        write("""
                insert into vehicle_type (name, kind, seats, stretchers, wheelchairs, crew, escorts, baggage_kg)
                values (:name, :kind, :seats, :stretchers, :wheelchairs, :crew, :escorts, :baggage)""", type);
        audit.recordOf("vehicle type added", type.name(), configured(type));
    }

    /**
     * Changes a type; what is planned keeps its places, and goes by the new name.
     *
     * @param seen the {@link VehicleType#mark} of the type that the officer looked at
     * @throws Refusal.Conflict if somebody else has changed it since, or another has this name
     * @throws Refusal naming what is wrong
     */
    @Transactional
    public void change(VehicleType wanted, String seen) {
        VehicleType type = wanted.checked();
        lockMovements(get(type.id()).name()); // before the type, as who gives one of them this type
        VehicleType before = get(type.id(), " for update");
        if (!before.mark().equals(seen)) {
            throw new Refusal.Conflict(
                    "Somebody has changed the vehicle type " + before.name()
                            + " since you opened this page. See how it is configured now, and send yours again if it is"
                            + " still right.",
                    "seen");
        }
        write("""
                update vehicle_type set name = :name, kind = :kind, seats = :seats, stretchers = :stretchers,
                       wheelchairs = :wheelchairs, crew = :crew, escorts = :escorts, baggage_kg = :baggage
                where id = :id""", type);
        if (!type.name().equals(before.name())) {
            jdbc.sql("update movement set vehicle_type = :name where vehicle_type = :before")
                    .param("name", type.name())
                    .param("before", before.name())
                    .update();
        }
        audit.recordOf("vehicle type changed", before.name(), configured(type));
    }

    /** In the order in which everybody locks them. */
    private void lockMovements(String type) {
        jdbc.sql("select id from movement where vehicle_type = :type order by id for update")
                .param("type", type)
                .query(Long.class)
                .list();
    }

    private void write(String statement, VehicleType type) {
        try {
            jdbc.sql(statement)
                    .param("id", type.id())
                    .param("name", type.name())
                    .param("kind", type.kind())
                    .param("seats", type.seats())
                    .param("stretchers", type.stretchers())
                    .param("wheelchairs", type.wheelchairs())
                    .param("crew", type.crew())
                    .param("escorts", type.escorts())
                    .param("baggage", type.baggageKg(), Types.INTEGER)
                    .update();
        } catch (DuplicateKeyException taken) {
            throw new Refusal.Conflict(
                    "There is a vehicle type called " + type.name()
                            + " already, in use or retired. Change that one, or choose another name.",
                    "name");
        }
    }

    private static String configured(VehicleType type) {
        return "%s (%s): %d seats, %d stretchers with %d escorts each, %d wheelchairs, crew of %d, baggage: %s"
                .formatted(
                        type.name(),
                        type.kind(),
                        type.seats(),
                        type.stretchers(),
                        type.escorts(),
                        type.wheelchairs(),
                        type.crew(),
                        type.baggageKg() == null ? "not limited" : type.baggageKg() + " kg");
    }

    /** From now on nothing is planned with it; what is planned stays. */
    @Transactional
    public void retire(long id) {
        set(id, true, "vehicle type retired");
    }

    /** It is used again from now on. */
    @Transactional
    public void takeUp(long id) {
        set(id, false, "vehicle type in use again");
    }

    private void set(long id, boolean retired, String deed) {
        String name = get(id).name();
        boolean changed = jdbc.sql("update vehicle_type set retired = :retired where id = :id and retired <> :retired")
                        .param("retired", retired)
                        .param("id", id)
                        .update()
                > 0;
        if (changed) {
            audit.recordOf(deed, name, null);
        }
    }
}
