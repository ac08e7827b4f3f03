package io.muster.device.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.component.textfield.TextFieldVariant;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

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
    private final Button check = new Button(getTranslation("device.move.check"), click -> check());
    private final Button apply = new Button("", click -> apply());
    private final Span count = new Span();
    private final transient Map<Integer, NewDevice> entered = new LinkedHashMap<>();

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
        content.add(
                new Paragraph(getTranslation("devices.import.text")),
                new Anchor(download("muster-devices-template.csv", template), getTranslation("users.import.template")),
                pasted,
                upload);
        apply.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        apply.setVisible(false);
        count.addClassName("list-count");
        count.getElement().setAttribute("role", "status");
        buttons(check, apply);
    }

    /** Runs in a request of its own; takes no more than the largest file. */
    private void receive(UploadEvent event) throws IOException {
        byte[] file = event.getInputStream().readNBytes(MAX_BYTES + 1);
        Work.tell(Objects.requireNonNull(event.getUI()), () -> {
            if (file.length > MAX_BYTES) {
                refuse(getTranslation("problem.import.size"));
            } else {
                read(new String(file, StandardCharsets.UTF_8));
            }
        });
    }

    private void check() {
        if (entered.isEmpty()) {
            read(pasted.getValue());
        } else {
            check(List.copyOf(entered.values()));
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

    private void check(List<NewDevice> lines) {
        work(lines.size(), () -> imports.check(place, lines), this::show);
    }

    private void show(List<Verdict> verdicts) {
        entered.clear();
        verdicts.forEach(verdict -> entered.put(verdict.line().number(), verdict.line()));
        long good = verdicts.stream().filter(Verdict::isGood).count();
        count.setText(getTranslation("devices.import.count", good, verdicts.size() - good));
        content.removeAll();
        content.add(new Paragraph(getTranslation("devices.import.rule")), count, grid(verdicts, true));
        check.setText(getTranslation("users.import.check"));
        apply.setVisible(true);
        apply.setText(getTranslation("devices.import.apply", good));
        apply.setEnabled(good > 0);
    }

    private Grid<Verdict> grid(List<Verdict> verdicts, boolean editable) {
        Grid<Verdict> grid = new Grid<>();
        grid.addThemeVariants(GridVariant.LUMO_NO_BORDER, GridVariant.LUMO_COMPACT, GridVariant.LUMO_WRAP_CELL_CONTENT);
        grid.setSelectionMode(Grid.SelectionMode.NONE);
        grid.addColumn(verdict -> verdict.line().number())
                .setHeader(getTranslation("users.import.line"))
                .setAutoWidth(true)
                .setFlexGrow(0);
        grid.addComponentColumn(RegisterManyDialog::words)
                .setKey("verdict")
                .setHeader(getTranslation("users.import.verdict"))
                .setWidth("16rem");
        for (String column : NewDevice.COLUMNS) {
            if (verdicts.getFirst().line().cells().containsKey(column)) {
                grid.addComponentColumn(verdict -> cell(verdict, column, editable))
                        .setKey(column)
                        .setHeader(column)
                        .setWidth("11rem");
            }
        }
        grid.setItems(verdicts);
        return grid;
    }

    private static Span words(Verdict verdict) {
        UI ui = UI.getCurrent();
        Span words = new Span(
                verdict.isGood()
                        ? ui.getTranslation("devices.import.good")
                        : verdict.problems().stream()
                                .map(Notifications::message)
                                .collect(Collectors.joining(" ")));
        words.addClassName(verdict.isGood() ? "yes" : "no");
        return words;
    }

    private Component cell(Verdict verdict, String column, boolean editable) {
        int number = verdict.line().number();
        String text =
                Objects.requireNonNullElse(entered.get(number), verdict.line()).cell(column);
        if (!editable || verdict.isGood()) {
            return new Span(text);
        }
        TextField field = new TextField();
        field.addThemeVariants(TextFieldVariant.LUMO_SMALL);
        field.setWidthFull();
        field.setMaxLength(1_000);
        field.setAriaLabel(getTranslation("users.import.cell", column, number));
        field.setValue(text);
        field.setInvalid(verdict.problems().stream()
                .anyMatch(problem -> problem.field() != null && problem.field().startsWith(column)));
        field.addValueChangeListener(change -> {
            entered.computeIfPresent(number, (key, line) -> line.with(column, change.getValue()));
            count.setText(getTranslation("users.import.again"));
            apply.setEnabled(false);
        });
        return field;
    }

    private void apply() {
        List<NewDevice> lines = List.copyOf(entered.values());
        stoppable(lines.size(), () -> imports.apply(place, lines, count -> told(count, lines.size())), this::done);
    }

    private void done(DeviceImport.Imported imported) {
        changed.run();
        content.removeAll();
        Div result = new Div(
                new Paragraph(
                        getTranslation("devices.import.done", imported.made().size())),
                new CopyButton(imported.verdicts().stream()
                        .map(verdict -> verdict.line().cell("unitId") + "\t"
                                + words(verdict).getText())
                        .collect(Collectors.joining("\n"))));
        result.addClassName("row-facts");
        content.add(result);
        if (!imported.made().isEmpty()) {
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
        }
        List<Verdict> left = imported.verdicts().stream()
                .filter(verdict -> !verdict.isGood())
                .toList();
        if (!left.isEmpty()) {
            content.add(new Div(getTranslation("users.import.left")), grid(left, false));
        }
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
