package io.muster.device.ui;

import io.muster.access.Access;
import io.muster.device.InstallPhotos;
import io.muster.device.OfflinePhotos;
import io.muster.kernel.Rejected;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.MessageSource;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseBody;

/** Where a phone sends the photos that it kept, each after its entry was done: the body is the photo. */
@Controller
class OfflinePhotoDoor {

    private final Access access;
    private final OfflinePhotos photos;
    private final MessageSource texts;

    OfflinePhotoDoor(Access access, OfflinePhotos photos, MessageSource texts) {
        this.access = access;
        this.photos = photos;
        this.texts = texts;
    }

    @PostMapping("/install/entries/{entry}/photos/{photo}")
    @ResponseBody
    ResponseEntity<OfflineJson.PhotoAnswer> keep(
            @PathVariable String entry, @PathVariable String photo, HttpServletRequest request) throws IOException {
        if (access.visitor().isEmpty()) {
            return ResponseEntity.status(HttpServletResponse.SC_UNAUTHORIZED).build();
        }
        Optional<UUID> entryKey = OfflineJson.key(entry);
        Optional<UUID> photoKey = OfflineJson.key(photo);
        if (entryKey.isEmpty() || photoKey.isEmpty()) {
            return ResponseEntity.badRequest().build();
        }
        // One byte more than is allowed is enough to know.
        byte[] sent = request.getInputStream().readNBytes(InstallPhotos.MOST_BYTES + 1);
        try {
            photos.keep(entryKey.get(), photoKey.get(), sent);
            return ResponseEntity.ok(new OfflineJson.PhotoAnswer("KEPT", null));
        } catch (Rejected rejected) {
            if (rejected.kind() == Rejected.Kind.SIGNED_OUT) {
                throw rejected;
            }
            Rejected.Problem problem = rejected.problem();
            String why = texts.getMessage(problem.key(), problem.args().toArray(), Locale.ENGLISH);
            String state = switch (rejected.kind()) {
                case NOT_FOUND -> "UNKNOWN";
                // What somebody may not do at the moment is no fault of the photo.
                case FORBIDDEN, TOO_MANY_REQUESTS -> "LATER";
                default -> "REFUSED";
            };
            return ResponseEntity.ok(new OfflineJson.PhotoAnswer(state, why));
        }
    }
}
