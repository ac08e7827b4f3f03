package io.muster.device.ui;

import io.muster.access.Access;
import io.muster.access.Identity;
import io.muster.device.InstallJob;
import io.muster.device.InstallJobs;
import io.muster.device.JobLinks;
import io.muster.kernel.Rejected;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/** Where the link of an install job leads: its secret is given for a session that can do what the job says. */
@Controller
class JobDoor {

    private static final int LONGEST_SECRET = 100;

    private final Access access;
    private final InstallJobs jobs;
    private final JobLinks links;
    private final MessageSource texts;
    private final PlainPage page;

    JobDoor(Access access, InstallJobs jobs, JobLinks links, MessageSource texts) {
        this.access = access;
        this.jobs = jobs;
        this.links = links;
        this.texts = texts;
        this.page = new PlainPage("job", texts);
    }

    /** Also where somebody is led whose job is over: why is all that they are told. */
    @GetMapping("/job")
    void show(HttpServletResponse response) throws IOException {
        Optional<InstallJob.State> over = access.guest().flatMap(jobs::over);
        page.write(response, over.map(state -> "problem.job." + state).orElse("job.closed"));
    }

    @PostMapping("/job/open")
    void open(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (access.visitor().filter(actor -> actor.guest() == null).isPresent()) {
            answer(response, HttpServletResponse.SC_CONFLICT, "job.signedIn");
            return;
        }
        byte[] sent = request.getInputStream().readNBytes(LONGEST_SECRET);
        try {
            begin(
                    request,
                    links.open(
                            new String(sent, StandardCharsets.ISO_8859_1),
                            request.getRemoteAddr(),
                            access.guest().orElse(null)));
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        } catch (Rejected rejected) {
            refuse(response, rejected);
        }
    }

    private void refuse(HttpServletResponse response, Rejected rejected) throws IOException {
        Long wait = rejected.figures().get(Rejected.RETRY_AFTER_S);
        if (wait != null) {
            response.setHeader(HttpHeaders.RETRY_AFTER, wait.toString());
        }
        answer(
                response,
                wait == null ? HttpServletResponse.SC_NOT_FOUND : HttpStatus.TOO_MANY_REQUESTS.value(),
                rejected.problem().key());
    }

    /** A session that was begun before is not the one that goes on, whoever knows its id. */
    private static void begin(HttpServletRequest request, Identity identity) {
        HttpSession before = request.getSession(false);
        if (before != null) {
            before.invalidate();
        }
        SecurityContext context = new SecurityContextImpl(
                UsernamePasswordAuthenticationToken.authenticated(identity, null, AuthorityUtils.NO_AUTHORITIES));
        request.getSession(true)
                .setAttribute(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY, context);
    }

    private void answer(HttpServletResponse response, int status, String key) throws IOException {
        response.setStatus(status);
        response.setContentType("text/plain;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.getWriter().write(texts.getMessage(key, null, java.util.Locale.ENGLISH));
    }
}
