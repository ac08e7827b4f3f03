package io.muster.device.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.DescriptionList;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import io.muster.device.TrafficReader;
import io.muster.device.UnitTraffic;
import io.muster.kernel.Preferences;
import io.muster.ui.Times;
import java.text.NumberFormat;

/** How it goes between units and the program, and what to do when it does not. */
class TrafficDialog extends Dialog {

    private static final long MEGABYTE = 1024L * 1024;

    private final transient TrafficReader reader;
    private final transient Preferences viewer;
    private final Div content = new Div();

    TrafficDialog(TrafficReader reader, Preferences viewer) {
        this.reader = reader;
        this.viewer = viewer;
        setHeaderTitle(getTranslation("traffic.title"));
        addClassName("editor-dialog");
        content.getElement().setAttribute("role", "status");
        add(content);
        Button close = new Button(getTranslation("action.close"), click -> close());
        Button refresh = new Button(getTranslation("traffic.refresh"), click -> show());
        getFooter().add(close, refresh);
        show();
    }

    private void show() {
        UnitTraffic.State state = reader.state();
        content.removeAll();
        content.add(
                new H3(getTranslation("traffic.health." + state.health())),
                new Paragraph(getTranslation("traffic.health." + state.health() + ".text")));
        DescriptionList facts = new DescriptionList();
        facts.addClassName("facts");
        fact(facts, "broker", new Span(state.broker()));
        fact(facts, "connected", Times.ago(state.connectedSince(), viewer, getTranslation("traffic.notConnected")));
        fact(facts, "received", number(state.received()));
        fact(facts, "lastMinute", number(state.lastMinute()));
        fact(facts, "waiting", number(state.waiting()));
        fact(
                facts,
                "lag",
                new Span(getTranslation("traffic.seconds", state.lag().toSeconds())));
        fact(facts, "retries", number(state.retries()));
        fact(facts, "dropped", number(state.dropped()));
        fact(facts, "free", new Span(getTranslation("traffic.megabytes", state.freeBytes() / MEGABYTE)));
        if (state.untold() > 0) {
            fact(facts, "untold", number(state.untold()));
        }
        if (state.missing() > 0) {
            fact(facts, "missing", number(state.missing()));
        }
        state.refused()
                .forEach((reason, times) -> facts.add(
                        new DescriptionList.Term(
                                getTranslation("traffic.refused", getTranslation("ingest.reason." + reason))),
                        new DescriptionList.Description(number(times))));
        UnitTraffic.Trouble trouble = state.lastTrouble();
        if (trouble != null) {
            fact(facts, "trouble", new Div(Times.ago(trouble.at(), viewer, ""), new Paragraph(trouble.what())));
        }
        content.add(facts);
    }

    private void fact(DescriptionList facts, String name, Component value) {
        facts.add(new DescriptionList.Term(getTranslation("traffic." + name)), new DescriptionList.Description(value));
    }

    private Span number(long value) {
        return new Span(NumberFormat.getIntegerInstance(getLocale()).format(value));
    }
}
