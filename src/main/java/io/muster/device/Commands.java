package io.muster.device;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.device.DeviceRepository.Known;
import io.muster.kernel.AfterCommit;
import io.muster.kernel.Change;
import io.muster.kernel.DeviceId;
import io.muster.kernel.Rejected;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Asks something of a unit, and tells what it answered ({@link CommandReplies}). */
@Service
public class Commands {

    private static final int SHOWN = 20;

    private final Access access;
    private final DeviceSight sight;
    private final DeviceRepository devices;
    private final CommandStore store;
    private final UnitChannel channel;
    private final Journal journal;

    Commands(
            Access access,
            DeviceSight sight,
            DeviceRepository devices,
            CommandStore store,
            UnitChannel channel,
            Journal journal) {
        this.access = access;
        this.sight = sight;
        this.devices = devices;
        this.store = store;
        this.channel = channel;
        this.journal = journal;
    }

    /**
     * Sends a command, as soon as it has been noted.
     *
     * @throws Rejected CONFLICT for a unit that is not accepted
     */
    @Transactional
    public Command send(DeviceId id, Command.Name name) {
        Actor actor = access.actor();
        // Whose it is may change until it is locked.
        Known known = devices.lock(id).orElseThrow(Rejected::notFound);
        sight.seen(actor, Permission.EDIT_DEVICE, id);
        Device device = known.device();
        if (device.state() != UnitState.ACCEPTED) {
            throw Rejected.conflict("problem.device.state", device.state().wire());
        }
        Instant now = journal.now().truncatedTo(ChronoUnit.MILLIS);
        Command command = new Command(
                UUID.randomUUID().toString(), name, now, now.plus(name.patience()), Command.Status.SENT, null, null);
        store.add(id, command);
        journal.changed(actor.by(), known, "command_sent", Change.Field.of("command", null, name.wire()));
        AfterCommit.run(() -> channel.command(device.unitId(), command));
        return command;
    }

    /** What became of a command. */
    @Transactional(readOnly = true)
    public Command get(DeviceId device, String id) {
        sight.seen(access.actor(), Permission.SEE_DEVICES, device);
        return store.find(device, id).orElseThrow(Rejected::notFound).asOf(journal.now());
    }

    /** The latest commands of a device, the last one first. */
    @Transactional(readOnly = true)
    public List<Command> latest(DeviceId device) {
        sight.seen(access.actor(), Permission.SEE_DEVICES, device);
        Instant now = journal.now();
        return store.latest(device, SHOWN).stream()
                .map(command -> command.asOf(now))
                .toList();
    }
}
