package io.muster.mqtt;

import io.muster.device.Answer.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what a unit sent, and refuses what is not exactly what the contract's schemas describe. */
final class StrictJson {

    private static final int DEEPEST = 8;
    private static final char UNREADABLE = '\uFFFD';
    static final int LONGEST_NUMBER = 64;
    static final int LONGEST_DETAIL = 200;
    private static final String MORE = " …";

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxNumberLength(LONGEST_NUMBER)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** What was sent breaks a rule. */
    static final class Malformed extends Exception {

        final Problem problem;

        Malformed(Problem problem, String detail) {
            super(shortened(detail), null, false, false);
            this.problem = problem;
        }

        static Malformed schema(String field, String rule) {
            return new Malformed(Problem.SCHEMA_INVALID, field + " " + rule);
        }

        String detail() {
            return String.valueOf(getMessage());
        }

        /** What units are told and what is noted has a limit; it ends with a whole word. */
        private static String shortened(String detail) {
            if (detail.length() <= LONGEST_DETAIL) {
                return detail;
            }
            int space = detail.lastIndexOf(' ', LONGEST_DETAIL - MORE.length());
            return detail.substring(0, space > 0 ? space : LONGEST_DETAIL - MORE.length()) + MORE;
        }
    }

    private StrictJson() {}

    static Fields read(byte[] payload) throws Malformed {
        String text = new String(payload, StandardCharsets.UTF_8);
        // It stands for what could not be read; but somebody may have written just that.
        if (text.indexOf(UNREADABLE) >= 0 && !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), payload)) {
            throw new Malformed(Problem.BAD_JSON, "not UTF-8");
        }
        if (text.startsWith("\uFEFF")) {
            throw new Malformed(Problem.BAD_JSON, "begins with a byte order mark");
        }
        try {
            JsonNode node = MAPPER.readTree(text);
            if (node == null || !node.isObject()) {
                throw new Malformed(
                        node == null || node.isMissingNode() ? Problem.BAD_JSON : Problem.SCHEMA_INVALID,
                        "not an object");
            }
            return new Fields(node, "");
        } catch (JacksonException e) {
            throw new Malformed(Problem.BAD_JSON, reason(e));
        }
    }

    /** In words for whoever made the message; the parser's own speak of its settings. */
    private static String reason(JacksonException e) {
        if (e instanceof StreamConstraintsException) {
            return "nested deeper than " + DEEPEST + ", or a number of more than " + LONGEST_NUMBER + " characters";
        }
        String message = String.valueOf(e.getOriginalMessage());
        if (message.startsWith("Duplicate")) {
            return message;
        }
        TokenStreamLocation at = e.getLocation();
        return at == null ? "no JSON" : "no JSON at line " + at.getLineNr() + ", column " + at.getColumnNr();
    }
}
