package io.muster.kernel;

/**
 * Which rows of a list are read for a page, and how.
 *
 * @param offset    rows to leave out
 * @param backwards from the end of the list, which is nearer
 * @param few       all keys are gathered and sorted: else the database may follow the index of the order through millions of
 *                  rows to find fifty that fit, because it takes what is rare for frequent
 */
record PagePart(int limit, long offset, boolean backwards, boolean few) {

    /** Of a list that nobody has counted. */
    static PagePart first(ListQuery query) {
        return new PagePart(query.limit() + 1, query.offset(), false, true);
    }

    static PagePart of(ListQuery query, long total, int most) {
        long rest = total - query.offset();
        boolean few = total <= most;
        if (query.cursor() == null && rest > 0 && query.offset() > total / 2) {
            int limit = (int) Math.min(query.limit(), rest);
            return new PagePart(limit, rest - limit, true, few);
        }
        // One more than asked for, to see whether another page comes.
        return new PagePart(query.limit() + 1, query.offset(), false, few);
    }
}
