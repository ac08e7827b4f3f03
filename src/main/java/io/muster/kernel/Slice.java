package io.muster.kernel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param nextCursor where the next page begins, null when this was the last one
 * @param total      rows of the whole list, within the reader's rights
 */
public record Slice<T>(List<T> items, @Nullable String nextCursor, long total) {}
