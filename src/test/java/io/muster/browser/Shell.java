package io.muster.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A command line, as a person types it. */
final class Shell {

    private Shell() {}

    /** Runs a line and gives what it writes; it must succeed. */
    static String run(String line) {
        try {
            Process process = new ProcessBuilder("sh", "-c", line)
                    .redirectErrorStream(true)
                    .start();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("It does not end: " + line);
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.exitValue() != 0) {
                throw new AssertionError("Failed with " + process.exitValue() + ": " + line + "\n" + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An unknown unit asks to be let in, and gives the answer that it gets. */
    static String enrol(Program program, String unit, String clientId) {
        return run("mosquitto_rr -V mqttv5 -h 127.0.0.1 -p " + program.mqttPort() + " -q 1 -W 15 -i " + clientId
                + " -u bootstrap -P " + Program.BOOTSTRAP_PASSWORD + " -t muster/v1/enroll/request"
                + " -e muster/v1/enroll/reply/" + clientId
                + " -m '{\"v\":1,\"msgId\":\"ask-'$(date +%s%N)'\",\"unitId\":\""
                + unit + "\"}'");
    }
}
