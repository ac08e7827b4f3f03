package io.muster.kernel;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Where a page of a list ended, as text that only we read: what the list is sorted by, and the sort values of its last row. */
final class Cursor {

    private static final char SEPARATOR = '\u001f';

    private Cursor() {}

    static String of(String order, List<String> values) {
        String text = order + SEPARATOR + String.join(String.valueOf(SEPARATOR), values);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * Reads the sort values.
     *
     * @param order what the list is sorted by
     * @throws Rejected INVALID when it is none of a list that is sorted by that, with columns of these types
     */
    static List<String> read(String cursor, String order, List<Keyset.Type> types) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            List<String> parts = List.of(text.split(String.valueOf(SEPARATOR), -1));
            List<String> values = parts.subList(1, parts.size());
            if (parts.getFirst().equals(order) && values.size() == types.size() && text.indexOf('\0') < 0) {
                for (int i = 0; i < values.size(); i++) {
                    check(types.get(i), values.get(i));
                }
                return values;
            }
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            throw Rejected.invalid("cursor", "problem.cursor");
        }
        throw Rejected.invalid("cursor", "problem.cursor");
    }

    private static void check(Keyset.Type type, String value) {
        switch (type) {
            case NUMBER, FLAG -> Long.parseLong(value);
            case TIME -> TimeText.moment(value);
            case TEXT -> {}
        }
    }
}
