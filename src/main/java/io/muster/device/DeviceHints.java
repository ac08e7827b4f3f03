package io.muster.device;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
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

    private static final String OWNERLESS = " where own.id = any(?) and own.customer_id is null";

    private final Access access;
    private final DeviceSight sight;
    private final JdbcClient jdbc;

    DeviceHints(Access access, DeviceSight sight, JdbcClient jdbc) {
        this.access = access;
        this.sight = sight;
        this.jdbc = jdbc;
    }

    /** A customer that one of several units may belong to. */
    private record Likely(DeviceId device, String unit, Hint hint) {

        boolean isNear() {
            int common = Math.max(DIFFERENT_END, unit.length() - DIFFERENT_END);
            return hint.detail().startsWith(unit.substring(0, Math.min(common, unit.length())));
        }
    }

    /** The likely customers of a unit, the likeliest first, each once; none for a unit that belongs to somebody. */
    @Transactional(readOnly = true)
    public List<Hint> likely(DeviceId id) {
        Actor actor = access.actor();
        DeviceRow row = sight.listed(actor, Permission.APPROVE_DEVICE, id);
        // Whoever sees units that belong to nobody is a device manager of the root, and reaches every customer.
        return row.customerId() != null ? List.of() : hints(List.of(id)).getOrDefault(id, List.of());
    }

    /**
     * The likeliest customer of each of these units, by a few statements; nothing of a unit that belongs to somebody, or that
     * the viewer does not see.
     */
    @Transactional(readOnly = true)
    public Map<DeviceId, Hint> likeliest(Collection<DeviceId> ids) {
        Actor actor = access.actor();
        if (!actor.sight().ownerless() || !actor.may(Permission.APPROVE_DEVICE, actor.home()) || ids.isEmpty()) {
            return Map.of();
        }
        Map<DeviceId, Hint> likeliest = new HashMap<>();
        hints(ids).forEach((id, hints) -> likeliest.put(id, hints.getFirst()));
        return likeliest;
    }

    private Map<DeviceId, List<Hint>> hints(Collection<DeviceId> ids) {
        List<Likely> all = new ArrayList<>(byToken(ids));
        byUnit("p.unit_id < own.unit_id order by p.unit_id desc", ids).stream()
                .filter(Likely::isNear)
                .forEach(all::add);
        byUnit("p.unit_id > own.unit_id order by p.unit_id", ids).stream()
                .filter(Likely::isNear)
                .forEach(all::add);
        all.addAll(byAddress(ids));
        Map<DeviceId, Map<CustomerId, Hint>> first = new HashMap<>();
        all.forEach(each -> first.computeIfAbsent(each.device(), none -> new LinkedHashMap<>())
                .putIfAbsent(each.hint().customer(), each.hint()));
        Map<DeviceId, List<Hint>> hints = new HashMap<>();
        first.forEach((id, found) -> hints.put(id, List.copyOf(found.values())));
        return hints;
    }

    private List<Likely> byToken(Collection<DeviceId> ids) {
        return likely(
                "select own.id as device_id, own.unit_id, c.id, c.name, t.name as detail from device own"
                        + " join enrolment_token t on t.id = own.shown_token_id join customer c on c.id = t.customer_id"
                        + OWNERLESS,
                ids,
                Reason.TOKEN);
    }

    private List<Likely> byUnit(String next, Collection<DeviceId> ids) {
        return likely(
                "select own.id as device_id, own.unit_id, c.id, c.name, n.unit_id as detail from device own"
                        + " join device n on n.unit_id = (select p.unit_id from device p where p.customer_id is not null"
                        + " and " + next + " fetch first 1 rows only) join customer c on c.id = n.customer_id"
                        + OWNERLESS,
                ids,
                Reason.NEIGHBOURS);
    }

    /** The customer with the most units at the same address comes first. */
    private List<Likely> byAddress(Collection<DeviceId> ids) {
        return likely(
                "select own.id as device_id, own.unit_id, c.id, c.name, min(p.ip) as detail from device own"
                        + " join device_presence op on op.device_id = own.id join device_presence p on p.ip = op.ip"
                        + " join device d on d.id = p.device_id join customer c on c.id = d.customer_id" + OWNERLESS
                        + " group by own.id, own.unit_id, c.id, c.name order by own.id, count(*) desc, c.id",
                ids,
                Reason.ADDRESS);
    }

    private List<Likely> likely(String sql, Collection<DeviceId> ids, Reason reason) {
        return jdbc.sql(sql)
                .param(new SqlArrayValue(
                        "bigint", ids.stream().map(DeviceId::value).toArray()))
                .query((row, number) -> new Likely(
                        new DeviceId(row.getLong("device_id")),
                        row.getString("unit_id"),
                        new Hint(
                                new CustomerId(row.getLong("id")),
                                row.getString("name"),
                                reason,
                                row.getString("detail"))))
                .list();
    }
}
