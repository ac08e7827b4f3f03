package io.muster.shell;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinServiceInitListener;
import org.springframework.stereotype.Component;

/** Every page says so at once when it has lost the server, because what it shows may no longer be so. */
@Component
class LostConnection implements VaadinServiceInitListener {

    @Override
    public void serviceInit(ServiceInitEvent event) {
        event.getSource().addUIInitListener(init -> {
            UI page = init.getUI();
            page.getReconnectDialogConfiguration().setDialogText(page.getTranslation("connection.lost"));
            page.getPage().addJsModule("context://components/lost-connection.js");
        });
    }
}
