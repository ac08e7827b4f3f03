package io.muster.ui;

import com.vaadin.flow.component.Component;
import io.muster.kernel.Rejected;
import java.util.Optional;

/** A form that shows and reads one record. */
public interface DataForm<D> {

    Component component();

    /** What stands in the form; empty when a field is wrong, which the field then says. */
    Optional<D> read();

    /**
     * Shows a problem that only the service could find at the field it belongs to.
     *
     * @return false when the form has no such field
     */
    boolean refuse(Rejected.Problem problem, String text);
}
