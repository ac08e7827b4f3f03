package io.muster.device.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.upload.Upload;
import com.vaadin.flow.server.streams.DownloadHandler;
import com.vaadin.flow.server.streams.DownloadResponse;
import com.vaadin.flow.server.streams.UploadEvent;
import com.vaadin.flow.server.streams.UploadHandler;
import io.muster.device.Credential;
import io.muster.device.DeviceImport;
import io.muster.device.DeviceImport.Verdict;
import io.muster.device.NewDevice;
import io.muster.kernel.CustomerId;
import io.muster.kernel.Rejected;
import io.muster.ui.CopyButton;
import io.muster.ui.Csv;
import io.muster.ui.Notifications;
import io.muster.ui.Work;
import io.muster.ui.WorkDialog;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Registers many devices: unit ids or CSV are pasted, or a file is chosen; each line says what would become of it, what is
 * wrong is put right here or left out, and what was done can be taken back.
 */
final class RegisterManyDialog extends WorkDialog {

    private static final int MAX_BYTES = 1024 * 1024;

    private final transient DeviceImport imports;
    private final transient CustomerId place;
    private final transient Runnable changed;
    private final TextArea pasted = new TextArea(getTranslation("devices.import.paste"));
    private final Div input = new Div();
    private final Div found = new Div();
    private final Button check = new Button(getTranslation("device.move.check"), click -> check());
    private final Button apply = new Button("", click -> apply());
    private final Button back = new Button(getTranslation("devices.import.back"), click -> back());
    private transient @Nullable RegisterManyLines lines;
    private boolean edited;

    RegisterManyDialog(DeviceImport imports, CustomerId place, Runnable changed) {
        super(UI.getCurrent().getTranslation("devices.import"));
        this.imports = imports;
        this.place = place;
        this.changed = changed;
        Upload upload = new Upload((UploadHandler) this::receive);
        upload.setMaxFiles(1);
        upload.setMaxFileSize(MAX_BYTES);
        upload.setAcceptedFileTypes(".csv", "text/csv", "text/plain");
        upload.addFileRejectedListener(rejected -> refuse(getTranslation("users.import.rejected")));
        pasted.setMaxLength(MAX_BYTES);
        pasted.setWidthFull();
        pasted.setMinHeight("8rem");
        pasted.setMaxHeight("16rem");
        pasted.addClassName("mono");
        String template = Csv.line(NewDevice.COLUMNS.toArray(String[]::new));
        input.addClassName("stacked");
        input.add(
                new Paragraph(getTranslation("devices.import.text")),
                new Anchor(download("muster-devices-template.csv", template), getTranslation("users.import.template")),
                pasted,
                upload);
        content.add(input, found);
        apply.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        apply.setVisible(false);
        back.setVisible(false);
        buttons(back, check, apply);
    }

    /** Runs in a request of its own; takes no more than the largest file. */
    private void receive(UploadEvent event) throws IOException {
        byte[] file = event.getInputStream().readNBytes(MAX_BYTES + 1);
        Work.tell(Objects.requireNonNull(event.getUI()), () -> {
            if (file.length > MAX_BYTES) {
                refuse(getTranslation("problem.import.size"));
            } else {
                read(file);
            }
        });
    }

    private void read(byte[] file) {
        try {
            String text = Csv.text(file);
            pasted.setValue(text);
            read(text);
        } catch (Rejected rejected) {
            refuse(Notifications.message(rejected.problem()));
        }
    }

    private void check() {
        if (lines == null) {
            read(pasted.getValue());
        } else {
            check(lines.entered());
        }
    }

    private void read(String text) {
        clearProblem();
        try {
            check(NewDevice.read(text));
        } catch (Rejected rejected) {
            refuse(Notifications.message(rejected.problem()));
        }
    }

    private void check(List<NewDevice> entered) {
        work(entered.size(), () -> imports.check(place, entered), this::show);
    }

    private void show(List<Verdict> verdicts) {
        RegisterManyLines shown = new RegisterManyLines(verdicts, true, () -> apply.setEnabled(false));
        // What was corrected before the last check is not in the text that was pasted.
        edited |= lines != null && lines.isChanged();
        lines = shown;
        found.removeAll();
        found.add(rule(getTranslation("devices.import.rule")), shown);
        input.setVisible(false);
        back.setVisible(true);
        check.setText(getTranslation("users.import.check"));
        int good = shown.good().size();
        apply.setVisible(true);
        apply.setText(getTranslation("devices.import.apply", good));
        apply.setEnabled(good > 0);
    }

    /** To the text, with what was put right in it: there lines without errors can be changed and taken out, too. */
    private void back() {
        RegisterManyLines shown = Objects.requireNonNull(lines);
        if (edited || shown.isChanged()) {
            pasted.setValue(NewDevice.write(shown.entered()));
        }
        lines = null;
        edited = false;
        clearProblem();
        found.removeAll();
        input.setVisible(true);
        back.setVisible(false);
        check.setText(getTranslation("device.move.check"));
        apply.setVisible(false);
    }

    private void apply() {
        RegisterManyLines shown = Objects.requireNonNull(lines);
        List<NewDevice> good = shown.good();
        stoppable(
                good.size(),
                () -> imports.apply(place, good, count -> told(count, good.size())),
                imported -> done(imported, shown.wrong()));
    }

    /** What was registered; lines that were left out from the start are told of together with those that became wrong since. */
    private void done(DeviceImport.Imported imported, List<Verdict> wrong) {
        List<Verdict> verdicts = Stream.concat(wrong.stream(), imported.verdicts().stream())
                .sorted(Comparator.comparing(verdict -> verdict.line().number()))
                .toList();
        if (imported.made().isEmpty()) {
            show(verdicts);
            refuse(getTranslation("devices.import.done", 0));
            return;
        }
        changed.run();
        content.removeAll();
        Div result = new Div(
                new Paragraph(
                        getTranslation("devices.import.done", imported.made().size())),
                new CopyButton(verdicts.stream()
                        .map(verdict -> verdict.line().cell("unitId") + "\t" + RegisterManyLines.words(verdict))
                        .collect(Collectors.joining("\n"))));
        result.addClassName("row-facts");
        content.add(result);
        showsSecrets();
        content.add(
                new Paragraph(getTranslation("devices.import.credentials")),
                new Anchor(
                        download("muster-unit-credentials.csv", csv(imported.credentials())),
                        getTranslation("devices.import.credentials.download")),
                new Paragraph(new LabelSheet(imported.credentials())));
        Button undo = new Button(getTranslation("action.undo"), click -> undo(imported));
        undo.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        getFooter().getElement().insertChild(0, undo.getElement());
        List<Verdict> left =
                verdicts.stream().filter(verdict -> !verdict.isGood()).toList();
        if (!left.isEmpty()) {
            content.add(new Div(getTranslation("users.import.left")), new RegisterManyLines(left, false, () -> {}));
        }
        back.setVisible(false);
        check.setVisible(false);
        apply.setVisible(false);
        finished();
    }

    private void undo(DeviceImport.Imported imported) {
        work(imported.made().size(), () -> imports.undo(imported.made()), gone -> {
            changed.run();
            close();
            Notifications.done(getTranslation("devices.import.undone", gone));
        });
    }

    private static String csv(List<Credential> credentials) {
        StringBuilder csv = new StringBuilder(Csv.line("unitId", "url", "username", "password", "claimCode"));
        credentials.forEach(each -> csv.append(Csv.line(
                each.username().shown(), each.url(), each.username().value(), each.password(), each.claimCode())));
        return csv.toString();
    }

    private static DownloadHandler download(String name, String csv) {
        byte[] bytes = csv.getBytes(StandardCharsets.UTF_8);
        return DownloadHandler.fromInputStream(event ->
                new DownloadResponse(new ByteArrayInputStream(bytes), name, "text/csv;charset=UTF-8", bytes.length));
    }
}
