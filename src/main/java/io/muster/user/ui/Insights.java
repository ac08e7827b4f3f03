package io.muster.user.ui;

import com.vaadin.flow.component.UI;
import io.muster.access.Actor;
import io.muster.ui.Question;
import io.muster.ui.UserTab;
import io.muster.user.AccessReports;
import io.muster.user.Previews;
import io.muster.user.UserRow;
import java.util.List;
import org.springframework.stereotype.Component;

/** What there is to know of a user beside the card: in sentences, by looking at the program as they see it, and on tabs. */
@Component
class Insights {

    private final AccessReports reports;
    private final Previews previews;
    private final List<UserTab> tabs;

    Insights(AccessReports reports, Previews previews, List<UserTab> tabs) {
        this.reports = reports;
        this.previews = previews;
        this.tabs = tabs;
    }

    /** What other features show of a user. */
    List<UserTab> tabs(Actor viewer) {
        return tabs.stream().filter(tab -> tab.isOffered(viewer)).toList();
    }

    void explain(UserRow row) {
        new AccessPanel(reports.of(row.id())).open();
    }

    void preview(UserRow row) {
        UI ui = UI.getCurrent();
        Question.before(
                ui.getTranslation("user.preview.title", row.username()),
                ui.getTranslation("user.preview.text", row.username()),
                ui.getTranslation("user.preview"),
                () -> {
                    previews.begin(row.id());
                    // Everything is built anew: what is open belongs to whoever looks.
                    ui.getPage().setLocation("accounts");
                });
    }
}
