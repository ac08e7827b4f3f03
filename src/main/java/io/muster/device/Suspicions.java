package io.muster.device;

import io.muster.device.DeviceRepository.Known;
import io.muster.kernel.Change;
import io.muster.kernel.DeviceId;
import io.muster.kernel.Rows;
import io.muster.kernel.Rows.Type;
import io.muster.kernel.TreePath;
import io.muster.kernel.UnitId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Repository;

/** Raises alerts: each once, until a person has looked at it. */
@Repository
class Suspicions {

    private static final String LIVE = "d.state in ('PENDING', 'ACCEPTED') and d.customer_id is not null";
    private static final Rows<Modem> MODEMS =
            new Rows<Modem>().with("imei", Type.TEXT, Modem::imei).with("iccid", Type.TEXT, Modem::iccid);

    /**
     * A reason to look at a device.
     *
     * @param quiet the history says it already
     */
    record Suspicion(
            DeviceId device,
            String label,
            @Nullable TreePath place,
            Alert alert,
            List<Change.Field> fields,
            boolean quiet) {

        static Suspicion of(Known known, Alert alert, boolean quiet) {
            Device device = known.device();
            return new Suspicion(device.id(), device.name().value(), known.place(), alert, List.of(), quiet);
        }

        /** What an event in a unit's life gives reason to: a vehicle that was another one before. */
        static Optional<Suspicion> of(Known known, Device.Event event) {
            boolean another = event.action().equals(Fact.VIN.action())
                    && event.fields().stream().anyMatch(field -> field.from() != null);
            return another ? Optional.of(of(known, Alert.VEHICLE_CHANGED, true)) : Optional.empty();
        }
    }

    private record Modem(String imei, String iccid) {

        static @Nullable Modem of(Device device) {
            String imei = device.facts().get(Fact.IMEI);
            String iccid = device.facts().get(Fact.ICCID);
            return imei == null || iccid == null ? null : new Modem(imei, iccid);
        }

        List<Change.Field> fields() {
            return List.of(new Change.Field("imei", null, imei), new Change.Field("iccid", null, iccid));
        }
    }

    /** The live devices with a modem: two of them are enough to know. */
    private record Holders(
            Modem modem, @Nullable Long first, @Nullable Long last) {

        @Nullable
        Long besides(DeviceId device) {
            return first != null && first != device.value()
                    ? first
                    : last != null && last != device.value() ? last : null;
        }
    }

    private record Raised(DeviceId device, String alert) {}

    private static final Rows<Raised> RAISED = new Rows<Raised>()
            .with("device_id", Type.LONG, raised -> raised.device().value())
            .with("kind", Type.TEXT, Raised::alert);

    private final JdbcClient jdbc;
    private final JdbcTemplate template;
    private final Journal journal;

    Suspicions(JdbcClient jdbc, JdbcTemplate template, Journal journal) {
        this.jdbc = jdbc;
        this.template = template;
        this.journal = journal;
    }

    /** Raises those of these alerts that do not stand already, and tells the history of them. */
    void raise(List<Suspicion> suspicions) {
        Map<Raised, Suspicion> wanted = new LinkedHashMap<>();
        suspicions.stream()
                .filter(suspicion -> suspicion.place() != null)
                .forEach(suspicion -> wanted.putIfAbsent(
                        new Raised(suspicion.device(), suspicion.alert().name()), suspicion));
        if (wanted.isEmpty()) {
            return;
        }
        wanted.keySet()
                .removeAll(
                        standing(wanted.values().stream().map(Suspicion::device).collect(Collectors.toSet())));
        Instant now = journal.now();
        RAISED.update(
                template,
                "insert into device_alert (device_id, kind, raised_at) select s.device_id, s.kind, current_timestamp from "
                        + RAISED.table("s"),
                List.copyOf(wanted.keySet()));
        journal.record(wanted.values().stream()
                .filter(suspicion -> !suspicion.quiet())
                .map(suspicion -> new Change(
                        now,
                        Change.By.system(),
                        Change.Kind.DEVICE,
                        suspicion.device().toString(),
                        suspicion.label(),
                        suspicion.place(),
                        suspicion.alert().wire(),
                        suspicion.fields()))
                .toList());
        journal.seen(
                new ArrayList<>(wanted.values().stream().map(Suspicion::place).toList()));
    }

    private Set<Raised> standing(Collection<DeviceId> devices) {
        return jdbc.sql("select device_id, kind from device_alert where device_id = any(?)")
                .param(ids(devices.stream().map(DeviceId::value).toList()))
                .query((row, number) -> new Raised(new DeviceId(row.getLong("device_id")), row.getString("kind")))
                .set();
    }

    /** Takes the alerts of a device away; those that stood. */
    List<Alert> lift(DeviceId device) {
        List<Alert> stood = standing(List.of(device)).stream()
                .map(raised -> Alert.valueOf(raised.alert()))
                .sorted()
                .toList();
        jdbc.sql("delete from device_alert where device_id = ?")
                .param(device.value())
                .update();
        return stood;
    }

    /**
     * Looks for other live devices with the modem and the SIM of these, as far as they tell of others than before.
     *
     * @param before as they were; those that are new are missing
     */
    List<Suspicion> conflicts(Map<UnitId, Known> before, Collection<Known> after) {
        List<Known> told = after.stream()
                .filter(known -> {
                    Known old = before.get(known.device().unitId());
                    return old == null
                            || differs(old.device(), known.device(), Fact.IMEI)
                            || differs(old.device(), known.device(), Fact.ICCID);
                })
                .toList();
        return conflicts(told);
    }

    private static boolean differs(Device old, Device now, Fact fact) {
        return !Objects.equals(old.facts().get(fact), now.facts().get(fact));
    }

    private List<Suspicion> conflicts(Collection<Known> told) {
        Map<Modem, List<Known>> byModem = new LinkedHashMap<>();
        for (Known known : told) {
            Modem modem = Modem.of(known.device());
            if (modem != null && known.place() != null) {
                byModem.computeIfAbsent(modem, key -> new ArrayList<>()).add(known);
            }
        }
        if (byModem.isEmpty()) {
            return List.of();
        }
        List<Suspicion> suspicions = new ArrayList<>();
        Map<Long, Modem> others = new LinkedHashMap<>();
        for (Holders holders : holders(byModem.keySet())) {
            for (Known known : byModem.getOrDefault(holders.modem(), List.of())) {
                Long other = holders.besides(known.device().id());
                if (other != null) {
                    Device device = known.device();
                    suspicions.add(new Suspicion(
                            device.id(),
                            device.name().value(),
                            known.place(),
                            Alert.IDENTITY_CONFLICT,
                            holders.modem().fields(),
                            false));
                    others.put(other, holders.modem());
                }
            }
        }
        suspicions.addAll(ofOthers(others));
        return suspicions;
    }

    private List<Holders> holders(Set<Modem> modems) {
        return MODEMS.query(
                template,
                "select s.imei, s.iccid, min(d.id) as first_id, max(d.id) as last_id from " + MODEMS.table("s")
                        + " join device d on d.imei = s.imei and d.iccid = s.iccid where " + LIVE
                        + " group by s.imei, s.iccid",
                List.copyOf(modems),
                (row, number) -> new Holders(
                        new Modem(row.getString("imei"), row.getString("iccid")),
                        row.getObject("first_id", Long.class),
                        row.getObject("last_id", Long.class)));
    }

    private List<Suspicion> ofOthers(Map<Long, Modem> others) {
        if (others.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("select d.id, d.name, c.path from device d join customer c on c.id = d.customer_id"
                        + " where d.id = any(?)")
                .param(ids(new HashSet<>(others.keySet())))
                .query((row, number) -> new Suspicion(
                        new DeviceId(row.getLong("id")),
                        row.getString("name"),
                        new TreePath(row.getString("path")),
                        Alert.IDENTITY_CONFLICT,
                        others.getOrDefault(row.getLong("id"), new Modem("", ""))
                                .fields(),
                        false))
                .list();
    }

    private static SqlArrayValue ids(Collection<Long> ids) {
        return new SqlArrayValue("bigint", ids.toArray());
    }
}
