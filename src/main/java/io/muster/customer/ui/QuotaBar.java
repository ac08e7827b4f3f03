package io.muster.customer.ui;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.progressbar.ProgressBar;
import com.vaadin.flow.component.progressbar.ProgressBarVariant;
import io.muster.customer.Quota;
import io.muster.customer.Quota.Sort;
import org.jspecify.annotations.Nullable;

/** How much of a limit is used: "37 of 40 devices", with a bar where there is a limit. */
class QuotaBar extends Div {

    private final Sort sort;
    private final Span text = new Span();
    private final ProgressBar bar = new ProgressBar();

    QuotaBar(Sort sort) {
        this.sort = sort;
        addClassName("quota-bar");
        text.addClassName("faint");
        add(text, bar);
    }

    void show(Quota.Use use) {
        long used = use.used(sort);
        Long limit = use.quota().limit(sort);
        bar.setVisible(limit != null);
        if (limit == null) {
            text.setText(getTranslation("quota.used." + sort.key(), used));
            return;
        }
        String said = getTranslation("quota.usedOf." + sort.key(), used, limit);
        text.setText(said);
        bar.getElement().setAttribute("aria-label", said);
        bar.setMax(Math.max(1, limit));
        bar.setValue(limit == 0 ? 1 : Math.min(used, limit));
        bar.removeThemeVariants(ProgressBarVariant.LUMO_ERROR, ProgressBarVariant.LUMO_CONTRAST);
        if (use.isFull(sort)) {
            bar.addThemeVariants(ProgressBarVariant.LUMO_ERROR);
        } else if (use.isNear(sort)) {
            bar.addThemeVariants(ProgressBarVariant.LUMO_CONTRAST);
        }
    }

    /** The mark of a customer in a list: which of its limits are used up, or nearly; null when all is well. */
    static @Nullable Span mark(Quota.@Nullable Use use) {
        if (use == null) {
            return null;
        }
        boolean full = false;
        StringBuilder said = new StringBuilder();
        Div translator = new Div();
        for (Sort sort : Sort.values()) {
            Long limit = use.quota().limit(sort);
            if (limit != null && use.isNear(sort)) {
                full |= use.isFull(sort);
                said.append(said.isEmpty() ? "" : ", ")
                        .append(translator.getTranslation("quota.usedOf." + sort.key(), use.used(sort), limit));
            }
        }
        if (said.isEmpty()) {
            return null;
        }
        Span mark = new Span(translator.getTranslation(full ? "quota.full" : "quota.near"));
        mark.getElement().getThemeList().add(full ? "badge error" : "badge warning");
        mark.getElement().setAttribute("title", said.toString());
        return mark;
    }
}
