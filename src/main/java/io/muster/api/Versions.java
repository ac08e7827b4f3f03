package io.muster.api;

import io.muster.kernel.Rejected;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

/** Entity tags of single resources, and the answers that carry them. */
final class Versions {

    private Versions() {}

    static String tag(long version) {
        return tag(Long.toString(version));
    }

    private static String tag(String version) {
        return "\"" + version + "\"";
    }

    /**
     * Holds what a client believes to change ({@code If-Match}) against what is there.
     *
     * @throws Rejected STALE when it is another version
     */
    static void match(@Nullable String ifMatch, long version) {
        match(ifMatch, Long.toString(version));
    }

    static void match(@Nullable String ifMatch, String version) {
        if (ifMatch == null || ifMatch.strip().equals("*")) {
            return;
        }
        for (String tag : ifMatch.split(",")) {
            if (tag.strip().equals(tag(version))) {
                return;
            }
        }
        throw Rejected.stale();
    }

    static <T> ResponseEntity<T> ok(T body, long version) {
        return ok(body, Long.toString(version));
    }

    static <T> ResponseEntity<T> ok(T body, String version) {
        return ResponseEntity.ok().eTag(tag(version)).body(body);
    }

    static <T> ResponseEntity<T> created(String path, T body, long version) {
        return created(path, body, Long.toString(version));
    }

    static <T> ResponseEntity<T> created(String path, T body, String version) {
        return ResponseEntity.created(URI.create(path)).eTag(tag(version)).body(body);
    }
}
