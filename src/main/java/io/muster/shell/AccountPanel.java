package io.muster.shell;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import io.muster.customer.Customer;
import io.muster.customer.CustomerStatus;
import java.util.Locale;

/** Which account one is looking at: name, e-mail, country code. */
class AccountPanel extends Div {

    private final Span name = new Span();
    private final Span email = new Span();
    private final Span country = new Span();
    private final Span suspended = new Span();

    AccountPanel() {
        addClassName("account-panel");
        getElement().setAttribute("role", "group");
        getElement().setAttribute("aria-label", getTranslation("panel.label"));
        name.addClassName("account-name");
        email.addClassName("account-email");
        country.getElement().getThemeList().add("badge contrast");
        suspended.getElement().getThemeList().add("badge error");
        add(name, email, country, suspended);
    }

    /**
     * Shows a customer.
     *
     * @param served neither it nor one above it is suspended
     */
    void show(Customer customer, boolean served) {
        name.setText(customer.name().value());
        name.getElement().setAttribute("title", customer.name().value());
        email.setText(customer.email().value());
        email.getElement().setAttribute("title", customer.email().value());
        country.setText(customer.country().code());
        country.getElement().setAttribute("title", customer.country().name(Locale.ENGLISH));
        boolean itself = customer.status() == CustomerStatus.SUSPENDED;
        suspended.setText(getTranslation(itself ? "customerStatus.SUSPENDED" : "customerStatus.above"));
        suspended.setVisible(!served);
    }
}
