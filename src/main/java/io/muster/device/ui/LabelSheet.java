package io.muster.device.ui;

import com.vaadin.flow.component.html.Anchor;
import io.muster.device.ClaimCode;
import io.muster.device.Credential;
import io.muster.device.UnitLabel;
import java.util.List;

/**
 * A link to labels for units whose codes are shown this once. It is made of what the page has, and ends with it: no code is
 * kept for it.
 */
final class LabelSheet extends Anchor {

    LabelSheet(List<Credential> credentials) {
        List<UnitLabel> labels = credentials.stream()
                .map(each -> new UnitLabel(each.username(), new ClaimCode(each.claimCode())))
                .toList();
        UnitLabels printer = new UnitLabels(getTranslation("label.code"));
        setText(getTranslation("label.download", labels.size()));
        setHref(download -> {
            download.setFileName("muster-labels.pdf");
            download.setContentType("application/pdf");
            printer.write(labels, download.getOutputStream());
        });
    }
}
