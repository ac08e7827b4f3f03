package io.muster.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.Location;
import com.vaadin.flow.router.QueryParameters;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the list of a page is searched for, in the page's address ({@code ?q=}), unless the page sees to that itself. A list in a
 * dialog, or among others, has no address.
 */
final class SearchInAddress {

    private static final String SEARCH = "q";

    private final Component list;
    private @Nullable Consumer<String> instead;
    /** Where the page is whose list this is. */
    private @Nullable Location page;

    SearchInAddress(Component list) {
        this.list = list;
    }

    /** From now on the page puts it into its address, if it belongs there. */
    void leaveTo(Consumer<String> listener) {
        instead = listener;
    }

    /** What an address asks for that leads to the page of the list, "" for everything; empty for any other. */
    Optional<String> asked(BeforeEnterEvent event) {
        if (instead != null
                || list.getParent()
                        .filter(event.getNavigationTarget()::isInstance)
                        .isEmpty()) {
            return Optional.empty();
        }
        page = event.getLocation();
        return Optional.of(page.getQueryParameters().getSingleParameter(SEARCH).orElse(""));
    }

    /** While somebody types, the address changes without a step for the back button. */
    void typed(String text) {
        if (instead != null) {
            instead.accept(text);
        } else if (page != null) {
            QueryParameters said = page.getQueryParameters();
            page = new Location(page.getPath(), text.isEmpty() ? said.excluding(SEARCH) : said.merging(SEARCH, text));
            UI.getCurrent().getPage().getHistory().replaceState(null, page);
        }
    }
}
