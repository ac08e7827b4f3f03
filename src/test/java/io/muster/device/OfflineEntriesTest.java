package io.muster.device;

import static io.muster.device.OfflinePhone.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.customer.Customer;
import io.muster.kernel.CustomerId;
import io.muster.kernel.Name;
import io.muster.kernel.UnitId;
import io.muster.user.User;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What a phone kept while it had no network, sent over real HTTP by whoever has the link of a job. */
@MusterTest
class OfflineEntriesTest {

    @LocalServerPort
    int port;

    @Autowired
    Cast cast;

    @Autowired
    InstallJobs jobs;

    @Autowired
    DeviceRegistry registry;

    @Autowired
    Vehicles vehicles;

    @Autowired
    JdbcClient jdbc;

    private OfflinePhone phone;
    private Customer customer;
    private InstallJobs.Issued issued;

    @BeforeEach
    void a_job() throws Exception {
        customer = cast.customer();
        issued = job();
        phone = new OfflinePhone(port);
        phone.opens(issued);
    }

    private InstallJobs.Issued job() {
        return Cast.as(
                cast.owner(),
                () -> jobs.create(new NewInstallJob(
                        new Name("Garage Larsen"),
                        customer.id(),
                        null,
                        3,
                        Instant.now().plusSeconds(3600),
                        null)));
    }

    @Test
    void an_entry_is_done_once_however_often_it_is_sent() throws Exception {
        Registered device = register(customer.id());
        Map<String, String> entry = entry(device, Map.of("plate", "ab 12 345", "odometerKm", "12000"));
        assertThat(phone.answer(entry).path("state").asString()).isEqualTo("CLAIMED");
        assertThat(phone.answer(entry).path("state").asString()).isEqualTo("CLAIMED");
        phone.opens(issued);
        assertThat(phone.answer(entry).path("state").asString())
                .as("also after the link was opened again")
                .isEqualTo("CLAIMED");
        assertThat(Cast.as(cast.owner(), () -> registry.get(device.device().id()))
                        .state())
                .isEqualTo(UnitState.ACCEPTED);
        assertThat(Cast.as(cast.owner(), () -> vehicles.of(device.device().id()))
                        .orElseThrow()
                        .plate())
                .isEqualTo("AB 12 345");
        assertThat(jdbc.sql("select units from install_job where id = ?")
                        .param(issued.job().id())
                        .query(Integer.class)
                        .single())
                .isOne();
        jdbc.sql("update device_presence set announced_at = ? where device_id = ?")
                .params(
                        Instant.now().plusSeconds(60).atOffset(java.time.ZoneOffset.UTC),
                        device.device().id().value())
                .update();
        assertThat(phone.answer(entry).path("state").asString()).isEqualTo("VERIFIED");
    }

    @Test
    void each_entry_is_answered_by_itself_and_says_why_it_was_refused() throws Exception {
        Registered good = register(customer.id());
        Registered theirs = register(cast.customer().id());
        JsonNode answers = phone.answers(List.of(
                entry(theirs, Map.of()),
                entry(good, Map.of("vin", "too short")),
                entry(good, Map.of("odometerKm", "far")),
                entry(good, Map.of("claimCode", "")),
                entry(good, Map.of("customerId", theirs.device().customerId().toString())),
                entry(good, Map.of("key", "mine")),
                entry(good, Map.of())));
        assertThat(answers.findValuesAsString("state"))
                .containsExactly("REFUSED", "REFUSED", "REFUSED", "REFUSED", "REFUSED", "REFUSED", "CLAIMED");
        assertThat(answers.path(1).path("field").asString()).isEqualTo("vin");
        assertThat(answers.path(1).path("text").asString()).contains("17 letters");
        assertThat(answers.path(3).path("field").asString()).isEqualTo("claimCode");
    }

    @Test
    void a_unit_that_came_in_the_place_of_another_one_is_swapped() throws Exception {
        Registered old = register(customer.id());
        Cast.as(cast.owner(), () -> registry.approve(old.device().id(), null, null));
        Registered next = register(customer.id());
        Map<String, String> swap = Map.of(
                "oldUnitId",
                old.device().unitId().value(),
                "oldClaimCode",
                old.credential().claimCode());
        Map<String, String> entry = entry(next, swap);
        JsonNode half = phone.answer(
                entry(next, Map.of("oldUnitId", old.device().unitId().value())));
        assertThat(half.path("state").asString()).isEqualTo("REFUSED");
        assertThat(half.path("field").asString()).isEqualTo("oldClaimCode");
        assertThat(phone.answer(entry).path("state").asString()).isEqualTo("CLAIMED");
        assertThat(phone.answer(entry).path("state").asString()).isEqualTo("CLAIMED");
        DeviceRow gone = Cast.as(cast.owner(), () -> registry.get(old.device().id()));
        assertThat(gone.state()).isEqualTo(UnitState.REPLACED);
        assertThat(gone.replacedBy()).isEqualTo(next.device().unitId());
        assertThat(jdbc.sql("select units from install_job where id = ?")
                        .param(issued.job().id())
                        .query(Integer.class)
                        .single())
                .isOne();
    }

    /** Whoever opens another link on the same phone next neither sends nor claims what was kept before. */
    @Test
    void what_was_kept_under_one_job_waits_for_it_and_what_was_done_is_not_done_again_under_another() throws Exception {
        Registered waits = register(customer.id());
        Registered done = register(customer.id());
        String first = owner();
        Map<String, String> sent = entry(done, Map.of("owner", first));
        assertThat(phone.answer(sent).path("state").asString()).isEqualTo("CLAIMED");
        // Taken back: with the label as it is now the unit could be claimed anew.
        Cast.does(
                cast.owner(),
                () -> jdbc.sql("update device set state = 'PENDING' where id = ?")
                        .param(done.device().id().value())
                        .update());
        phone.opens(job());
        assertThat(owner()).isNotEqualTo(first);
        Map<String, String> kept = entry(waits, Map.of("owner", first));
        assertThat(phone.answer(kept).path("state").asString()).isEqualTo("OTHERS");
        assertThat(state(waits)).isEqualTo(UnitState.PENDING);
        Map<String, String> asked = Map.of("key", sent.get("key"), "done", "true");
        assertThat(phone.answer(asked).path("state").asString()).isEqualTo("UNKNOWN");
        JsonNode again = phone.answer(entry(done, Map.of("key", sent.get("key"))));
        assertThat(again.path("field").asString()).isEqualTo("key");
        assertThat(state(done)).isEqualTo(UnitState.PENDING);
        phone.opens(issued);
        assertThat(phone.answer(kept).path("state").asString()).isEqualTo("CLAIMED");
        assertThat(phone.answer(asked).path("state").asString()).isEqualTo("CLAIMED");
    }

    private String owner() throws Exception {
        return OfflinePhone.JSON
                .readTree(phone.get("/install/entries").body())
                .path("owner")
                .asString();
    }

    private UnitState state(Registered device) {
        return Cast.as(cast.owner(), () -> registry.get(device.device().id())).state();
    }

    @Test
    void a_second_entry_of_a_unit_is_told_that_it_is_claimed_already_and_takes_nothing() throws Exception {
        Registered device = register(customer.id());
        JsonNode answers = phone.answers(List.of(
                entry(device, Map.of()),
                entry(device, Map.of("plate", "AB 12 345")),
                entry(device, Map.of("claimCode", "0000000000"))));
        assertThat(answers.findValuesAsString("state")).containsExactly("CLAIMED", "REFUSED", "REFUSED");
        assertThat(answers.path(1).path("text").asString()).startsWith("You have claimed this unit already.");
        assertThat(answers.path(2).path("text").asString())
                .as("by another label")
                .startsWith("No unit can be claimed");
        assertThat(jdbc.sql("select units from install_job where id = ?")
                        .param(issued.job().id())
                        .query(Integer.class)
                        .single())
                .isOne();
        OfflinePhone another = new OfflinePhone(port);
        another.opens(issued);
        assertThat(another.answer(entry(device, Map.of())).path("text").asString())
                .as("to somebody else")
                .startsWith("No unit can be claimed");
    }

    @Test
    void nonsense_is_refused_and_so_is_whoever_is_not_signed_in() throws Exception {
        for (String nonsense : List.of("", "{}", "[1]", "[null]", "[" + "{},".repeat(25) + "{}]", "x".repeat(70_000))) {
            assertThat(phone.post("/install/entries", nonsense).statusCode())
                    .as(nonsense.substring(0, Math.min(20, nonsense.length())))
                    .isEqualTo(400);
        }
        Cast.does(cast.owner(), () -> jobs.revoke(issued.job().id()));
        assertThat(phone.post("/install/entries", "[]").statusCode()).isEqualTo(401);
        assertThat(phone.get("/install/entries").statusCode()).isEqualTo(401);
    }

    @Test
    void the_page_that_a_phone_keeps_has_nothing_of_anybody_and_runs_nothing_but_its_own_scripts() throws Exception {
        HttpResponse<String> page = phone.get("/install/offline");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
                .contains("script-src 'self';")
                .doesNotContain("unsafe");
        assertThat(page.body())
                .contains("Install without a network")
                .doesNotContain("{{", "[[", customer.name().value())
                .doesNotContainPattern("<script(?![^>]* src=)|style=| on[a-z]+=");
        JsonNode manifest = OfflinePhone.JSON.readTree(
                phone.get("/install/manifest.webmanifest").body());
        assertThat(manifest.path("start_url").asString()).isEqualTo("/install");
        assertThat(manifest.path("icons").size()).isEqualTo(3);
    }

    private Registered register(CustomerId owner) {
        UnitId unit = new UnitId(UUID.randomUUID().toString().replace("-", ""));
        return Cast.as(cast.owner(), () -> registry.register(new RegisterDevice(unit, null, owner, null, false)));
    }

    @Test
    void whoever_may_not_claim_units_is_told_so() throws Exception {
        User nobody = cast.user(customer.id(), Group.FLEET_MANAGEMENT);
        OfflinePhone theirs = new OfflinePhone(port);
        theirs.signsIn(nobody.username(), Cast.PASSWORD);
        assertThat(theirs.get("/install/entries").statusCode()).isEqualTo(403);
        User installer = cast.user(customer.id(), Group.INSTALLER);
        theirs.signsIn(installer.username(), Cast.PASSWORD);
        assertThat(theirs.get("/install/entries").statusCode()).isEqualTo(200);
        assertThat(new OfflinePhone(port).get("/install/entries").statusCode()).isEqualTo(401);
    }
}
