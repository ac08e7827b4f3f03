package io.muster.api;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotWritableException;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.type.LogicalType;

/** Reads the JSON object of a request strictly: UTF-8, no key twice, nothing after it, no number where a text belongs. */
@Component
class BodyReader extends AbstractHttpMessageConverter<Body<?>> {

    private static final Set<CoercionInputShape> SCALARS = Set.of(
            CoercionInputShape.Boolean,
            CoercionInputShape.Integer,
            CoercionInputShape.Float,
            CoercionInputShape.String,
            CoercionInputShape.EmptyString);

    private final JsonMapper json = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .withCoercionConfigDefaults(
                    config -> SCALARS.forEach(shape -> config.setCoercion(shape, CoercionAction.Fail)))
            .withCoercionConfig(
                    LogicalType.Textual,
                    config -> config.setCoercion(CoercionInputShape.String, CoercionAction.TryConvert)
                            .setCoercion(CoercionInputShape.EmptyString, CoercionAction.TryConvert))
            .build();

    BodyReader() {
        super(MediaType.APPLICATION_JSON);
    }

    @Override
    protected boolean supports(Class<?> type) {
        return type == Body.class;
    }

    @Override
    public boolean canWrite(Class<?> type, @Nullable MediaType mediaType) {
        return false;
    }

    @Override
    protected Body<?> readInternal(Class<? extends Body<?>> type, HttpInputMessage message) throws IOException {
        return parse(message.getBody().readAllBytes());
    }

    /**
     * Reads a JSON object.
     *
     * @throws Refusal MALFORMED when it is none
     */
    Body<?> parse(byte[] sent) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(sent);
            String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            JsonNode node = json.readTree(text);
            if (node instanceof ObjectNode object) {
                return new Body<>(object, json);
            }
            throw Refusal.of(ProblemType.MALFORMED, "api.problem.object");
        } catch (CharacterCodingException | JacksonException e) {
            throw Refusal.of(ProblemType.MALFORMED);
        }
    }

    @Override
    protected void writeInternal(Body<?> body, HttpOutputMessage message) {
        throw new HttpMessageNotWritableException("Requests are only read");
    }
}
