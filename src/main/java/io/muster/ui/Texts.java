package io.muster.ui;

import com.vaadin.flow.i18n.I18NProvider;
import io.muster.kernel.Rejected;
import java.util.List;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Every text that a person reads, from the resource bundles. */
@Component
public class Texts implements I18NProvider {

    private final transient MessageSource messages;

    Texts(MessageSource messages) {
        this.messages = messages;
    }

    @Override
    public List<Locale> getProvidedLocales() {
        return List.of(Locale.ENGLISH);
    }

    @Override
    public String getTranslation(String key, Locale locale, Object... params) {
        return messages.getMessage(key, params, locale);
    }

    /** What a person is told about a violated rule. */
    public String of(Rejected.Problem problem, Locale locale) {
        return messages.getMessage(problem.key(), problem.args().toArray(), locale);
    }
}
