package io.muster.device;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.device.DeviceRepository.Known;
import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import io.muster.kernel.Rejected;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.IntConsumer;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Registers the devices of a list. Lines with errors are left out; all others are registered in one transaction, or, when that
 * fails, none.
 */
@Service
public class DeviceImport {

    /** So many devices are written by one statement. */
    private static final int PART = 1_000;

    private final Access access;
    private final ImportJudge judge;
    private final ImportWriter writer;

    DeviceImport(Access access, ImportJudge judge, ImportWriter writer) {
        this.access = access;
        this.judge = judge;
        this.writer = writer;
    }

    /**
     * What becomes of a line.
     *
     * @param problems why nothing does; none when the device is registered. Their fields are those of {@link NewDevice#COLUMNS}
     */
    public record Verdict(NewDevice line, List<Rejected.Problem> problems) {

        public boolean isGood() {
            return problems.isEmpty();
        }
    }

    /**
     * What was registered.
     *
     * @param credentials of the new devices, shown once
     * @param made        for {@link #undo}
     */
    public record Imported(List<Verdict> verdicts, List<Credential> credentials, List<DeviceId> made) {}

    /**
     * Says what registering these would do, and does nothing.
     *
     * @param place customer of the devices whose line names none
     */
    @Transactional(readOnly = true)
    public List<Verdict> check(CustomerId place, List<NewDevice> lines) {
        Actor actor = access.actor();
        access.require(actor, Permission.REGISTER_DEVICE, place);
        return judge.judge(actor, place, lines).verdicts();
    }

    /**
     * Registers the devices whose lines have no errors.
     *
     * @param told hears how many have been written so far, and takes all of it back by an exception
     * @throws Rejected CONFLICT when somebody else was faster, or has taken the room that a quota left
     */
    @Transactional
    public Imported apply(CustomerId place, List<NewDevice> lines, IntConsumer told) {
        Actor actor = access.actor();
        access.require(actor, Permission.REGISTER_DEVICE, place);
        ImportJudge.Judged judged = judge.judge(actor, place, lines);
        List<RegisterDevice> good = judged.good();
        List<Device> made = new ArrayList<>();
        for (int from = 0; from < good.size(); from += PART) {
            List<RegisterDevice> part = good.subList(from, Math.min(good.size(), from + PART));
            made.addAll(writer.register(actor.by(), part));
            told.accept(made.size());
        }
        return new Imported(
                judged.verdicts(),
                writer.passwords(made),
                made.stream().map(Device::id).toList());
    }

    /**
     * Takes a registration back: the devices are gone, but for those that have been heard of since, or belong to somebody else
     * now.
     *
     * @return how many are gone
     */
    @Transactional
    public int undo(Collection<DeviceId> made) {
        Actor actor = access.actor();
        List<Known> gone = writer.unheard(made).stream()
                .filter(known -> known.place() != null && actor.may(Permission.REGISTER_DEVICE, known.place()))
                .toList();
        writer.remove(actor.by(), gone);
        return gone.size();
    }
}
