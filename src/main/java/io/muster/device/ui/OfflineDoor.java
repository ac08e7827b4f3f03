package io.muster.device.ui;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.customer.CustomerRow;
import io.muster.customer.Customers;
import io.muster.device.InstallJob;
import io.muster.device.InstallJobs;
import io.muster.device.OfflineEntries;
import io.muster.device.OfflineEntry;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Rejected;
import io.muster.location.Locations;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.context.MessageSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseBody;

/** What a phone needs to install units while it has no network: a page that it keeps, and where it sends what it kept. */
@Controller
class OfflineDoor {

    private static final int MOST_BYTES = 64 * 1024;
    private static final int MOST_ENTRIES = 20;
    private static final ListQuery OFFERED = new ListQuery("", List.of(), 200, 0, null);
    private static final String WORKER = "META-INF/resources/components/install-worker.js";

    private final Access access;
    private final OfflineEntries entries;
    private final Customers customers;
    private final Locations locations;
    private final InstallJobs jobs;
    private final MessageSource texts;
    private final PlainPage page;

    OfflineDoor(
            Access access,
            OfflineEntries entries,
            Customers customers,
            Locations locations,
            InstallJobs jobs,
            MessageSource texts) {
        this.access = access;
        this.entries = entries;
        this.customers = customers;
        this.locations = locations;
        this.jobs = jobs;
        this.texts = texts;
        this.page = new PlainPage("offline", texts);
    }

    /** Has nothing of anybody in it: the phone keeps it. */
    @GetMapping("/install/offline")
    void show(HttpServletResponse response) throws IOException {
        page.write(response, "offline.text");
    }

    /** At the top, because a worker has no say in what lies above it. */
    @GetMapping("/install-worker.js")
    void worker(HttpServletResponse response) throws IOException {
        ClassPathResource script = new ClassPathResource(WORKER);
        if (!script.exists()) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        response.setContentType("text/javascript;charset=UTF-8");
        response.setHeader("Cache-Control", "no-cache");
        script.getInputStream().transferTo(response.getOutputStream());
    }

    /** What a phone needs to know to put the page among its own programs. */
    @GetMapping("/install/manifest.webmanifest")
    void manifest(HttpServletResponse response) throws IOException {
        response.setContentType("application/manifest+json;charset=UTF-8");
        response.getWriter()
                .write(OfflineJson.write(Map.of(
                        "id",
                        "/install",
                        "name",
                        text("offline.app"),
                        "short_name",
                        text("product"),
                        "start_url",
                        "/install",
                        "scope",
                        "/",
                        "display",
                        "standalone",
                        "background_color",
                        "#ffffff",
                        "theme_color",
                        "#1f6feb",
                        "icons",
                        List.of(
                                icon("/icons/muster-192.png", "192x192", "any"),
                                icon("/icons/muster-512.png", "512x512", "any"),
                                icon("/icons/muster-512.png", "512x512", "maskable")))));
    }

    private static Map<String, String> icon(String source, String sizes, String purpose) {
        return Map.of("src", source, "sizes", sizes, "type", "image/png", "purpose", purpose);
    }

    /** Where units can be put, for the phone to keep until it has no network. */
    @GetMapping("/install/entries")
    @ResponseBody
    ResponseEntity<OfflineJson.Place> place() {
        if (access.visitor().isEmpty()) {
            return ResponseEntity.status(HttpServletResponse.SC_UNAUTHORIZED).build();
        }
        Actor actor = access.actor();
        if (actor.guest() != null) {
            InstallJob job = jobs.own();
            return ResponseEntity.ok(new OfflineJson.Place(
                    actor.username(),
                    entries.owner(),
                    job.customerId().toString(),
                    job.customerName(),
                    job.locationName(),
                    List.of()));
        }
        CustomerRow home = customers.row(Permission.CLAIM_DEVICE, actor.customer());
        List<OfflineJson.Choice> offered = locations.ofCustomer(home.id(), OFFERED).items().stream()
                .map(choice -> new OfflineJson.Choice(
                        choice.id().toString(), choice.name().value()))
                .toList();
        return ResponseEntity.ok(new OfflineJson.Place(
                actor.username(), entries.owner(), home.id().toString(), home.name(), null, offered));
    }

    /** Each entry is done by itself, and answered by itself. */
    @PostMapping("/install/entries")
    @ResponseBody
    ResponseEntity<List<OfflineJson.Answer>> enter(HttpServletRequest request) throws IOException {
        if (access.visitor().isEmpty()) {
            return ResponseEntity.status(HttpServletResponse.SC_UNAUTHORIZED).build();
        }
        byte[] sent = request.getInputStream().readNBytes(MOST_BYTES + 1);
        List<OfflineJson.Entry> read =
                sent.length > MOST_BYTES ? null : OfflineJson.read(new String(sent, StandardCharsets.UTF_8));
        if (read == null || read.size() > MOST_ENTRIES) {
            return ResponseEntity.badRequest().build();
        }
        List<OfflineJson.Answer> answers = new ArrayList<>();
        for (OfflineJson.Entry entry : read) {
            answers.add(enter(entry));
        }
        return ResponseEntity.ok(answers);
    }

    /** Whoever asks may not install units, or may not be here any more. */
    @ExceptionHandler
    ResponseEntity<Void> refused(Rejected rejected) {
        return switch (rejected.kind()) {
            case SIGNED_OUT ->
                ResponseEntity.status(HttpServletResponse.SC_UNAUTHORIZED).build();
            case FORBIDDEN ->
                ResponseEntity.status(HttpServletResponse.SC_FORBIDDEN).build();
            default -> throw rejected;
        };
    }

    private OfflineJson.Answer enter(OfflineJson.Entry entry) {
        try {
            if (Boolean.TRUE.equals(entry.done())) {
                String now = OfflineJson.key(entry.key())
                        .flatMap(entries::now)
                        .map(Enum::name)
                        .orElse("UNKNOWN");
                return new OfflineJson.Answer(entry.key(), now, null, null);
            }
            if (entry.owner() != null && !entry.owner().equals(entries.owner())) {
                return new OfflineJson.Answer(entry.key(), "OTHERS", null, null);
            }
            OfflineEntry parsed = entry.parsed();
            return new OfflineJson.Answer(entry.key(), entries.enter(parsed).name(), null, null);
        } catch (Rejected rejected) {
            if (rejected.kind() == Rejected.Kind.SIGNED_OUT) {
                throw rejected;
            }
            Rejected.Problem problem = rejected.problem();
            // What somebody may not do at the moment is no fault of the entry: a second factor is missing, or it is a
            // preview.
            boolean later =
                    rejected.kind() == Rejected.Kind.TOO_MANY_REQUESTS || rejected.kind() == Rejected.Kind.FORBIDDEN;
            return new OfflineJson.Answer(
                    entry.key(),
                    later ? "LATER" : "REFUSED",
                    rejected.kind() == Rejected.Kind.TOO_MANY_REQUESTS
                            ? wait(rejected)
                            : text(problem.key(), problem.args().toArray()),
                    problem.field());
        }
    }

    private String wait(Rejected rejected) {
        Long seconds = rejected.figures().getOrDefault(Rejected.RETRY_AFTER_S, 1L);
        return text("install.wait", Math.ceilDiv(seconds, 60));
    }

    private String text(String key, Object... args) {
        return texts.getMessage(key, args, Locale.ENGLISH);
    }
}
