package io.muster.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * What may come with a request. To an operation that takes something: JSON and nothing that resembles it, since a
 * {@code merge-patch}, say, means other things by an object inside. To one that takes nothing: nothing, or an empty object; a
 * client that sends the reason of a suspension must not believe that it is kept.
 */
@Component
class SentBody implements HandlerInterceptor, WebMvcConfigurer {

    private final BodyReader bodies;

    SentBody(BodyReader bodies) {
        this.bodies = bodies;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/api/**");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        if (handler instanceof HandlerMethod method) {
            byte[] sent = request.getInputStream().readAllBytes();
            if (sent.length > 0) {
                check(method, request, sent);
            }
        }
        return true;
    }

    private void check(HandlerMethod method, HttpServletRequest request, byte[] sent) {
        if (takesBody(method)) {
            if (!isJson(request.getContentType())) {
                throw Refusal.of(ProblemType.UNSUPPORTED_MEDIA_TYPE);
            }
        } else if (HttpMethod.POST.matches(request.getMethod())) {
            Body<?> body = bodies.parse(sent);
            body.without(body.given().propertyNames().toArray(String[]::new));
        }
    }

    private static boolean takesBody(HandlerMethod method) {
        return Arrays.stream(method.getMethodParameters())
                .anyMatch(parameter -> parameter.hasParameterAnnotation(RequestBody.class));
    }

    private static boolean isJson(@Nullable String type) {
        try {
            return type != null && MediaType.APPLICATION_JSON.equalsTypeAndSubtype(MediaType.parseMediaType(type));
        } catch (InvalidMediaTypeException none) {
            return false;
        }
    }
}
