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
        suspended.setText(getTranslation("customerStatus.SUSPENDED"));
        suspended.getElement().getThemeList().add("badge error");
        add(name, email, country, suspended);
    }

    void show(Customer customer) {
        name.setText(customer.name().value());
        name.getElement().setAttribute("title", customer.name().value());
        email.setText(customer.email().value());
        email.getElement().setAttribute("title", customer.email().value());
        country.setText(customer.country().code());
        country.getElement().setAttribute("title", customer.country().name(Locale.ENGLISH));
        suspended.setVisible(customer.status() == CustomerStatus.SUSPENDED);
    }
}
