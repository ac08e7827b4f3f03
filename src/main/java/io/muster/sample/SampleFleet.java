package io.muster.sample;

import io.muster.kernel.UnitId;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;

/** Made-up devices in all states: some heard just now, some long ago, some never, and none with a password. */
final class SampleFleet {

    private static final List<String> FIRMWARES = List.of("2023.04.27", "2024.10.3", "2025.01.11", "2025.06.2");
    private static final int HEARTBEAT_S = 60;

    private final Words words;
    private final Random random;
    private final SamplePlaces places;
    private final OffsetDateTime now;
    private final SampleHistory history;
    private final Bulk devices;
    private final Bulk presences;

    SampleFleet(
            JdbcOperations jdbc,
            Words words,
            Random random,
            SamplePlaces places,
            OffsetDateTime now,
            SampleHistory history) {
        this.words = words;
        this.random = random;
        this.places = places;
        this.now = now;
        this.history = history;
        this.devices = new Bulk(
                jdbc,
                "device",
                "id bigint",
                "unit_id varchar",
                "customer_id bigint",
                "location_id bigint",
                "name varchar",
                "state varchar",
                "rev bigint",
                "vendor varchar",
                "model varchar",
                "firmware varchar",
                "imei varchar",
                "iccid varchar",
                "vin varchar",
                "created_at timestamp with time zone",
                "version bigint");
        this.presences = new Bulk(
                        jdbc,
                        "device_presence",
                        "device_id bigint",
                        "customer_id bigint",
                        "last_seen_at timestamp with time zone",
                        "heartbeat_s integer",
                        "connection varchar",
                        "connection_at timestamp with time zone",
                        "battery_v double precision",
                        "lat double precision",
                        "lon double precision",
                        "position_at timestamp with time zone")
                .after(devices);
    }

    void write(List<Long> keys) {
        for (long id : keys) {
            write(id);
        }
        devices.flush();
        presences.flush();
    }

    private void write(long id) {
        String state = state(random.nextInt(1000));
        SampleTree.Node customer = state.equals("UNCLAIMED") ? null : places.skewed();
        String unit = words.letters("0123456789abcdef", 32);
        String name = customer == null ? UnitId.shown(unit) : words.vehicle();
        devices.add(
                id,
                unit,
                customer == null ? null : customer.id(),
                location(customer),
                name,
                state,
                1L,
                "AutoPi",
                "TMU CM4",
                words.pick(FIRMWARES),
                words.digits(15),
                words.digits(20),
                words.letters("ABCDEFGHJKLMNPRSTUVWXYZ0123456789", 17),
                now.minusMinutes(random.nextInt(500_000)),
                0L);
        writePresence(id, customer == null ? null : customer.id(), isOver(state), seen(random.nextInt(10)));
        history.add(
                "DEVICE",
                id,
                name,
                customer == null ? null : customer.path(),
                customer == null ? "first_seen" : "registered");
    }

    private void writePresence(long id, @Nullable Long customer, boolean over, @Nullable OffsetDateTime seen) {
        boolean heard = seen != null;
        presences.add(
                id,
                customer,
                seen,
                over ? -HEARTBEAT_S : HEARTBEAT_S,
                heard ? (random.nextInt(8) == 0 ? "ASLEEP" : "ONLINE") : null,
                seen,
                heard ? 11.5 + random.nextInt(30) / 10.0 : null,
                heard ? 40 + random.nextDouble() * 25 : null,
                heard ? -5 + random.nextDouble() * 30 : null,
                seen);
    }

    private @Nullable Long location(SampleTree.@Nullable Node customer) {
        List<Long> own = customer == null ? List.of() : places.locations(customer);
        return own.isEmpty() || random.nextInt(3) == 0 ? null : words.pick(own);
    }

    /** Few belong to nobody: the quarantine holds a thousand at most. */
    private static String state(int permille) {
        if (permille < 3) {
            return "UNCLAIMED";
        }
        if (permille < 840) {
            return "ACCEPTED";
        }
        if (permille < 900) {
            return "PENDING";
        }
        if (permille < 930) {
            return "DENIED";
        }
        return permille < 980 ? "DECOMMISSIONED" : "REPLACED";
    }

    /** Of such a device no heartbeat is awaited. */
    private static boolean isOver(String state) {
        return state.equals("DECOMMISSIONED") || state.equals("REPLACED");
    }

    private @Nullable OffsetDateTime seen(int die) {
        if (die == 0) {
            return null;
        }
        return die < 6 ? now.minusSeconds(random.nextInt(600)) : now.minusMinutes(random.nextInt(100_000));
    }
}
