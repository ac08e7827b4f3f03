package io.muster.user.ui;

import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import io.muster.user.OneTimeLinks;
import io.muster.user.OneTimeLinks.Purpose;

/** Where the one-time link of a reset leads: the user sets a new password. */
@Route(value = "reset/:secret", autoLayout = false)
@AnonymousAllowed
class ResetView extends PasswordByLink {

    ResetView(OneTimeLinks links) {
        super(links, Purpose.RESET);
    }
}
