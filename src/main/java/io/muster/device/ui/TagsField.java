package io.muster.device.ui;

import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.data.provider.ListDataProvider;
import io.muster.device.Tag;
import io.muster.kernel.Rejected;
import io.muster.ui.Notifications;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** Tags to choose among those in use; a new one is typed. */
class TagsField extends MultiSelectComboBox<String> {

    private final transient Set<String> offered;

    /**
     * A field.
     *
     * @param used   tags that are offered
     * @param custom whether new ones can be typed
     */
    TagsField(String label, Collection<String> used, Collection<String> chosen, boolean custom) {
        super(label);
        offered = new LinkedHashSet<>(chosen);
        offered.addAll(used);
        ListDataProvider<String> items = new ListDataProvider<>(offered);
        setItems(items);
        setValue(Set.copyOf(chosen));
        setWidthFull();
        setClearButtonVisible(true);
        setAllowCustomValue(custom);
        addCustomValueSetListener(typed -> {
            try {
                Set<String> all = new LinkedHashSet<>(getValue());
                Tag.of(typed.getDetail()).forEach(tag -> all.add(tag.value()));
                offered.addAll(all);
                items.refreshAll();
                setValue(all);
                setInvalid(false);
            } catch (Rejected rejected) {
                setErrorMessage(Notifications.message(rejected.problem()));
                setInvalid(true);
            }
        });
    }

    Set<Tag> tags() {
        return Tag.of(getValue());
    }
}
