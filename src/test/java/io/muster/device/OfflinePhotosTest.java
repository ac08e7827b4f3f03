package io.muster.device;

import static io.muster.device.OfflinePhone.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.customer.Customer;
import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import io.muster.kernel.Name;
import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import io.muster.user.User;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Photos that a phone took while it had no network, sent after their entries. */
@MusterTest
class OfflinePhotosTest {

    private static final byte[] JPEG = Pictures.picture("jpeg");

    @LocalServerPort
    int port;

    @Autowired
    Cast cast;

    @Autowired
    InstallJobs jobs;

    @Autowired
    OfflineEntries entries;

    @Autowired
    OfflinePhotos offline;

    @Autowired
    InstallPhotos photos;

    @Autowired
    Installations installations;

    @Autowired
    DeviceRegistry registry;

    @Autowired
    DeviceMoves moves;

    @Autowired
    JdbcClient jdbc;

    private Customer customer;
    private InstallJobs.Issued issued;
    private OfflinePhone phone;

    @BeforeEach
    void a_job() throws Exception {
        customer = cast.customer();
        issued = job(customer.id());
        phone = new OfflinePhone(port);
        phone.opens(issued);
    }

    @Test
    void a_photo_is_kept_with_its_installation_once_however_often_it_is_sent() throws Exception {
        Registered device = register(customer.id());
        Map<String, String> entry = claimed(device, Map.of());
        UUID photo = UUID.randomUUID();
        assertThat(phone.answer(entry, photo, JPEG).path("state").asString()).isEqualTo("KEPT");
        phone.opens(issued);
        assertThat(phone.answer(entry, photo, Pictures.picture("png"))
                        .path("state")
                        .asString())
                .as("also after the link was opened again")
                .isEqualTo("KEPT");
        DeviceId id = device.device().id();
        assertThat(actions(id)).containsOnlyOnce("photo_taken");
        InstallPhotos.Taken taken = taken(id).getFirst();
        assertThat(taken.by()).isEqualTo("install job Garage Larsen");
        byte[] first =
                Cast.as(cast.owner(), () -> photos.of(id, taken.installation())).orElseThrow();
        assertThat(first).startsWith(0xff, 0xd8);
        assertThat(phone.answer(entry, UUID.randomUUID(), JPEG).path("state").asString())
                .isEqualTo("KEPT");
        assertThat(taken(id)).as("another photo takes its place").hasSize(1);
        assertThat(actions(id)).filteredOn("photo_taken"::equals).hasSize(2);
    }

    @Test
    void a_photo_that_is_refused_says_why_and_the_unit_stays_installed() throws Exception {
        Registered device = register(customer.id());
        Map<String, String> entry = claimed(device, Map.of());
        for (byte[] none : new byte[][] {
            {},
            "<svg/>".getBytes(StandardCharsets.UTF_8),
            Pictures.picture("bmp"),
            Arrays.copyOf(JPEG, 30),
            Pictures.bomb(20_000)
        }) {
            JsonNode answer = phone.answer(entry, UUID.randomUUID(), none);
            assertThat(answer.path("state").asString()).isEqualTo("REFUSED");
            assertThat(answer.path("text").asString()).startsWith("This is no photo that can be kept.");
        }
        JsonNode huge = phone.answer(entry, UUID.randomUUID(), new byte[InstallPhotos.MOST_BYTES + 100_000]);
        assertThat(huge.path("state").asString()).isEqualTo("REFUSED");
        assertThat(huge.path("text").asString()).isEqualTo("The photo is larger than 2 MB.");
        assertThat(taken(device.device().id())).isEmpty();
        assertThat(phone.answer(entry).path("state").asString()).isEqualTo("CLAIMED");
        assertThat(phone.answer(entry, UUID.randomUUID(), JPEG).path("state").asString())
                .isEqualTo("KEPT");
    }

    @Test
    void where_the_camera_was_is_not_kept() throws Exception {
        Registered device = register(customer.id());
        Map<String, String> entry = claimed(device, Map.of());
        byte[] sent = Pictures.withNote(JPEG);
        assertThat(new String(sent, StandardCharsets.ISO_8859_1)).contains(Pictures.NOTE);
        phone.answer(entry, UUID.randomUUID(), sent);
        DeviceId id = device.device().id();
        byte[] kept = Cast.as(
                        cast.owner(),
                        () -> photos.of(id, photos.taken(id).getFirst().installation()))
                .orElseThrow();
        assertThat(new String(kept, StandardCharsets.ISO_8859_1)).doesNotContain(Pictures.NOTE);
    }

    @Test
    void somebody_elses_entry_is_answered_like_one_that_is_not_there() throws Exception {
        Registered device = register(customer.id());
        Map<String, String> entry = claimed(device, Map.of());
        OfflinePhone other = new OfflinePhone(port);
        other.opens(job(cast.customer().id()));
        JsonNode missing = other.answer(Map.of("key", UUID.randomUUID().toString()), UUID.randomUUID(), JPEG);
        assertThat(missing.path("state").asString()).isEqualTo("UNKNOWN");
        assertThat(missing.path("text").asString()).startsWith("The photo belongs to no unit");
        assertThat(other.answer(entry, UUID.randomUUID(), JPEG)).isEqualTo(missing);
        OfflinePhone colleague = new OfflinePhone(port);
        colleague.opens(job(customer.id()));
        assertThat(colleague.answer(entry, UUID.randomUUID(), JPEG)).isEqualTo(missing);
        assertThatThrownBy(() -> Cast.does(
                        cast.owner(), () -> offline.keep(UUID.fromString(entry.get("key")), UUID.randomUUID(), JPEG)))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("problem.offline.photo");
        assertThat(taken(device.device().id())).isEmpty();
    }

    @Test
    void a_unit_that_came_in_the_place_of_another_one_gets_its_photo() throws Exception {
        Registered old = register(customer.id());
        Cast.as(cast.owner(), () -> registry.approve(old.device().id(), null, null));
        Registered next = register(customer.id());
        Map<String, String> entry = claimed(
                next,
                Map.of(
                        "oldUnitId",
                        old.device().unitId().value(),
                        "oldClaimCode",
                        old.credential().claimCode()));
        assertThat(phone.answer(entry, UUID.randomUUID(), JPEG).path("state").asString())
                .isEqualTo("KEPT");
        assertThat(taken(next.device().id())).hasSize(1);
        assertThat(taken(old.device().id())).isEmpty();
    }

    @Test
    void no_photo_comes_to_a_unit_that_has_gone_elsewhere() throws Exception {
        Registered device = register(customer.id());
        Map<String, String> entry = claimed(device, Map.of());
        Customer next = cast.customer(customer.id());
        Cast.does(
                cast.owner(),
                () -> moves.move(next.id(), List.of(device.device().unitId())));
        assertThat(phone.answer(entry, UUID.randomUUID(), JPEG).path("state").asString())
                .isEqualTo("UNKNOWN");
        assertThat(taken(device.device().id())).isEmpty();
    }

    @Test
    void one_entry_cannot_send_photos_without_end() throws Exception {
        Registered device = register(customer.id());
        Map<String, String> entry = claimed(device, Map.of());
        for (int i = 0; i < OfflinePhotos.MOST_ATTEMPTS; i++) {
            phone.answer(entry, UUID.randomUUID(), new byte[] {1});
        }
        JsonNode answer = phone.answer(entry, UUID.randomUUID(), JPEG);
        assertThat(answer.path("state").asString()).isEqualTo("REFUSED");
        assertThat(answer.path("text").asString()).startsWith("Too many photos");
        assertThat(taken(device.device().id())).isEmpty();
    }

    @Test
    void nonsense_is_refused_and_so_are_other_sites_and_whoever_is_not_signed_in() throws Exception {
        Map<String, String> entry = claimed(register(customer.id()), Map.of());
        String address = "/install/entries/" + entry.get("key") + "/photos/";
        String photo = UUID.randomUUID().toString();
        assertThat(phone.post(address + "mine", JPEG).statusCode()).isEqualTo(400);
        assertThat(phone.post("/install/entries/1/photos/" + photo, JPEG).statusCode())
                .isEqualTo(400);
        assertThat(phone.post(address + photo, JPEG, "Origin", "https://elsewhere.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(new OfflinePhone(port).post(address + photo, JPEG).statusCode())
                .isEqualTo(401);
        Cast.does(cast.owner(), () -> jobs.revoke(issued.job().id()));
        assertThat(phone.post(address + photo, JPEG).statusCode()).isEqualTo(401);
    }

    @Test
    void an_installer_with_an_account_sends_it_days_later_as_long_as_they_may_install_there() {
        User installer = cast.user(customer.id(), Group.INSTALLER);
        Registered device = register(customer.id());
        DeviceId id = device.device().id();
        UUID key = UUID.randomUUID();
        UnitLabel label = new UnitLabel(
                device.device().unitId(), new ClaimCode(device.credential().claimCode()));
        Cast.as(installer, () -> entries.enter(new OfflineEntry(key, label, null, customer.id(), null, null)));
        Instant lastWeek = Instant.now().minusSeconds(7 * 24 * 3600);
        jdbc.sql("update installation set began_at = ? where device_id = ?")
                .params(lastWeek.atOffset(ZoneOffset.UTC), id.value())
                .update();
        Cast.does(installer, () -> offline.keep(key, UUID.randomUUID(), JPEG));
        assertThat(taken(id))
                .singleElement()
                .satisfies(photo -> assertThat(photo.by()).isEqualTo(installer.username()));
        jdbc.sql("delete from user_group where user_id = ?")
                .param(installer.id().value())
                .update();
        assertThatThrownBy(() -> Cast.does(installer, () -> offline.keep(key, UUID.randomUUID(), JPEG)))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("FORBIDDEN");
    }

    @Test
    void what_somebody_may_not_do_at_the_moment_is_kept_on_the_phone() throws Exception {
        User installer = cast.user(customer.id(), Group.INSTALLER);
        OfflinePhone phone = new OfflinePhone(port);
        phone.signsIn(installer.username(), Cast.PASSWORD);
        Map<String, String> entry = OfflinePhone.entry(register(customer.id()), Map.of());
        assertThat(phone.answer(entry).path("state").asString()).isEqualTo("CLAIMED");
        jdbc.sql("delete from user_group where user_id = ?")
                .param(installer.id().value())
                .update();
        UUID photo = UUID.randomUUID();
        JsonNode later = phone.answer(entry, photo, JPEG);
        assertThat(later.path("state").asString()).isEqualTo("LATER");
        assertThat(later.path("text").asString()).isNotBlank();
        jdbc.sql("insert into user_group (user_id, group_name) values (?, 'INSTALLER')")
                .param(installer.id().value())
                .update();
        assertThat(phone.answer(entry, photo, JPEG).path("state").asString()).isEqualTo("KEPT");
    }

    @Test
    void no_photo_comes_to_an_installation_that_was_taken_back() {
        User installer = cast.user(customer.id(), Group.INSTALLER);
        Registered device = register(customer.id());
        UUID key = UUID.randomUUID();
        UnitLabel label = new UnitLabel(
                device.device().unitId(), new ClaimCode(device.credential().claimCode()));
        Cast.as(installer, () -> entries.enter(new OfflineEntry(key, label, null, customer.id(), null, null)));
        Cast.as(installer, () -> installations.undo(device.device().id()));
        assertThatThrownBy(() -> Cast.does(installer, () -> offline.keep(key, UUID.randomUUID(), JPEG)))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("problem.offline.photo");
    }

    private Map<String, String> claimed(Registered device, Map<String, String> more) throws Exception {
        Map<String, String> entry = entry(device, more);
        assertThat(phone.answer(entry).path("state").asString()).isEqualTo("CLAIMED");
        return entry;
    }

    private List<InstallPhotos.Taken> taken(DeviceId device) {
        return Cast.as(cast.owner(), () -> photos.taken(device));
    }

    private List<String> actions(DeviceId device) {
        return jdbc.sql("select action from audit_entry where kind = 'DEVICE' and entity = ? order by id")
                .param(device.toString())
                .query(String.class)
                .list();
    }

    private InstallJobs.Issued job(CustomerId where) {
        return Cast.as(
                cast.owner(),
                () -> jobs.create(new NewInstallJob(
                        new Name("Garage Larsen"), where, null, 3, Instant.now().plusSeconds(3600), null)));
    }

    private Registered register(CustomerId owner) {
        UnitId unit = new UnitId(UUID.randomUUID().toString().replace("-", ""));
        return Cast.as(cast.owner(), () -> registry.register(new RegisterDevice(unit, null, owner, null, false)));
    }
}
