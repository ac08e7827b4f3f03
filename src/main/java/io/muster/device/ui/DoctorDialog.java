package io.muster.device.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import io.muster.device.Diagnosis;
import io.muster.device.Doctor;
import io.muster.kernel.Change;
import io.muster.kernel.Rejected;
import io.muster.ui.Notifications;

/** Paste a topic and a payload, and see which rule applies, what would change, and what the unit would be answered. */
class DoctorDialog extends Dialog {

    private final transient Doctor doctor;
    private final TextField topic = new TextField();
    private final TextArea payload = new TextArea();
    private final Div result = new Div();

    DoctorDialog(Doctor doctor, String topic, String payload) {
        this.doctor = doctor;
        setHeaderTitle(getTranslation("doctor.title"));
        addClassName("editor-dialog");
        setCloseOnOutsideClick(false);
        this.topic.setLabel(getTranslation("doctor.topic"));
        this.topic.setPlaceholder("muster/v1/…/announce");
        this.topic.setValue(topic);
        this.topic.setWidthFull();
        this.topic.setRequiredIndicatorVisible(true);
        this.payload.setLabel(getTranslation("doctor.payload"));
        this.payload.setValue(payload);
        this.payload.setWidthFull();
        this.payload.setMinHeight("9rem");
        this.payload.setMaxHeight("18rem");
        this.payload.addClassName("mono");
        result.getElement().setAttribute("role", "status");
        add(new Paragraph(getTranslation("doctor.text")), this.topic, this.payload, result);
        Button close = new Button(getTranslation("action.close"), click -> close());
        Button examine = new Button(getTranslation("doctor.examine"), click -> examine());
        examine.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        getFooter().add(close, examine);
    }

    private void examine() {
        topic.setInvalid(false);
        payload.setInvalid(false);
        result.removeAll();
        try {
            show(doctor.examine(topic.getValue(), payload.getValue()));
        } catch (Rejected rejected) {
            if (rejected.kind() != Rejected.Kind.INVALID) {
                throw rejected;
            }
            rejected.problems().forEach(problem -> {
                String text = Notifications.message(problem);
                if ("payload".equals(problem.field())) {
                    payload.setErrorMessage(text);
                    payload.setInvalid(true);
                } else {
                    topic.setErrorMessage(text);
                    topic.setInvalid(true);
                }
            });
        }
    }

    private void show(Diagnosis diagnosis) {
        String unit = diagnosis.unit() == null ? "" : diagnosis.unit().name();
        result.add(new H3(getTranslation("doctor.verdict." + diagnosis.verdict())));
        result.add(new Paragraph(getTranslation("doctor.verdict." + diagnosis.verdict() + ".text", unit)));
        if (!diagnosis.detail().isEmpty()) {
            Pre detail = new Pre(diagnosis.detail());
            detail.addClassName("wire");
            result.add(detail);
        }
        if (!diagnosis.changes().isEmpty()) {
            UnorderedList changes = new UnorderedList();
            diagnosis.changes().forEach(field -> changes.add(new ListItem(words(field))));
            result.add(new Paragraph(getTranslation("doctor.changes")), changes);
        }
        Diagnosis.Verdict verdict = diagnosis.verdict();
        if (diagnosis.reply() != null) {
            Pre reply =
                    new Pre(diagnosis.reply().topic() + "\n" + diagnosis.reply().payload());
            reply.addClassName("wire");
            result.add(new Paragraph(getTranslation("doctor.reply")), reply);
        } else if (verdict == Diagnosis.Verdict.MALFORMED && isRequest()) {
            result.add(new Paragraph(getTranslation("doctor.reply.request")));
        } else if (verdict != Diagnosis.Verdict.UNHEARD && verdict != Diagnosis.Verdict.ASKED) {
            result.add(new Paragraph(getTranslation("doctor.noReply")));
        }
    }

    /** Whoever asks for a password hears in the answer that there is none. */
    private boolean isRequest() {
        return topic.getValue().strip().endsWith("/enroll/request");
    }

    private String words(Change.Field field) {
        return getTranslation(
                "doctor.change",
                getTranslation("history.field." + field.name()),
                field.from() == null ? getTranslation("doctor.nothing") : field.from(),
                field.to() == null ? getTranslation("doctor.nothing") : field.to());
    }
}
