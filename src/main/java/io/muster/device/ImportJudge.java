package io.muster.device;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.customer.Quota;
import io.muster.customer.QuotaForecast;
import io.muster.device.DeviceImport.Verdict;
import io.muster.kernel.CustomerId;
import io.muster.kernel.LocationId;
import io.muster.kernel.Name;
import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import io.muster.location.Locations;
import io.muster.user.ImportNames;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Says what becomes of the lines of a list of devices; by a few statements for the whole list. */
@Component
class ImportJudge {

    private static final Set<String> YES = Set.of("", "yes", "true", "1");
    private static final Set<String> NO = Set.of("no", "false", "0");

    private final Access access;
    private final DeviceRepository devices;
    private final DeviceQueries queries;
    private final QuotaForecast quotas;
    private final Locations locations;
    private final JdbcClient jdbc;

    ImportJudge(
            Access access,
            DeviceRepository devices,
            DeviceQueries queries,
            QuotaForecast quotas,
            Locations locations,
            JdbcClient jdbc) {
        this.access = access;
        this.devices = devices;
        this.queries = queries;
        this.quotas = quotas;
        this.locations = locations;
        this.jdbc = jdbc;
    }

    /**
     * What was found.
     *
     * @param good what is to be registered
     */
    record Judged(List<Verdict> verdicts, List<RegisterDevice> good) {}

    Judged judge(Actor actor, CustomerId place, List<NewDevice> lines) {
        return new Lines(actor, place, lines).judged();
    }

    /** Looks at the lines of one list, each after those before it. */
    private final class Lines {

        private final CustomerId place;
        private final List<NewDevice> lines;
        private final Actor actor;
        private final ImportNames names;
        private final Map<NewDevice, UnitId> units = new HashMap<>();
        private final Map<UnitId, Integer> first = new HashMap<>();
        private final Map<CustomerId, Boolean> registers = new HashMap<>();
        private final Set<UnitId> taken;
        private final Set<UnitId> listed;
        private final Map<Integer, RegisterDevice> good = new LinkedHashMap<>();

        Lines(Actor actor, CustomerId place, List<NewDevice> lines) {
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

        Judged judged() {
            List<Verdict> verdicts = lines.stream().map(this::verdict).toList();
            Map<Integer, Rejected.Problem> noRoom = noRoom();
            good.keySet().removeAll(noRoom.keySet());
            return new Judged(
                    verdicts.stream()
                            .map(verdict -> {
                                Rejected.Problem problem =
                                        noRoom.get(verdict.line().number());
                                return problem == null ? verdict : new Verdict(verdict.line(), List.of(problem));
                            })
                            .toList(),
                    List.copyOf(good.values()));
        }

        private Map<Integer, Rejected.Problem> noRoom() {
            Map<Integer, QuotaForecast.Arrival> arrivals = new LinkedHashMap<>();
            good.forEach((number, data) -> arrivals.put(number, new QuotaForecast.Arrival(data.customerId(), null)));
            return quotas.refused(Quota.Sort.DEVICES, arrivals);
        }

        private Verdict verdict(NewDevice line) {
            try {
                good.put(line.number(), read(line));
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
