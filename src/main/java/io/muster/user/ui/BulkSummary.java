package io.muster.user.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.UnorderedList;
import io.muster.ui.CopyButton;
import io.muster.ui.Notifications;
import io.muster.user.BulkResult;
import io.muster.user.BulkResult.Deed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What came of a change of many users: who was changed, who was not and why. All of it can be copied. */
final class BulkSummary extends Dialog {

    /** So many lines are shown; the copy has them all. */
    private static final int SHOWN = 200;

    private final List<String> copied = new ArrayList<>();
    private final Div content = new Div();

    BulkSummary(String title, BulkResult result) {
        setHeaderTitle(title);
        addClassName("editor-dialog");
        content.addClassName("data-form");
        content.getElement().setAttribute("role", "status");
        add(content);
        say(getTranslation("users.bulk.done", deeds(result), result.refused().size(), result.unchanged()));
        list("users.bulk.refused", result.refused().stream().map(this::refusal).toList());
        for (Deed deed : Deed.values()) {
            list(
                    "users.bulk.list." + deed,
                    done(result, deed)
                            .map(done -> getTranslation("users.bulk.who", done.username(), done.email()))
                            .toList());
        }
        Button close = new Button(getTranslation("action.close"), click -> close());
        close.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        getFooter().add(new CopyButton(String.join("\n", copied)), close);
    }

    private String deeds(BulkResult result) {
        return result.done().isEmpty()
                ? getTranslation("users.bulk.did.nothing")
                : Arrays.stream(Deed.values())
                        .filter(deed -> done(result, deed).findAny().isPresent())
                        .map(deed -> getTranslation(
                                "users.bulk.did." + deed, done(result, deed).count()))
                        .collect(Collectors.joining(", "));
    }

    private static Stream<BulkResult.Done> done(BulkResult result, Deed deed) {
        return result.done().stream().filter(done -> done.deed() == deed);
    }

    private String refusal(BulkResult.Refused refused) {
        String why = refused.problems().stream().map(Notifications::message).collect(Collectors.joining(" "));
        return getTranslation("users.bulk.why", refused.username(), refused.email(), why);
    }

    /** Offers to take it back. */
    BulkSummary undo(Runnable undo) {
        Button button = new Button(getTranslation("action.undo"), click -> {
            close();
            undo.run();
        });
        button.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        getFooter().getElement().insertChild(0, button.getElement());
        return this;
    }

    private void say(String text) {
        copied.add(text);
        content.add(new Paragraph(text));
    }

    private void list(String title, List<String> lines) {
        if (lines.isEmpty()) {
            return;
        }
        say(getTranslation(title));
        copied.addAll(lines);
        UnorderedList list = new UnorderedList();
        lines.stream().limit(SHOWN).forEach(line -> list.add(new ListItem(line)));
        if (lines.size() > SHOWN) {
            list.add(new ListItem(getTranslation("users.bulk.rest", lines.size() - SHOWN)));
        }
        content.add(list);
    }
}
