package io.muster.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.muster.MusterTest;
import io.muster.Rig;
import io.muster.device.EnrollAnswer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What is sent to units without anybody waiting for it. */
@MusterTest
@ExtendWith(OutputCaptureExtension.class)
class OutboxTest {

    @Autowired
    Outbox outbox;

    @Test
    void what_cannot_be_sent_is_in_the_log(CapturedOutput output) {
        assumeFalse(Rig.EXTERNAL, "our own broker looks at a topic before it takes the message");
        // No client is called so: the topic is none.
        outbox.enrolled("#", "request-0001", new EnrollAnswer.Issued("a-unit", "its password"));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> output.getAll().contains("enroll/reply/# could not be sent"));
        assertThat(output.getAll()).doesNotContain("its password");
    }
}
