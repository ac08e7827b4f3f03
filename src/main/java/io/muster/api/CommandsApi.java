package io.muster.api;

import io.muster.device.Command;
import io.muster.device.Commands;
import io.muster.kernel.DeviceId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What is asked of units. */
@RestController
@RequestMapping("/api/v1/devices/{device}/commands")
@Tag(name = "Devices")
class CommandsApi {

    private final Commands commands;

    CommandsApi(Commands commands) {
        this.commands = commands;
    }

    /**
     * To ask something of a unit.
     *
     * @param name {@code ping reannounce reboot}
     */
    record Asked(@Sent(create = Sent.Rule.NEEDED) @Nullable String name) {

        static final Asked NOTHING = new Asked(null);
    }

    /**
     * Something that was asked of a unit.
     *
     * @param status {@code sent accepted done failed expired unsupported duplicate timed_out}
     * @param detail what the unit said besides, as JSON
     */
    record CommandJson(
            String id,
            String name,
            Instant sentAt,
            Instant expiresAt,
            String status,
            @Nullable Instant answeredAt,
            @Nullable String detail) {

        static CommandJson of(Command command) {
            return new CommandJson(
                    command.id(),
                    command.name().wire(),
                    Moments.shown(command.sentAt()),
                    Moments.shown(command.expiresAt()),
                    command.status().wire(),
                    Moments.orNull(command.answeredAt()),
                    command.detail());
        }
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Ask something of a unit",
            description = "It has 30 seconds to answer; ask for the command again to see what it said.")
    CommandJson send(@PathVariable String device, @RequestBody Body<Asked> body) {
        Fields fields = new Fields();
        Command.Name name =
                fields.required("name", body.over(Asked.NOTHING, fields).name(), Fields.lowerCase(Command.Name.class));
        fields.throwIfAny();
        return CommandJson.of(commands.send(DeviceId.of(device), Objects.requireNonNull(name)));
    }

    @GetMapping("/{id}")
    @Operation(summary = "What became of a command")
    CommandJson get(@PathVariable String device, @PathVariable String id) {
        return CommandJson.of(commands.get(DeviceId.of(device), id));
    }

    @GetMapping
    @Operation(summary = "The latest 20 commands of a device, the last one first")
    List<CommandJson> list(@PathVariable String device) {
        return commands.latest(DeviceId.of(device)).stream()
                .map(CommandJson::of)
                .toList();
    }
}
