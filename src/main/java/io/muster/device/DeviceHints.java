package io.muster.device;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Whose a unit may be that belongs to nobody. Hints only: a person decides. */
@Service
public class DeviceHints {

    /** Why a customer is likely. */
    public enum Reason {
        /** The unit showed an enrolment token of the customer that holds no more. */
        TOKEN,
        /** The ids of the customer's units come right before or after this one's. */
        NEIGHBOURS,
        /** Units of the customer have the same network address. */
        ADDRESS
    }

    /**
     * A customer that the unit may belong to.
     *
     * @param detail name of the token, id of the neighbour, or the address
     */
    public record Hint(CustomerId customer, String customerName, Reason reason, String detail) {}

    /** Ids that differ in no more than so many characters at their end are neighbours. */
    private static final int DIFFERENT_END = 4;

    private static final String CUSTOMER_OF_UNIT =
            "select c.id, c.name, d.unit_id as detail from device d join customer c on c.id = d.customer_id where ";

    private final Access access;
    private final DeviceSight sight;
    private final JdbcClient jdbc;

    DeviceHints(Access access, DeviceSight sight, JdbcClient jdbc) {
        this.access = access;
        this.sight = sight;
        this.jdbc = jdbc;
    }

    /** The likely customers of a unit, the likeliest first, each once; none for a unit that belongs to somebody. */
    @Transactional(readOnly = true)
    public List<Hint> likely(DeviceId id) {
        Actor actor = access.actor();
        DeviceRow row = sight.listed(actor, Permission.APPROVE_DEVICE, id);
        // Whoever sees units that belong to nobody is a device manager of the root, and reaches every customer.
        if (row.customerId() != null) {
            return List.of();
        }
        List<Hint> hints = new ArrayList<>();
        byToken(id).ifPresent(hints::add);
        String unit = row.unitId().value();
        String common = unit.substring(0, Math.max(DIFFERENT_END, unit.length() - DIFFERENT_END));
        byUnit("d.unit_id < ? order by d.unit_id desc limit 1", unit, common).ifPresent(hints::add);
        byUnit("d.unit_id > ? order by d.unit_id limit 1", unit, common).ifPresent(hints::add);
        byAddress(id).ifPresent(hints::add);
        Map<CustomerId, Hint> first = new LinkedHashMap<>();
        hints.forEach(hint -> first.putIfAbsent(hint.customer(), hint));
        return List.copyOf(first.values());
    }

    private Optional<Hint> byToken(DeviceId id) {
        return hint(
                "select c.id, c.name, t.name as detail from device d join enrolment_token t on t.id = d.shown_token_id"
                        + " join customer c on c.id = t.customer_id where d.id = ?",
                id.value(),
                Reason.TOKEN);
    }

    private Optional<Hint> byUnit(String condition, String unit, String common) {
        return hint(CUSTOMER_OF_UNIT + condition, unit, Reason.NEIGHBOURS)
                .filter(hint -> hint.detail().startsWith(common));
    }

    private Optional<Hint> byAddress(DeviceId id) {
        return hint(
                "select c.id, c.name, min(p.ip) as detail from device_presence own"
                        + " join device_presence p on p.ip = own.ip join device d on d.id = p.device_id"
                        + " join customer c on c.id = d.customer_id where own.device_id = ?"
                        + " group by c.id, c.name order by count(*) desc, c.id limit 1",
                id.value(),
                Reason.ADDRESS);
    }

    private Optional<Hint> hint(String sql, Object parameter, Reason reason) {
        return jdbc.sql(sql)
                .param(parameter)
                .query((row, number) -> new Hint(
                        new CustomerId(row.getLong("id")), row.getString("name"), reason, row.getString("detail")))
                .optional();
    }
}
