package io.muster.shell;

import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinServiceInitListener;
import io.muster.access.Access;
import org.springframework.stereotype.Component;

/** Whoever must have a second factor and has none is led to where it is set up, whatever page they open. */
@Component
class SecondFactorFirst implements VaadinServiceInitListener {

    private static final String SET_UP = "second-factor";

    private final Access access;

    SecondFactorFirst(Access access) {
        this.access = access;
    }

    @Override
    public void serviceInit(ServiceInitEvent event) {
        event.getSource()
                .addUIInitListener(init -> init.getUI().addBeforeEnterListener(enter -> {
                    if (!enter.getLocation().getPath().equals(SET_UP) && access.lacksSecondFactor()) {
                        enter.forwardTo(SET_UP);
                    }
                }));
    }
}
