package io.muster.customer.ui;

import com.vaadin.flow.component.UI;
import io.muster.access.Access;
import io.muster.access.Permission;
import io.muster.customer.QuotaGate;
import io.muster.kernel.AfterCommit;
import io.muster.ui.Notifications;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Tells whoever has just used most of a limit so, on the page where they did, if they manage the customer that has it. The history
 * tells everybody else.
 */
@Component
class QuotaWarnings {

    private final Access access;

    QuotaWarnings(Access access) {
        this.access = access;
    }

    @EventListener
    void nearing(QuotaGate.Nearing nearing) {
        UI ui = UI.getCurrent();
        boolean known = access.visitor()
                .filter(actor -> actor.may(Permission.SEE_QUOTA, nearing.place()))
                .isPresent();
        if (ui == null || !known) {
            return;
        }
        AfterCommit.run(() -> Notifications.warned(ui.getTranslation(
                "quota.nearing." + nearing.sort().key(), nearing.name(), nearing.used(), nearing.most())));
    }
}
