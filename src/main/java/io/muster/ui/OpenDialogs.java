package io.muster.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.dom.Element;
import java.util.List;
import java.util.stream.Stream;

/** The dialogs over a page: they belong to it, and would stay open over the next one. */
public final class OpenDialogs {

    private OpenDialogs() {}

    /** Closes them, but not what only its button closes: secrets that are shown this once, and work that is under way. */
    public static void close(UI page) {
        List<Dialog> open = within(page.getElement()).toList();
        open.stream().filter(Dialog::isOpened).filter(Dialog::isCloseOnEsc).forEach(Dialog::close);
    }

    /** A dialog that was opened from another one is within that. */
    private static Stream<Dialog> within(Element element) {
        return element.getChildren().flatMap(child -> {
            Component component = child.getComponent().orElse(null);
            return component instanceof Dialog dialog
                    ? Stream.concat(Stream.of(dialog), within(child))
                    : Stream.empty();
        });
    }
}
