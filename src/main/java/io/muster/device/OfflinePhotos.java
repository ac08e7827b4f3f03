package io.muster.device;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.kernel.Rejected;
import java.util.UUID;
import org.springframework.stereotype.Service;

/**
 * Takes in the photos that phones kept with their entries. Each comes after its entry and by itself, so that a photo that is
 * refused holds up no unit. The entry says whose unit it is of, also when that was days ago or the link of the job was opened
 * again since.
 */
@Service
public class OfflinePhotos {

    /** Most photos that are looked at for one entry: a link of a job is in many hands. */
    static final int MOST_ATTEMPTS = 20;

    private final Access access;
    private final OnSite onSite;
    private final OfflineEntryStore entries;
    private final InstallPhotos photos;

    OfflinePhotos(Access access, OnSite onSite, OfflineEntryStore entries, InstallPhotos photos) {
        this.access = access;
        this.onSite = onSite;
        this.entries = entries;
        this.photos = photos;
    }

    /**
     * Keeps the photo of an entry that was done ({@link OfflineEntries#enter}), in place of one before. A photo that is kept
     * already is not kept again, however often it is sent.
     *
     * @param key   of the entry
     * @param photo made by the phone, at random
     * @param sent  what the phone calls a photo, of which nothing is certain
     * @throws Rejected NOT_FOUND, always the same, when the actor has sent no such entry, or its installation is not the last
     *                  one of the unit any more; INVALID when it is too large, or neither JPEG nor PNG; CONFLICT after too
     *                  many of them; FORBIDDEN when the actor may no longer claim units there
     */
    public void keep(UUID key, UUID photo, byte[] sent) {
        Actor actor = access.actor();
        OfflineEntryStore.Done entry = entries.find(actor, key).orElseThrow(OnSite::noEntry);
        onSite.require(actor, entry);
        if (photo.equals(entry.photo())) {
            return;
        }
        if (!entries.attempt(entry, MOST_ATTEMPTS)) {
            throw Rejected.conflict("problem.photo.often");
        }
        photos.keep(actor, entry, photo, Photo.rewritten(sent));
    }
}
