package io.muster.mqtt;

import io.muster.device.Answer.Problem;
import io.muster.kernel.Text;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what a unit sent, and refuses what is not exactly what the contract's schemas describe. */
final class StrictJson {

    private static final int DEEPEST = 8;
    private static final int LONGEST_NUMBER = 64;

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
            super(detail, null, false, false);
            this.problem = problem;
        }

        static Malformed schema(String field, String rule) {
            return new Malformed(Problem.SCHEMA_INVALID, field + " " + rule);
        }

        String detail() {
            return String.valueOf(getMessage());
        }
    }

    private StrictJson() {}

    static Fields read(byte[] payload) throws Malformed {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(payload))
                    .toString();
        } catch (CharacterCodingException e) {
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
            throw new Malformed(Problem.BAD_JSON, String.valueOf(e.getOriginalMessage()));
        }
    }

    /** The fields of an object. What is absent is null; JSON's own null is a value that no schema allows. */
    record Fields(JsonNode node, String path) {

        /** Checks the version of the contract. */
        void version() throws Malformed {
            JsonNode v = node.get("v");
            if (v == null || !v.isNumber()) {
                throw Malformed.schema("v", v == null ? "is missing" : "is no number");
            }
            if (v.decimalValue().compareTo(BigDecimal.ONE) != 0) {
                throw new Malformed(Problem.UNSUPPORTED_VERSION, "only version 1 is known here");
            }
        }

        <T> T required(String name, @Nullable T value) throws Malformed {
            if (value == null) {
                throw Malformed.schema(path + name, "is missing");
            }
            return value;
        }

        @Nullable
        String string(String name, int min, int max) throws Malformed {
            JsonNode value = node.get(name);
            return value == null ? null : text(value, path + name, min, max);
        }

        @Nullable
        String string(String name, int max, Pattern pattern) throws Malformed {
            String value = string(name, 0, max);
            if (value != null && !pattern.matcher(value).matches()) {
                throw Malformed.schema(path + name, "has the wrong form");
            }
            return value;
        }

        void oneOf(String name, Set<String> allowed) throws Malformed {
            JsonNode value = node.get(name);
            if (value != null && !(value.isString() && allowed.contains(value.stringValue()))) {
                throw Malformed.schema(path + name, "is none of " + allowed);
            }
        }

        @Nullable
        Boolean bool(String name) throws Malformed {
            JsonNode value = node.get(name);
            if (value != null && !value.isBoolean()) {
                throw Malformed.schema(path + name, "is neither true nor false");
            }
            return value == null ? null : value.booleanValue();
        }

        /** A whole number; 7.0 is one. */
        @Nullable
        Long integer(String name, long min, long max) throws Malformed {
            JsonNode value = node.get(name);
            if (value == null) {
                return null;
            }
            if (!value.isNumber()) {
                throw Malformed.schema(path + name, "is no number");
            }
            BigDecimal number = decimal(value, name);
            if (number.compareTo(BigDecimal.valueOf(min)) < 0 || number.compareTo(BigDecimal.valueOf(max)) > 0) {
                throw Malformed.schema(path + name, "is out of range");
            }
            try {
                return number.longValueExact();
            } catch (ArithmeticException e) {
                throw Malformed.schema(path + name, "is no whole number");
            }
        }

        @Nullable
        Double number(String name, double min, double max) throws Malformed {
            JsonNode value = node.get(name);
            if (value == null) {
                return null;
            }
            if (!value.isNumber()) {
                throw Malformed.schema(path + name, "is no number");
            }
            double number = value.doubleValue();
            if (!(number >= min && number <= max)) {
                throw Malformed.schema(path + name, "is out of range");
            }
            return number;
        }

        private BigDecimal decimal(JsonNode value, String name) throws Malformed {
            BigDecimal number = value.decimalValue();
            // An exponent of a million would be a number of a million digits.
            if (Math.abs((long) number.scale()) > LONGEST_NUMBER || number.precision() > LONGEST_NUMBER) {
                throw Malformed.schema(path + name, "is out of range");
            }
            return number;
        }

        @Nullable
        Fields object(String name) throws Malformed {
            JsonNode value = node.get(name);
            if (value != null && !value.isObject()) {
                throw Malformed.schema(path + name, "is no object");
            }
            return value == null ? null : new Fields(value, path + name + ".");
        }

        @Nullable
        List<String> strings(String name, int most, int max) throws Malformed {
            JsonNode value = node.get(name);
            if (value == null) {
                return null;
            }
            if (!value.isArray() || value.size() > most) {
                throw Malformed.schema(path + name, "is no list of at most " + most);
            }
            List<String> strings = new ArrayList<>();
            for (JsonNode item : value) {
                strings.add(text(item, path + name, 0, max));
            }
            return strings;
        }

        /** The id of the message, if it can be read, for the answer to a message that is refused. */
        Optional<String> msgId() {
            JsonNode id = node.get("msgId");
            boolean usable =
                    id != null && id.isString() && id.stringValue().length() <= 36 && Text.isPlain(id.stringValue());
            return usable ? Optional.of(id.stringValue()) : Optional.empty();
        }

        private static String text(JsonNode value, String name, int min, int max) throws Malformed {
            if (!value.isString()) {
                throw Malformed.schema(name, "is no text");
            }
            String text = value.stringValue();
            int length = text.codePointCount(0, text.length());
            if (length < min || length > max) {
                throw Malformed.schema(name, "is not of " + min + " to " + max + " characters");
            }
            if (!Text.isPlain(text)) {
                throw Malformed.schema(name, "has a character that no text has");
            }
            return text;
        }
    }
}
