package io.muster.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A message that a real unit sent. */
record Recorded(String topic, byte[] payload) {

    static List<Recorded> autoPi() {
        return read("autopi-direct.jsonl");
    }

    static List<Recorded> kura() {
        return read("kura.jsonl");
    }

    static List<Recorded> ownTracks() {
        return read("owntracks.jsonl");
    }

    /** What the recorded Kura unit or OwnTracks phone said, as if this unit said it. */
    String topicOf(String unit) {
        String[] levels = topic.split("/", -1);
        levels[2] = unit;
        return String.join("/", levels);
    }

    private static List<Recorded> read(String file) {
        try (InputStream in = Recorded.class.getResourceAsStream("/recorded/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> of(JsonMapper.shared().readTree(line)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Recorded of(JsonNode line) {
        return new Recorded(
                line.path("topic").asString(),
                line.has("payload")
                        ? line.path("payload").asString().getBytes(StandardCharsets.UTF_8)
                        : Base64.getDecoder().decode(line.path("payload_b64").asString()));
    }
}
