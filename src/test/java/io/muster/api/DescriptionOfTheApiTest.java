package io.muster.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.customer.Customer;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@MusterTest
class DescriptionOfTheApiTest {

    @Autowired
    Cast cast;

    @Autowired
    Clients clients;

    @Test
    void the_interface_describes_itself() {
        Client.Answer answer = clients.anonymous().get("/v3/api-docs");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Set-Cookie")).isEmpty();
        JsonNode docs = answer.json();
        assertThat(docs.get("openapi").asString()).startsWith("3.1");
        assertThat(docs.at("/info/title").asString()).isEqualTo("Muster");
        assertThat(docs.at("/components/securitySchemes/token/scheme").asString())
                .isEqualTo("bearer");
        assertThat(docs.get("paths").propertyNames())
                .contains(
                        "/api/v1/me",
                        "/api/v1/customers",
                        "/api/v1/customers/{id}",
                        "/api/v1/users",
                        "/api/v1/users/{id}",
                        "/api/v1/devices",
                        "/api/v1/devices/{id}",
                        "/api/v1/devices/{id}/swap/undo",
                        "/api/v1/tokens",
                        "/api/v1/tokens/{id}")
                .allMatch(path -> path.startsWith("/api/v1/"));
        JsonNode post = docs.get("paths").get("/api/v1/customers").get("post");
        assertThat(post.at("/requestBody/content/application~1json/schema/$ref").asString())
                .isEqualTo("#/components/schemas/CustomerInput");
        assertThat(docs.at("/components/schemas/CustomerInput/properties").propertyNames())
                .contains("name", "email", "country", "timeZone", "parentId");
        JsonNode device = docs.at("/components/schemas/DeviceInput/properties");
        assertThat(device.at("/vehicle").toString()).contains("VehicleJson", "null");
        assertThat(device.at("/tags/items/type").toString()).contains("string");
        assertThat(docs.at("/components/schemas/Problem/properties").propertyNames())
                .contains("type", "title", "status", "detail", "errors");
        assertThat(post.get("operationId").asString()).isEqualTo("createCustomer");
        assertThat(post.at("/responses/201/content/application~1json/schema/$ref")
                        .asString())
                .isEqualTo("#/components/schemas/CustomerJson");
        assertThat(post.at("/responses/default/content").propertyNames()).containsExactly("application/problem+json");
        assertThat(post.get("parameters").toString()).contains("Idempotency-Key");
        JsonNode undo = docs.get("paths").get("/api/v1/devices/{id}/swap/undo").get("post");
        assertThat(undo.get("operationId").asString()).isEqualTo("undoSwapOfDevice");
        assertThat(undo.at("/responses/200/content").toString()).contains("DeviceJson");
        JsonNode answered = docs.at("/components/schemas/DeviceJson");
        assertThat(answered.at("/properties/passwordHolds/type").toString()).contains("boolean", "null");
        assertThat(answered.at("/properties/vehicleFindings/items/type").toString())
                .contains("string");
        assertThat(answered.get("required").toString()).doesNotContain("passwordHolds", "vehicleFindings");
        assertThat(device.propertyNames()).doesNotContain("vehicleFindings");
        JsonNode customer = docs.at("/components/schemas/CustomerJson");
        assertThat(customer.get("required").toString())
                .contains("id", "path", "counts")
                .doesNotContain("parentId");
        assertThat(customer.at("/properties/parentId/type").toString()).contains("null");
        assertThat(docs.at("/components/schemas/CustomerCounts/properties").propertyNames())
                .containsExactlyInAnyOrder("users", "devices", "customers");
        assertThat(docs.at("/components/schemas/LocationCounts/properties").propertyNames())
                .containsExactlyInAnyOrder("users", "devices");
        JsonNode list = docs.get("paths").get("/api/v1/customers").get("get");
        assertThat(list.get("parameters")
                        .valueStream()
                        .map(parameter -> parameter.get("name").asString()))
                .containsExactlyInAnyOrder("q", "sort", "limit", "cursor");
        assertThat(docs.get("components").get("schemas").propertyNames())
                .doesNotContain("JsonMapper", "ObjectNode")
                .noneMatch(name -> name.startsWith("Body"));
        assertThat(answer.raw().body()).doesNotContain("passwordHash");
    }

    /** Goes through all operations, so that a new one is compared too. */
    @Test
    void fields_are_needed_and_may_be_null_where_the_description_says_so() {
        JsonNode docs = clients.anonymous().get("/v3/api-docs").json();
        Customer own = cast.customer();
        Client client = clients.of(cast.administrator(own.id()));
        String unit = "described-" + Cast.next();
        Map<String, String> things = Map.of(
                "customers",
                cast.customer(own.id()).id().toString(),
                "users",
                cast.user(own.id(), Group.INSTALLER).id().toString(),
                "locations",
                client.post("/api/v1/locations", Map.of("name", "Yard")).text("id"),
                "devices",
                client.post(
                                "/api/v1/devices",
                                Map.of("unitId", unit, "customerId", own.id().toString()))
                        .text("id"));
        Set<String> compared = new TreeSet<>();
        docs.get("paths").properties().forEach(path -> {
            String collection = path.getKey().split("/")[3];
            String address = path.getKey().replaceAll("\\{[a-z]+}", things.getOrDefault(collection, "0"));
            for (String verb : List.of("post", "patch")) {
                JsonNode input = taken(docs, path.getValue().get(verb));
                if (input == null) {
                    continue;
                }
                String operation = verb + " " + path.getKey();
                compared.add(operation);
                assertThat(missing(client.send(verb.toUpperCase(Locale.ROOT), address, Map.of())))
                        .as(operation)
                        .isEqualTo(words(input.path("required")));
                input.get("properties").properties().forEach(field -> {
                    Client.Answer answer = client.send(
                            verb.toUpperCase(Locale.ROOT), address, Collections.singletonMap(field.getKey(), null));
                    assertThat(answer.status()).as(operation + field.getKey()).isNotEqualTo(400);
                    assertThat(missing(answer).contains(field.getKey()))
                            .as(operation + " null for " + field.getKey())
                            .isEqualTo(!field.getValue().toString().contains("\"null\""));
                });
            }
            JsonNode change = taken(docs, path.getValue().get("patch"));
            if (change != null) {
                JsonNode creation = taken(
                        docs, docs.get("paths").get("/api/v1/" + collection).get("post"));
                Set<String> others = new TreeSet<>(creation.get("properties").propertyNames());
                others.removeAll(change.get("properties").propertyNames());
                assertThat(others).as(path.getKey()).isNotEmpty();
                others.forEach(field -> assertThat(
                                client.patch(address, Map.of(field, "1")).status())
                        .as(path.getKey() + " " + field)
                        .isEqualTo(400));
            }
        });
        assertThat(compared).contains("post /api/v1/users", "patch /api/v1/devices/{id}", "post /api/v1/tokens");
    }

    /** What an operation takes; null when that is nothing. */
    private static @Nullable JsonNode taken(JsonNode docs, @Nullable JsonNode operation) {
        JsonNode reference = operation == null
                ? null
                : operation.at("/requestBody/content/application~1json/schema").get("$ref");
        return reference == null ? null : docs.at(reference.asString().substring(1));
    }

    /** The fields that are told to be required. */
    private static Set<String> missing(Client.Answer answer) {
        Set<String> fields = new TreeSet<>();
        answer.json().path("errors").valueStream().forEach(error -> {
            if (error.get("message").asString().equals("This is required.")) {
                fields.add(error.get("field").asString());
            }
        });
        return fields;
    }

    private static Set<String> words(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void the_description_has_a_page() {
        Client anonymous = clients.anonymous();
        Client.Answer start = anonymous.get("/api-docs");
        assertThat(start.status()).isEqualTo(302);
        assertThat(start.header("Location")).contains("/swagger-ui/index.html");
        Client.Answer page = anonymous.get("/swagger-ui/index.html");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.raw().body()).contains("swagger-ui");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        for (String file : List.of(
                "swagger-ui.css",
                "swagger-ui-bundle.js",
                "swagger-initializer.js",
                "swagger-ui-standalone-preset.js")) {
            assertThat(anonymous.get("/swagger-ui/" + file).status()).as(file).isEqualTo(200);
        }
        assertThat(anonymous.get("/v3/api-docs/swagger-config").status()).isEqualTo(200);
    }
}
