package io.muster.user;

import io.muster.kernel.UserId;
import org.jspecify.annotations.Nullable;

/**
 * Event: this user is to get a welcome mail. It survives a crash, and carries no secret: whoever sends the mail asks
 * {@link OneTimeLinks#issue} for the link then.
 *
 * @param by user who asked for it
 */
public record WelcomeMailWanted(long user, @Nullable Long by) {

    public UserId userId() {
        return new UserId(user);
    }

    public @Nullable UserId byId() {
        return by == null ? null : new UserId(by);
    }
}
