package io.muster.mqtt;

import io.muster.device.Answer.Problem;
import io.muster.kernel.Text;
import io.muster.mqtt.StrictJson.Malformed;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

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

    /** Takes one of these words; whoever sent another one is told them in this order. */
    void oneOf(String name, List<String> allowed) throws Malformed {
        JsonNode value = node.get(name);
        if (value != null && !(value.isString() && allowed.contains(value.stringValue()))) {
            throw Malformed.schema(path + name, "is none of " + String.join(", ", allowed));
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
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            long whole = value.longValue();
            if (whole < min || whole > max) {
                throw Malformed.schema(path + name, "is out of range");
            }
            return whole;
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

    /** A number of another make's message; one that cannot be is as good as none. */
    @Nullable
    Double likely(String name, double min, double max) {
        JsonNode value = node.get(name);
        if (value == null || !value.isNumber()) {
            return null;
        }
        double number = value.doubleValue();
        return number >= min && number <= max ? (Double) number : null;
    }

    private BigDecimal decimal(JsonNode value, String name) throws Malformed {
        BigDecimal number = value.decimalValue();
        // An exponent of a million would be a number of a million digits.
        if (Math.abs((long) number.scale()) > StrictJson.LONGEST_NUMBER
                || number.precision() > StrictJson.LONGEST_NUMBER) {
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
