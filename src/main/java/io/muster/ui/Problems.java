package io.muster.ui;

import com.vaadin.flow.component.html.Paragraph;
import io.muster.kernel.Rejected;
import java.util.ArrayList;
import java.util.List;

/** Says above a form why what was entered is refused, in so far as no field of it says so. */
public class Problems extends Paragraph {

    public Problems() {
        addClassName("problems");
        getElement().setAttribute("role", "alert");
        clear();
    }

    public void clear() {
        setVisible(false);
    }

    /** Says something that is no refusal, and is to be read before one goes on. */
    void say(String text) {
        setText(text);
        setVisible(true);
    }

    /** Shows each problem at its field where there is one, and the rest here. Whoever is signed out has to sign in first. */
    public void show(Rejected rejected, DataForm<?> form) {
        if (rejected.kind() == Rejected.Kind.SIGNED_OUT) {
            throw rejected;
        }
        List<String> rest = new ArrayList<>();
        for (Rejected.Problem problem : rejected.problems()) {
            String text = Notifications.message(problem);
            if (!form.refuse(problem, text)) {
                rest.add(text);
            }
        }
        say(String.join(" ", rest));
        setVisible(!rest.isEmpty());
    }
}
