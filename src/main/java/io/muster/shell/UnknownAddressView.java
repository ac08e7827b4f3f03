package io.muster.shell;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.ParentLayout;
import com.vaadin.flow.router.RouteNotFoundError;
import jakarta.annotation.security.PermitAll;
import jakarta.servlet.http.HttpServletResponse;

/** An address that the program does not have. */
@ParentLayout(MainLayout.class)
@PermitAll
class UnknownAddressView extends RouteNotFoundError implements HasDynamicTitle {

    @Override
    public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<NotFoundException> parameter) {
        Div page = new Div(
                new H2(getTranslation(event.getUI(), "notFound.title")),
                new Paragraph(getTranslation(event.getUI(), "notFound.text")),
                new Anchor("accounts", getTranslation(event.getUI(), "notFound.home")));
        page.addClassName("dead-end");
        getElement().removeAllChildren();
        getElement().appendChild(page.getElement());
        return HttpServletResponse.SC_NOT_FOUND;
    }

    private static String getTranslation(com.vaadin.flow.component.UI ui, String key) {
        return ui.getTranslation(key);
    }

    @Override
    public String getPageTitle() {
        return getTranslation(com.vaadin.flow.component.UI.getCurrent(), "notFound.title");
    }
}
