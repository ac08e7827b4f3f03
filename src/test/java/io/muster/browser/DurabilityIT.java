package io.muster.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The program alone, with its own database and broker, is killed and stopped while units announce themselves: once, or as often
 * as {@code -Dkills=} says.
 */
class DurabilityIT {

    private static final String TOKEN = "mst_for_the_tests_of_what_is_kept_and_nothing_else_1";
    private static final int UNITS = 8;
    private static final int KILLS = Integer.getInteger("kills", 1);
    private static final int LOAD = 150;
    private static final int LONGEST_START_MS = 8000;

    private final Random random = new Random();

    @Test
    void what_was_answered_is_kept_whenever_the_program_dies() throws Exception {
        try (Program program = Program.start(Map.of(
                "MUSTER_SETUP_ACCOUNT", "Durable",
                "MUSTER_SETUP_EMAIL", "owner@example.com",
                "MUSTER_SETUP_PASSWORD", "slow green tractors",
                "MUSTER_SETUP_API_TOKEN", TOKEN))) {
            Api api = new Api(program, "Bearer " + TOKEN);
            String customer = api.get("me").path("customer").path("id").asString();
            try (Fleet fleet = new Fleet(api, program.mqttPort(), customer, "durable", UNITS, (unit, password) -> {})) {
                fleet.awaitMore(LOAD);
                Duration longest = Duration.ZERO;
                for (int i = 1; i <= KILLS; i++) {
                    Thread.sleep(random.nextInt(500));
                    program.kill();
                    if (i % 4 == 0) {
                        program.launch();
                        Thread.sleep(random.nextInt(LONGEST_START_MS));
                        program.kill();
                    }
                    Duration start = program.startAgain();
                    assertThat(start).as("ready again").isLessThan(Duration.ofSeconds(60));
                    longest = start.compareTo(longest) > 0 ? start : longest;
                    fleet.awaitMore(LOAD);
                }
                assertThat(program.stop()).as("stopped").isLessThan(Duration.ofSeconds(30));
                program.startAgain();
                fleet.awaitMore(LOAD);
                fleet.stop();
                System.out.printf("%d kills, ready again within %s: %s%n", KILLS, longest, fleet.mustBeKept(api));
            }
        }
    }
}
