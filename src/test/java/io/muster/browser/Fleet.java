package io.muster.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** Units that announce themselves again and again, each time with a new firmware, whatever happens to the program. */
final class Fleet implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<FleetUnit> units = new ArrayList<>();

    /**
     * What became of announcements.
     *
     * @param answered those that have got their registration
     * @param lost     answered, but not in the history
     * @param doubled  more than once in the history
     * @param invented in the history, but never sent
     * @param swallowed acknowledged by the broker, but neither answered within a minute nor taken by the program
     * @param untold   acknowledged by the broker and taken by the program, but not answered within a minute
     */
    record Count(int answered, int lost, int doubled, int invented, int swallowed, int untold) {

        private Count plus(Count other) {
            return new Count(
                    answered + other.answered,
                    lost + other.lost,
                    doubled + other.doubled,
                    invented + other.invented,
                    swallowed + other.swallowed,
                    untold + other.untold);
        }
    }

    /**
     * Registers units and lets them begin.
     *
     * @param admit    lets a unit with its password in at the broker
     * @param trusting every other unit trusts the broker's own acknowledgement
     */
    Fleet(
            Api api,
            int mqttPort,
            String customer,
            String name,
            int size,
            boolean trusting,
            BiConsumer<String, String> admit) {
        for (int i = 0; i < size; i++) {
            String id = name + "-" + i;
            JsonNode device = api.post("devices", Map.of("unitId", id, "customerId", customer, "accept", true));
            String password = device.path("mqtt").path("password").asString();
            admit.accept(id, password);
            FleetUnit unit =
                    new FleetUnit(api, device.path("id").asString(), id, password, mqttPort, trusting && i % 2 == 1);
            units.add(unit);
            unit.start();
        }
    }

    /** How many announcements have got their registration. */
    int answered() {
        return units.stream().mapToInt(FleetUnit::answers).sum();
    }

    /** Waits until so many more have been answered, and of each unit at least one. */
    void awaitMore(int number) {
        Map<FleetUnit, Integer> before = new HashMap<>();
        units.forEach(unit -> before.put(unit, unit.answers()));
        int goal = answered() + number;
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> answered() >= goal && units.stream().allMatch(unit -> unit.answers() > before.get(unit)));
    }

    /** Every announcement that was answered is in the history of its device, once, and nothing else is. */
    Count mustBeKept() {
        Count count = units.stream().map(FleetUnit::count).reduce(new Count(0, 0, 0, 0, 0, 0), Count::plus);
        assertThat(count).isEqualTo(new Count(count.answered(), 0, 0, 0, 0, 0));
        return count;
    }

    /** Lets the units fall silent. */
    void stop() throws InterruptedException {
        units.forEach(FleetUnit::silence);
        for (FleetUnit unit : units) {
            unit.join(PATIENCE);
        }
    }

    @Override
    public void close() throws InterruptedException {
        stop();
    }
}
