package io.muster.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Refuses a request whose sender does not take JSON before anything is done for it: when the answer is written it is too late,
 * and whoever is told 406 believes that nothing has happened. What is answered without a body suits everybody.
 */
@Component
class AnswerType implements HandlerInterceptor, WebMvcConfigurer {

    private static final MediaType LIKE_JSON = new MediaType("application", "*+json");

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/api/**");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method
                && !method.isVoid()
                && !HttpMethod.OPTIONS.matches(request.getMethod())
                && !takesJson(Collections.list(request.getHeaders(HttpHeaders.ACCEPT)))) {
            throw Refusal.of(ProblemType.NOT_ACCEPTABLE);
        }
        return true;
    }

    /** As the answer's writer judges it, which takes the name of anything that is like JSON for its answer. */
    private static boolean takesJson(List<String> accept) {
        try {
            List<MediaType> types = MediaType.parseMediaTypes(accept);
            return types.isEmpty()
                    || types.stream()
                            .anyMatch(type -> type.isCompatibleWith(MediaType.APPLICATION_JSON)
                                    || type.isCompatibleWith(LIKE_JSON));
        } catch (InvalidMediaTypeException none) {
            return false;
        }
    }
}
