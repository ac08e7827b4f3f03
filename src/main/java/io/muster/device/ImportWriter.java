package io.muster.device;

import io.muster.customer.Quota;
import io.muster.customer.QuotaGate;
import io.muster.device.DeviceRepository.Known;
import io.muster.kernel.AfterCommit;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/** Writes devices that a list names, all of them by the same few statements. */
@Component
class ImportWriter {

    private final DeviceRepository devices;
    private final UnitCredentials credentials;
    private final UnitChannel channel;
    private final Journal journal;
    private final QuotaGate quotas;
    private final JdbcClient jdbc;

    ImportWriter(
            DeviceRepository devices,
            UnitCredentials credentials,
            UnitChannel channel,
            Journal journal,
            QuotaGate quotas,
            JdbcClient jdbc) {
        this.credentials = credentials;
        this.channel = channel;
        this.devices = devices;
        this.journal = journal;
        this.quotas = quotas;
        this.jdbc = jdbc;
    }

    /**
     * Adds devices. Nothing is left with the broker: each unit is told of its registration as soon as it announces itself.
     *
     * @throws Rejected CONFLICT when somebody else was faster, or a quota leaves no room
     */
    List<Device> register(Change.By by, List<RegisterDevice> data) {
        if (data.isEmpty()) {
            return List.of();
        }
        quotas.admit(
                Quota.Sort.DEVICES,
                data.stream()
                        .collect(Collectors.groupingBy(
                                RegisterDevice::customerId,
                                Collectors.mapping(each -> (@Nullable CustomerId) null, Collectors.toList()))));
        Instant now = journal.now();
        Iterator<DeviceId> ids = devices.nextIds(data.size()).iterator();
        List<Device> made = data.stream()
                .map(each -> Device.registered(ids.next(), each, now))
                .toList();
        try {
            devices.insert(made);
        } catch (DuplicateKeyException e) {
            throw Rejected.conflict("problem.device.import.raced");
        }
        record(by, made.stream().map(Device::unitId).toList(), "registered");
        return made;
    }

    /** Their first passwords. */
    List<Credential> passwords(List<Device> made) {
        String url = channel.url();
        return credentials.issue(made).values().stream()
                .map(issued -> new Credential(
                        url,
                        issued.device().unitId(),
                        issued.password(),
                        issued.newClaimCode().value()))
                .toList();
    }

    private void record(Change.By by, Collection<UnitId> units, String action) {
        Instant now = journal.now();
        List<Change> changes = new ArrayList<>();
        devices.lock(units)
                .values()
                .forEach(known -> changes.add(Journal.change(
                        by, known, new Device.Event(action, Journal.difference(null, known.device())), now)));
        journal.record(changes);
    }

    /** Those of these devices that have never been heard. */
    List<Known> unheard(Collection<DeviceId> made) {
        List<UnitId> units = jdbc.sql("""
                        select d.unit_id from device d join device_presence p on p.device_id = d.id
                        where d.id = any(?) and p.last_seen_at is null and d.state in ('PENDING', 'ACCEPTED')
                        """)
                .param(ids(made))
                .query((row, number) -> new UnitId(row.getString("unit_id")))
                .list();
        // Whoever is heard while this goes on is heard after the lock.
        return devices.lock(units).values().stream()
                .filter(known -> known.presence().lastSeenAt() == null)
                .toList();
    }

    /** As if they had never been registered; only the history tells. Who is connected by one of their passwords is cut off. */
    void remove(Change.By by, List<Known> gone) {
        if (gone.isEmpty()) {
            return;
        }
        record(by, gone.stream().map(known -> known.device().unitId()).toList(), "registration_undone");
        List<Device> removed = gone.stream().map(Known::device).toList();
        credentials.forget(removed);
        jdbc.sql("delete from device where id = any(?)")
                .param(ids(removed.stream().map(Device::id).toList()))
                .update();
        AfterCommit.run(() -> removed.forEach(device -> {
            channel.forgotten(device.unitId());
            channel.disconnect(device.unitId());
        }));
    }

    private static SqlArrayValue ids(Collection<DeviceId> ids) {
        return new SqlArrayValue("bigint", ids.stream().map(DeviceId::value).toArray());
    }
}
