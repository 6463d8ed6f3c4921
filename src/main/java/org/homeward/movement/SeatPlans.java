package org.homeward.movement;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.homeward.audit.Audit;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Which vehicle types have their seats by row and letter. */
@Component
public class SeatPlans {

    private final JdbcClient jdbc;
    private final Audit audit;

    SeatPlans(JdbcClient jdbc, Audit audit) {
        this.jdbc = jdbc;
        this.audit = audit;
    }

    public Optional<SeatPlan> of(VehicleType type) {
        return jdbc.sql("select seat_rows, letters, blocked from seat_plan where vehicle_type_id = :type")
                .param("type", type.id())
                .query((row, number) -> plan(row))
                .optional();
    }

    /** Of the vehicle type that a movement has; empty if it has none, or that has no plan. */
    public Optional<SeatPlan> of(@Nullable String vehicleType) {
        return jdbc.sql("""
                select seat_rows, letters, blocked from seat_plan join vehicle_type on vehicle_type.id = vehicle_type_id
                where upper(name) = upper(:name)""")
                .param("name", vehicleType == null ? "" : vehicleType)
                .query((row, number) -> plan(row))
                .optional();
    }

    private static SeatPlan plan(ResultSet row) throws SQLException {
        return SeatPlan.written(row.getString("seat_rows"), row.getString("letters"), row.getString("blocked"));
    }

    /** This type has these seats from now on; who has been given one keeps it. */
    @Transactional
    public void keep(VehicleType type, SeatPlan plan) {
        jdbc.sql("""
                insert into seat_plan (vehicle_type_id, seat_rows, letters, blocked) values (:type, :rows, :letters, :blocked)
                on conflict (vehicle_type_id) do update
                set seat_rows = excluded.seat_rows, letters = excluded.letters, blocked = excluded.blocked""")
                .param("type", type.id())
                .param("rows", plan.rows())
                .param("letters", plan.letters())
                .param("blocked", plan.blockedSeats())
                .update();
        audit.recordOf("seat plan", type.name(), plan.rows() + " rows of " + plan.letters());
    }
}
