package io.muster.device;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.device.DeviceRepository.Known;
import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import io.muster.kernel.LocationId;
import io.muster.kernel.Name;
import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import io.muster.location.Locations;
import io.muster.user.ImportNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
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

    private static final Set<String> YES = Set.of("", "yes", "true", "1");
    private static final Set<String> NO = Set.of("no", "false", "0");

    private final Access access;
    private final DeviceRepository devices;
    private final DeviceQueries queries;
    private final ImportWriter writer;
    private final Locations locations;
    private final JdbcClient jdbc;

    DeviceImport(
            Access access,
            DeviceRepository devices,
            DeviceQueries queries,
            ImportWriter writer,
            Locations locations,
            JdbcClient jdbc) {
        this.access = access;
        this.devices = devices;
        this.queries = queries;
        this.writer = writer;
        this.locations = locations;
        this.jdbc = jdbc;
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
        return new Judge(actor, place, lines).verdicts();
    }

    /**
     * Registers the devices whose lines have no errors.
     *
     * @param told hears how many have been written so far, and takes all of it back by an exception
     * @throws Rejected CONFLICT when a quota leaves no room for all of them, or somebody else was faster
     */
    @Transactional
    public Imported apply(CustomerId place, List<NewDevice> lines, IntConsumer told) {
        Actor actor = access.actor();
        access.require(actor, Permission.REGISTER_DEVICE, place);
        Judge judge = new Judge(actor, place, lines);
        List<Verdict> verdicts = judge.verdicts();
        List<Device> made = new ArrayList<>();
        for (int from = 0; from < judge.good.size(); from += PART) {
            List<RegisterDevice> part = judge.good.subList(from, Math.min(judge.good.size(), from + PART));
            made.addAll(writer.register(actor.by(), part));
            told.accept(made.size());
        }
        return new Imported(
                verdicts, writer.passwords(made), made.stream().map(Device::id).toList());
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

    /** Looks at the lines of one list, each after those before it. */
    private final class Judge {

        private final CustomerId place;
        private final List<NewDevice> lines;
        private final Actor actor;
        private final ImportNames names;
        private final Map<NewDevice, UnitId> units = new HashMap<>();
        private final Map<UnitId, Integer> first = new HashMap<>();
        private final Map<CustomerId, Boolean> registers = new HashMap<>();
        private final Set<UnitId> taken;
        private final Set<UnitId> listed;
        private final List<RegisterDevice> good = new ArrayList<>();

        Judge(Actor actor, CustomerId place, List<NewDevice> lines) {
            if (lines.size() > NewDevice.MOST) {
                throw Rejected.invalid(null, "problem.csv.lines", NewDevice.MOST);
            }
            this.actor = actor;
            this.place = place;
            this.lines = lines;
            names = new ImportNames(actor, Permission.REGISTER_DEVICE, jdbc, locations);
            for (NewDevice line : lines) {
                unit(line).ifPresent(unit -> units.put(line, unit));
            }
            taken = devices.known(units.values());
            listed = queries.listed(actor.sight(), taken);
        }

        private static Optional<UnitId> unit(NewDevice line) {
            try {
                return Optional.of(UnitId.of(line.cell("unitId")));
            } catch (Rejected noId) {
                return Optional.empty();
            }
        }

        List<Verdict> verdicts() {
            return lines.stream().map(this::verdict).toList();
        }

        private Verdict verdict(NewDevice line) {
            try {
                good.add(read(line));
                return new Verdict(line, List.of());
            } catch (Rejected rejected) {
                return new Verdict(line, rejected.problems());
            }
        }

        private RegisterDevice read(NewDevice line) {
            Rejected.Collector problems = new Rejected.Collector();
            UnitId unit = problems.field("unitId", () -> free(line));
            Name name = problems.field("name", () -> Name.optional(line.cell("name")));
            CustomerId customer = problems.field("customer", () -> customer(line));
            LocationId location = customer == null ? null : problems.field("location", () -> location(line, customer));
            Boolean accept = problems.field("accept", () -> accept(line));
            problems.throwIfAny();
            return new RegisterDevice(
                    Objects.requireNonNull(unit),
                    name,
                    Objects.requireNonNull(customer),
                    location,
                    Boolean.TRUE.equals(accept));
        }

        private UnitId free(NewDevice line) {
            UnitId unit = units.containsKey(line) ? units.get(line) : UnitId.of(line.cell("unitId"));
            Integer earlier = first.putIfAbsent(unit, line.number());
            if (earlier != null) {
                throw Rejected.invalid(null, "problem.import.twice", earlier);
            }
            if (taken.contains(unit)) {
                throw Rejected.invalid(
                        null, listed.contains(unit) ? "problem.device.registered" : "problem.device.unavailable");
            }
            return unit;
        }

        private CustomerId customer(NewDevice line) {
            String written = line.cell("customer");
            CustomerId customer = written.isBlank() ? place : names.customer(written, place);
            if (!registers.computeIfAbsent(customer, this::mayRegister)) {
                throw Rejected.invalid(null, "problem.customer.unknown");
            }
            return customer;
        }

        private boolean mayRegister(CustomerId customer) {
            return actor.may(Permission.REGISTER_DEVICE, access.place(customer));
        }

        private @Nullable LocationId location(NewDevice line, CustomerId customer) {
            String written = line.cell("location");
            if (written.isBlank()) {
                return null;
            }
            LocationId location = names.location(written, customer);
            if (actor.restricted() && !actor.locations().contains(location)) {
                throw Rejected.invalid(null, "problem.import.location", written);
            }
            return location;
        }

        private static boolean accept(NewDevice line) {
            String word = line.cell("accept").toLowerCase(Locale.ROOT);
            if (!YES.contains(word) && !NO.contains(word)) {
                throw Rejected.invalid(null, "problem.import.yesNo");
            }
            return YES.contains(word);
        }
    }
}
