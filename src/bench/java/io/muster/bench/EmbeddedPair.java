package io.muster.bench;

import io.muster.bench.Load.Client;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Muster with its own database and broker, against that broker alone. */
final class EmbeddedPair {

    private static final int ENDURANCE = Integer.getInteger("bench.embedded-endurance", Course.UNITS);
    /** Each with a connection of its own, because the broker inside lets nobody speak for others. */
    private static final int UNITS = 500;

    private static final int LONE_WINDOW = 20;
    private static final int WINDOW = 4;

    private final Course course;

    EmbeddedPair(Course course) {
        this.course = course;
    }

    void measure() throws Exception {
        double alone = brokerAlone();
        int mqtt = Server.freePort();
        try (Server muster = Server.muster(
                course.directory("embedded"), Map.of("MUSTER_MQTT_PORT", String.valueOf(mqtt)))) {
            try (Load load = new Load(mqtt, units(muster))) {
                course.warmUp(
                        "Muster with its own broker",
                        muster,
                        round -> course.send(load, traffic((long) round * Course.ROUND), Course.ROUND, WINDOW));
                Cost cost = new Cost();
                double again = course.send(load, traffic(1_000_000), Course.UNITS, WINDOW).perSecond();
                course.report.rate("re-announcements, H2 + HiveMQ in the program", again, alone, 0.4);
                course.cost(cost);
                endurance(muster, load);
            }
        }
    }

    private double brokerAlone() throws Exception {
        int port = Server.freePort();
        try (Server broker = Server.program(
                        course.directory("lone"),
                        LoneBroker.class,
                        String.valueOf(port),
                        course.directory("lone/data").toString());
                Load load = new Load(port, course.publishers("muster/v1/+/announce"))) {
            // The announcement itself is what arrives; it counts as its own answer.
            course.warmUp("the broker alone", broker, round -> course.send(load, echo(), Course.ROUND, LONE_WINDOW));
            return course.send(load, echo(), Course.UNITS, LONE_WINDOW).perSecond();
        }
    }

    /** Registers the units, each with its password. */
    private List<Client> units(Server muster) throws Exception {
        String home = muster.home();
        List<Client> units = new ArrayList<>();
        Traffic names = traffic(0);
        for (int i = 0; i < UNITS; i++) {
            String unit = names.unit(i);
            JsonNode device = muster.post(
                    "/api/v1/devices",
                    "{\"unitId\":\"" + unit + "\",\"customerId\":\"" + home + "\",\"accept\":true}");
            units.add(new Client(
                    unit,
                    unit,
                    device.path("mqtt").path("password").asString(),
                    List.of("muster/v1/" + unit + "/registration")));
        }
        return units;
    }

    private void endurance(Server muster, Load load) throws Exception {
        double before = muster.heapMb();
        course.send(load, traffic(2_000_000), ENDURANCE, WINDOW);
        course.report.note(
                String.format(Locale.ROOT, "with its own broker: heap before and after %,d more, and RSS", ENDURANCE),
                String.format(
                        Locale.ROOT, "%.0f → %.0f MB, %.0f MB", before, muster.heapMb(), muster.residentMb()),
                "no growth");
    }

    private Traffic traffic(long seq) {
        return course.traffic("u", UNITS, seq, "");
    }

    /** Each message says of itself what it answers, so that it is recognised when it arrives. */
    private Traffic echo() {
        return course.traffic("u", UNITS, 0, Traffic.ECHO);
    }
}
