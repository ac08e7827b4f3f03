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
        int port = Server.freePort();
        int mqtt = Server.freePort();
        try (Server broker = Server.program(
                        course.directory("lone"),
                        LoneBroker.class,
                        String.valueOf(port),
                        course.directory("lone/data").toString());
                Load echoes = new Load(port, course.publishers("muster/v1/+/announce"));
                Server muster = Server.muster(
                        course.directory("embedded"), Map.of("MUSTER_MQTT_PORT", String.valueOf(mqtt)));
                Load load = new Load(mqtt, units(muster))) {
            // The announcement itself is what arrives; it counts as its own answer.
            Comparison.Turn alone = turn -> course.send(echoes, traffic(Traffic.ECHO), Course.PART, LONE_WINDOW);
            Comparison.Turn whole = turn -> course.send(load, traffic(""), Course.PART, WINDOW);
            course.warmUp("the broker alone", broker, alone);
            course.warmUp("Muster with its own broker", muster, whole);
            course.rate("re-announcements, H2 + HiveMQ in the program", new Comparison(whole, alone), 0.4);
            endurance(muster, load);
        }
    }

    /** Registers the units, each with its password. */
    private List<Client> units(Server muster) throws Exception {
        String home = muster.home();
        List<Client> units = new ArrayList<>();
        Traffic names = traffic("");
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
        course.send(load, traffic(""), ENDURANCE, WINDOW);
        course.report.note(
                String.format(Locale.ROOT, "with its own broker: heap before and after %,d more, and RSS", ENDURANCE),
                String.format(
                        Locale.ROOT, "%.0f → %.0f MB, %.0f MB", before, muster.heapMb(), muster.residentMb()),
                "no growth");
    }

    private Traffic traffic(String facts) {
        return course.traffic("u", 0, UNITS, facts);
    }
}
