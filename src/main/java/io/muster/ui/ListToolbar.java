package io.muster.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.orderedlayout.HorizontalLayout;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;

/** What stands above every list: search, count, Refresh, the actions at the right, and below them what a long list needs. */
public class ListToolbar extends Div {

    private static final int SEARCH_DELAY_MS = 250;
    private static final int LONGEST_SEARCH = 200;

    private final TextField search = new TextField();
    private final Span count = new Span();
    private final HorizontalLayout actions = new HorizontalLayout();
    private final HorizontalLayout tools = new HorizontalLayout();
    private boolean silent;

    /**
     * A toolbar of one list.
     *
     * @param searched runs when something else is searched for
     * @param refresh  runs when somebody wants to see the list anew
     */
    public ListToolbar(Runnable searched, Runnable refresh) {
        addClassName("list-toolbar");
        search.setPlaceholder(getTranslation("list.search"));
        search.setAriaLabel(getTranslation("list.search"));
        search.setPrefixComponent(VaadinIcon.SEARCH.create());
        search.setClearButtonVisible(true);
        search.setMaxLength(LONGEST_SEARCH);
        search.setValueChangeMode(ValueChangeMode.LAZY);
        search.setValueChangeTimeout(SEARCH_DELAY_MS);
        search.addValueChangeListener(change -> {
            if (!silent) {
                searched.run();
            }
        });
        count.addClassName("list-count");
        count.getElement().setAttribute("role", "status");
        Button button = new Button(VaadinIcon.REFRESH.create(), click -> refresh.run());
        button.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        button.setAriaLabel(getTranslation("action.refresh"));
        button.setTooltipText(getTranslation("action.refresh"));
        actions.addClassName("list-actions");
        tools.addClassName("list-tools");
        tools.setVisible(false);
        add(search, count, button, actions, tools);
    }

    /** What is searched for; empty for everything. */
    public String searched() {
        return search.getValue();
    }

    /** Shows what is searched for, without a search. */
    public void searchFor(String text) {
        silent = true;
        search.setValue(text);
        silent = false;
    }

    /** How much the list has, in words. */
    public void count(String text) {
        count.setText(text);
    }

    /** Puts something beside the count. */
    void besideCount(Component component) {
        addComponentAtIndex(indexOf(count) + 1, component);
    }

    public void addActions(Component... components) {
        actions.add(components);
    }

    /** Puts something into a line of its own: what looks at the list in another way, and takes it elsewhere. */
    public void addTools(Component... components) {
        tools.add(components);
        tools.setVisible(true);
    }
}
