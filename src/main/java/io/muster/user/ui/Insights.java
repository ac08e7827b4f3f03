package io.muster.user.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import io.muster.user.AccessReports;
import io.muster.user.Previews;
import io.muster.user.UserRow;
import org.springframework.stereotype.Component;

/** Two ways to know what a user has: in sentences, and by looking at the program as they see it. */
@Component
class Insights {

    private final AccessReports reports;
    private final Previews previews;

    Insights(AccessReports reports, Previews previews) {
        this.reports = reports;
        this.previews = previews;
    }

    void explain(UserRow row) {
        new AccessPanel(reports.of(row.id())).open();
    }

    void preview(UserRow row) {
        UI ui = UI.getCurrent();
        ConfirmDialog dialog = new ConfirmDialog();
        dialog.setHeader(ui.getTranslation("user.preview.title", row.username()));
        dialog.setText(ui.getTranslation("user.preview.text", row.username()));
        dialog.setCancelable(true);
        dialog.setCancelText(ui.getTranslation("action.cancel"));
        dialog.setConfirmText(ui.getTranslation("user.preview"));
        dialog.addConfirmListener(confirmed -> {
            previews.begin(row.id());
            // Everything is built anew: what is open belongs to whoever looks.
            ui.getPage().setLocation("accounts");
        });
        dialog.open();
    }
}
