package io.muster.api;

import io.muster.kernel.ListQuery;
import io.muster.kernel.Rejected;
import io.muster.kernel.Slice;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param nextCursor gives the next page as {@code ?cursor=}; null when this was the last one
 * @param total      number of all items
 */
record Page<T>(List<T> items, @Nullable String nextCursor, long total) {

    private static final int USUAL_LIMIT = 50;

    static <R, T> Page<T> of(Slice<R> slice, Function<R, T> item) {
        return new Page<>(slice.items().stream().map(item).toList(), slice.nextCursor(), slice.total());
    }

    /**
     * What every list can be asked for.
     *
     * @param q      substring that items must contain, any case
     * @param sort   {@code field,-field}
     * @param limit  1 to 500, 50 when absent
     * @param cursor of the page before
     */
    record Asked(
            @Nullable String q,
            @Nullable String sort,

            @Parameter(schema = @Schema(type = "integer", minimum = "1", maximum = "500", defaultValue = "50"))
            @Nullable
            String limit,

            @Nullable String cursor) {

        ListQuery query() {
            Fields fields = new Fields();
            Integer most = fields.optional("limit", limit, Asked::limit);
            fields.throwIfAny();
            return new ListQuery(
                    q == null ? "" : q,
                    ListQuery.order(sort),
                    most == null ? USUAL_LIMIT : most,
                    0,
                    cursor == null || cursor.isEmpty() ? null : cursor);
        }

        private static int limit(String text) {
            if (text.matches("[0-9]{1,3}")) {
                int value = Integer.parseInt(text);
                if (value >= 1 && value <= ListQuery.MAX_LIMIT) {
                    return value;
                }
            }
            throw Rejected.invalid(null, "api.problem.limit", ListQuery.MAX_LIMIT);
        }
    }
}
