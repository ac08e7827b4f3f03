package io.muster.device;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.device.DeviceRepository.Known;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Rejected;
import io.muster.kernel.Slice;
import io.muster.kernel.TreePath;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The devices of customers, as people see and manage them. What units themselves do is {@link UnitIntake} and {@link Enrolment}. */
@Service
public class DeviceRegistry {

    private final Access access;
    private final DeviceRepository devices;
    private final DeviceSight sight;
    private final UnitCredentials credentials;
    private final ClaimCodes codes;
    private final WaitingClients waiting;
    private final Registrar registrar;
    private final Journal journal;

    DeviceRegistry(
            Access access,
            DeviceRepository devices,
            DeviceSight sight,
            UnitCredentials credentials,
            ClaimCodes codes,
            WaitingClients waiting,
            Registrar registrar,
            Journal journal) {
        this.access = access;
        this.devices = devices;
        this.sight = sight;
        this.credentials = credentials;
        this.codes = codes;
        this.waiting = waiting;
        this.registrar = registrar;
        this.journal = journal;
    }

    /**
     * The devices of a customer and of everything below it, in so far as the viewer sees them. Units that belong to nobody are
     * in the list of the whole tree.
     */
    @Transactional(readOnly = true)
    public Slice<DeviceRow> list(CustomerId customer, ListQuery query, DeviceFilter filter) {
        Actor actor = access.actor();
        TreePath place = access.require(actor, Permission.SEE_DEVICES, customer);
        return sight.list(actor, place, query, filter);
    }

    /** Gives everything of {@link #list} to a sink, a page at a time, however much it is. Rights are asked for each page anew. */
    public void export(CustomerId customer, ListQuery query, DeviceFilter filter, Consumer<DeviceRow> sink) {
        access.require(Permission.SEE_DEVICES, customer);
        String cursor = null;
        do {
            Slice<DeviceRow> page = list(
                    customer, new ListQuery(query.search(), query.order(), ListQuery.MAX_LIMIT, 0, cursor), filter);
            page.items().forEach(sink);
            cursor = page.nextCursor();
        } while (cursor != null);
    }

    /**
     * One device.
     *
     * @throws Rejected NOT_FOUND when it is not in the viewer's lists
     */
    @Transactional(readOnly = true)
    public DeviceRow get(DeviceId id) {
        return get(Permission.SEE_DEVICES, id);
    }

    /** One device of the viewer's lists, for whoever holds this permission there. */
    @Transactional(readOnly = true)
    public DeviceRow get(Permission permission, DeviceId id) {
        Actor actor = access.actor();
        return sight.listed(actor, permission, id);
    }

    /**
     * Registers a device under its unit id, also before the unit has ever been heard. A unit that waits in the quarantine
     * under this id becomes the customer's; its password goes to the person alone.
     *
     * @throws Rejected INVALID when the unit id is taken; whose it is, is told only to who sees it
     */
    @Transactional
    public Registered register(RegisterDevice data) {
        Actor actor = access.actor();
        access.require(actor, Permission.REGISTER_DEVICE, data.customerId());
        sight.requireLocation(actor, data.customerId(), data.locationId());
        Optional<Known> there = devices.lock(data.unitId());
        if (there.isPresent() && there.get().device().customerId() != null) {
            throw sight.taken(actor, data.unitId());
        }
        Known saved = there.map(known -> fromQuarantine(actor, known, data))
                .orElseGet(() -> registrar.add(
                        actor.by(), Device.registered(devices.nextId(), data, journal.now()), "registered"));
        DeviceId id = saved.device().id();
        String password = credentials.issue(id);
        return new Registered(
                sight.row(actor, id),
                registrar.credential(data.unitId(), password, codes.of(id).orElseThrow()));
    }

    private Known fromQuarantine(Actor actor, Known before, RegisterDevice data) {
        waiting.forget(before.device().id());
        return registrar.save(
                actor.by(),
                before,
                before.device().registered(data),
                "registered",
                Change.Field.of("unitId", null, data.unitId()));
    }

    /**
     * Lets a unit in: one that waits for approval, or one that belongs to nobody yet.
     *
     * @param target        customer that gets a unit that belongs to nobody; null otherwise
     * @param waitingClient what {@link DeviceRow#waitingClient} showed, "" when it showed none: another client may ask for the
     *                      same unit at any time, and only the one that was looked at is to get the password. Null approves
     *                      whichever client waits now
     * @throws Rejected CONFLICT when the device is in a state that cannot be approved, or another client waits now
     */
    @Transactional
    public DeviceRow approve(DeviceId id, @Nullable CustomerId target, @Nullable String waitingClient) {
        Actor actor = access.actor();
        Known before = registrar.lock(id);
        DeviceRow row = sight.listed(actor, Permission.APPROVE_DEVICE, id);
        CustomerId customer = row.customerId() == null ? target : row.customerId();
        if (customer == null) {
            throw Rejected.invalid("customerId", "problem.required");
        }
        if (target != null && !target.equals(customer)) {
            throw Rejected.invalid("customerId", "problem.device.owned");
        }
        access.require(actor, Permission.APPROVE_DEVICE, customer);
        if (waitingClient != null && !waitingClient.equals(Objects.requireNonNullElse(row.waitingClient(), ""))) {
            throw Rejected.conflict("problem.device.waiting");
        }
        registrar.save(actor.by(), before, before.device().approved(customer), "approved");
        waiting.approve(id).ifPresent(client -> {
            String password = credentials.passwordOf(id, client);
            credentials.issue(id, password, false);
            registrar.handOver(before.device().unitId(), client, password);
        });
        return sight.row(actor, id);
    }

    /** Refuses a unit that waits for approval, or that belongs to nobody. It is told so, and what it sends changes nothing. */
    @Transactional
    public DeviceRow deny(DeviceId id) {
        Actor actor = access.actor();
        Known before = registrar.lock(id);
        sight.listed(actor, Permission.APPROVE_DEVICE, id);
        waiting.forget(id);
        registrar.save(actor.by(), before, before.device().denied(), "denied");
        return sight.row(actor, id);
    }

    /**
     * Changes what people enter about a device.
     *
     * @param version the version that the change was made from
     * @throws Rejected STALE when somebody else has changed the device since
     */
    @Transactional
    public DeviceRow edit(DeviceId id, long version, DeviceData data) {
        Actor actor = access.actor();
        Known before = registrar.lock(id);
        sight.seen(actor, Permission.EDIT_DEVICE, id);
        if (before.device().version() != version) {
            throw Rejected.stale();
        }
        CustomerId customer = before.device().customerId();
        if (data.locationId() != null
                && !data.locationId().equals(before.device().locationId())) {
            sight.requireLocation(actor, customer, data.locationId());
        }
        registrar.save(actor.by(), before, before.device().edited(data), "edited");
        return sight.row(actor, id);
    }

    /** Makes a new password, shown this once. The old one no longer holds, and the unit is disconnected. */
    @Transactional
    public Credential resetCredential(DeviceId id) {
        Actor actor = access.actor();
        Known known = registrar.lock(id);
        DeviceRow row = sight.seen(actor, Permission.RESET_CREDENTIAL, id);
        if (row.state() != UnitState.PENDING && row.state() != UnitState.ACCEPTED) {
            throw Rejected.conflict("problem.device.state", row.state().wire());
        }
        String password = credentials.issue(id);
        codes.renew(id);
        waiting.forget(id);
        journal.changed(actor.by(), known, "credential_reset", List.of());
        registrar.disconnect(row.unitId());
        return registrar.credential(row.unitId(), password, codes.of(id).orElseThrow());
    }
}
