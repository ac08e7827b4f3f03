package io.muster.mqtt;

import io.muster.device.BrokerAccounts.Due;
import io.muster.kernel.UnitId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Units in Mosquitto's dynamic security plugin: each is a client with a role of its own, which names its topics, because the
 * plugin puts nobody's name into patterns. Clients without such a role are somebody else's, and left alone.
 */
final class UnitRoles {

    private static final String PREFIX = "muster-unit-";
    private static final int PAGE = 1000;
    private static final String NO_CLIENT = "Client not found";
    private static final String NO_ROLE = "Role not found";

    private final DynamicSecurity broker;

    UnitRoles(DynamicSecurity broker) {
        this.broker = broker;
    }

    /** What became of something that the broker was told. */
    sealed interface Outcome {

        record Done() implements Outcome {}

        /** Another client has the name, one that is not ours. */
        record Taken() implements Outcome {}

        record Failed(String why) implements Outcome {}
    }

    private enum Place {
        FREE,
        OURS,
        TAKEN
    }

    /** Units that the broker knows. */
    List<UnitId> units() throws IOException {
        List<UnitId> units = new ArrayList<>();
        for (int offset = 0; ; offset += PAGE) {
            JsonNode page = broker.run(List.of(DynamicSecurity.command("listRoles")
                            .put("count", PAGE)
                            .put("offset", offset)))
                    .getFirst();
            if (page.has("error")) {
                throw new IOException("The roles cannot be listed: " + error(page));
            }
            int found = 0;
            for (JsonNode role : page.path("data").path("roles")) {
                found++;
                String name = role.asString("");
                if (name.startsWith(PREFIX)) {
                    Topics.unitId(name.substring(PREFIX.length())).ifPresent(units::add);
                }
            }
            if (found < PAGE) {
                return units;
            }
        }
    }

    /** Tells the broker of several units at once. Telling the same again does no harm. */
    List<Outcome> tell(List<Due> batch) throws IOException {
        List<JsonNode> present = broker.run(batch.stream()
                .map(due -> DynamicSecurity.command("getClient")
                        .put("username", due.unit().value()))
                .toList());
        List<List<ObjectNode>> commands = new ArrayList<>();
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            Place place = place(batch.get(i).unit(), present.get(i));
            places.add(place);
            commands.add(commands(batch.get(i), place));
        }
        List<JsonNode> answers =
                broker.run(commands.stream().flatMap(List::stream).toList());
        List<Outcome> outcomes = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < batch.size(); i++) {
            int end = next + commands.get(i).size();
            outcomes.add(
                    places.get(i) == Place.TAKEN && batch.get(i).password() != null
                            ? new Outcome.Taken()
                            : outcome(answers.subList(next, end)));
            next = end;
        }
        return outcomes;
    }

    private static Place place(UnitId unit, JsonNode answer) {
        if (answer.has("error")) {
            return Place.FREE;
        }
        ArrayNode roles = answer.path("data").path("client").withArrayProperty("roles");
        return roles.size() == 1
                        && role(unit).equals(roles.get(0).path("rolename").asString(""))
                ? Place.OURS
                : Place.TAKEN;
    }

    /** The role goes first, so that one that was left behind by a broken attempt is made anew. */
    private static List<ObjectNode> commands(Due due, Place place) {
        String unit = due.unit().value();
        ObjectNode removal = named("deleteRole", due.unit());
        if (place == Place.TAKEN) {
            return List.of(removal);
        }
        if (due.password() == null) {
            ObjectNode client = DynamicSecurity.command("deleteClient").put("username", unit);
            return place == Place.OURS ? List.of(client, removal) : List.of(removal);
        }
        if (place == Place.OURS) {
            return List.of(
                    withTopics(named("modifyRole", due.unit()), due.unit()),
                    DynamicSecurity.command("setClientPassword")
                            .put("username", unit)
                            .put("password", due.password()));
        }
        ObjectNode client =
                DynamicSecurity.command("createClient").put("username", unit).put("password", due.password());
        client.putArray("roles").addObject().put("rolename", role(due.unit()));
        return List.of(removal, withTopics(named("createRole", due.unit()), due.unit()), client);
    }

    /** Adds the topics of a unit to a command that makes a role. */
    static ObjectNode withTopics(ObjectNode command, UnitId unit) {
        ArrayNode acls = command.putArray("acls");
        TopicRules.writes(unit).forEach(topic -> allow(acls, "publishClientSend", topic));
        TopicRules.reads(unit).forEach(topic -> {
            allow(acls, "subscribePattern", topic);
            allow(acls, "publishClientReceive", topic);
        });
        return command;
    }

    private static void allow(ArrayNode acls, String type, String topic) {
        acls.addObject().put("acltype", type).put("topic", topic).put("allow", true);
    }

    private static Outcome outcome(List<JsonNode> answers) {
        return answers.stream()
                .filter(answer -> answer.has("error")
                        && !error(answer).equals(NO_ROLE)
                        && !error(answer).equals(NO_CLIENT))
                .findFirst()
                .<Outcome>map(answer -> new Outcome.Failed(error(answer)))
                .orElseGet(Outcome.Done::new);
    }

    private static String error(JsonNode answer) {
        return answer.path("error").asString("");
    }

    private static ObjectNode named(String command, UnitId unit) {
        return DynamicSecurity.command(command).put("rolename", role(unit));
    }

    private static String role(UnitId unit) {
        return PREFIX + unit;
    }
}
