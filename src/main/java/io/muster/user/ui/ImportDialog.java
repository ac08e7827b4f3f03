package io.muster.user.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.upload.Upload;
import com.vaadin.flow.server.streams.DownloadHandler;
import com.vaadin.flow.server.streams.DownloadResponse;
import com.vaadin.flow.server.streams.UploadEvent;
import com.vaadin.flow.server.streams.UploadHandler;
import io.muster.kernel.CustomerId;
import io.muster.kernel.Rejected;
import io.muster.ui.Notifications;
import io.muster.ui.Work;
import io.muster.ui.WorkDialog;
import io.muster.user.BulkResult;
import io.muster.user.ImportFile;
import io.muster.user.ImportLine;
import io.muster.user.ImportVerdict;
import io.muster.user.UserBulk;
import io.muster.user.UserImport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Imports users: a file is chosen, each line says what it would do, what is wrong is put right here or left out, and what was
 * done can be taken back.
 */
final class ImportDialog extends WorkDialog {

    private final transient UserImport imports;
    private final transient UserBulk bulk;
    private final transient CustomerId place;
    private final transient Runnable changed;
    private final Button check = new Button(getTranslation("users.import.check"), click -> check());
    private final Button apply = new Button(getTranslation("users.import.apply", 0), click -> apply());
    private transient @Nullable ImportLines lines;

    ImportDialog(UserImport imports, UserBulk bulk, CustomerId place, Runnable changed) {
        super(UI.getCurrent().getTranslation("users.import"));
        this.imports = imports;
        this.bulk = bulk;
        this.place = place;
        this.changed = changed;
        apply.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        check.setVisible(false);
        apply.setVisible(false);
        begin();
        buttons(check, apply);
    }

    private void begin() {
        Anchor template = new Anchor(
                download("muster-users-template.csv", UserCsv.template()), getTranslation("users.import.template"));
        Upload upload = new Upload((UploadHandler) this::receive);
        upload.setMaxFiles(1);
        upload.setMaxFileSize(ImportFile.MAX_BYTES);
        upload.setAcceptedFileTypes(".csv", "text/csv", "text/plain");
        upload.addFileRejectedListener(rejected -> refuse(getTranslation("users.import.rejected")));
        content.add(new Paragraph(getTranslation("users.import.text")), template, upload);
    }

    /** Runs in a request of its own; takes no more than the largest file. */
    private void receive(UploadEvent event) throws IOException {
        byte[] file = event.getInputStream().readNBytes(ImportFile.MAX_BYTES + 1);
        Work.tell(Objects.requireNonNull(event.getUI()), () -> read(file));
    }

    /** Shows what the lines of a file would do. */
    void read(byte[] file) {
        clearProblem();
        try {
            List<ImportLine> read = ImportFile.read(file);
            work(read.size(), () -> imports.check(place, read, count -> told(count, read.size())), this::show);
        } catch (Rejected rejected) {
            refuse(Notifications.message(rejected.problem()));
        }
    }

    private void show(List<ImportVerdict> verdicts) {
        ImportLines shown = new ImportLines(verdicts, true, () -> apply.setEnabled(false));
        lines = shown;
        content.removeAll();
        content.add(rule(getTranslation("users.import.rule")), shown);
        check.setVisible(true);
        apply.setVisible(true);
        apply.setText(getTranslation("users.import.apply", shown.good()));
        apply.setEnabled(shown.good() > 0);
    }

    private void check() {
        List<ImportLine> entered = Objects.requireNonNull(lines).lines();
        work(entered.size(), () -> imports.check(place, entered, count -> told(count, entered.size())), this::show);
    }

    private void apply() {
        List<ImportLine> entered = Objects.requireNonNull(lines).lines();
        work(entered.size(), () -> imports.apply(place, entered, count -> told(count, entered.size())), this::done);
    }

    private void done(UserImport.Imported imported) {
        changed.run();
        ImportLines result = new ImportLines(imported.verdicts(), false, () -> {});
        content.removeAll();
        content.add(new Paragraph(getTranslation("users.import.done", result.words())));
        if (!imported.links().isEmpty()) {
            showsSecrets();
            content.add(new Paragraph(getTranslation("users.import.links")), links(imported));
        }
        if (result.errors() > 0) {
            content.add(new Paragraph(getTranslation("users.import.left")), result);
        }
        check.setVisible(false);
        apply.setVisible(false);
        finished();
        if (!imported.result().done().isEmpty()) {
            Button undo = new Button(getTranslation("users.import.undo"), click -> undo(imported.result()));
            undo.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
            getFooter().getElement().insertChild(0, undo.getElement());
        }
    }

    private static Anchor links(UserImport.Imported imported) {
        StringBuilder csv = new StringBuilder(io.muster.ui.Csv.line("email", "username", "link"));
        imported.links().forEach(link -> csv.append(io.muster.ui.Csv.line(link.email(), link.username(), link.url())));
        UI ui = UI.getCurrent();
        return new Anchor(
                download("muster-invitations.csv", csv.toString()), ui.getTranslation("users.import.links.download"));
    }

    private static DownloadHandler download(String name, String csv) {
        byte[] bytes = csv.getBytes(StandardCharsets.UTF_8);
        return DownloadHandler.fromInputStream(event ->
                new DownloadResponse(new ByteArrayInputStream(bytes), name, "text/csv;charset=UTF-8", bytes.length));
    }

    private void undo(BulkResult result) {
        work(result.done().size(), () -> bulk.undo(result), undone -> {
            changed.run();
            close();
            new BulkSummary(getTranslation("users.bulk.undone"), undone).open();
        });
    }
}
