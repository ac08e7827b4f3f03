package io.muster.user.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.data.renderer.ComponentRenderer;
import io.muster.access.Group;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Permission groups to choose from, each with what it gives, and the sets of them that are wanted most. */
class GroupsField extends Div {

    private static final List<Group> ORDER = List.of(
            Group.FLEET_MANAGEMENT,
            Group.ACCOUNT_ADMINISTRATOR,
            Group.FULL_DEVICE_ACCESS,
            Group.DEVICE_MANAGEMENT,
            Group.NESTED_CUSTOMER_ADMINISTRATOR,
            Group.INSTALLER);

    private final MultiSelectComboBox<Group> field = new MultiSelectComboBox<>();

    /**
     * The groups that the viewer may hand out.
     *
     * @param held only these are offered
     */
    GroupsField(Set<Group> held) {
        addClassName("groups-field");
        List<Group> offered = new ArrayList<>(ORDER);
        offered.retainAll(held);
        field.setLabel(getTranslation("user.groups"));
        field.setItems(offered);
        field.setItemLabelGenerator(group -> getTranslation("group." + group));
        field.setRenderer(new ComponentRenderer<>(this::option));
        field.setHelperText(getTranslation("user.groups.help"));
        field.setWidthFull();
        field.setAutoExpand(MultiSelectComboBox.AutoExpandMode.VERTICAL);
        add(field, presets(held));
    }

    private Div option(Group group) {
        Span name = new Span(getTranslation("group." + group));
        Span description = new Span(getTranslation("group." + group + ".description"));
        description.addClassName("faint");
        Div option = new Div(name, description);
        option.addClassName("group-option");
        return option;
    }

    private Div presets(Set<Group> held) {
        Div presets = new Div(new Span(getTranslation("user.presets")));
        presets.addClassName("presets");
        preset(presets, held, "preset.fleetManager", EnumSet.of(Group.FLEET_MANAGEMENT, Group.FULL_DEVICE_ACCESS));
        preset(
                presets,
                held,
                "preset.customerAdmin",
                EnumSet.of(
                        Group.ACCOUNT_ADMINISTRATOR,
                        Group.FULL_DEVICE_ACCESS,
                        Group.DEVICE_MANAGEMENT,
                        Group.FLEET_MANAGEMENT));
        return presets;
    }

    private void preset(Div presets, Set<Group> held, String name, Set<Group> groups) {
        if (held.containsAll(groups)) {
            Button button = new Button(getTranslation(name), click -> field.setValue(new HashSet<>(groups)));
            button.addThemeVariants(ButtonVariant.LUMO_TERTIARY_INLINE);
            presets.add(button);
        }
    }

    MultiSelectComboBox<Group> field() {
        return field;
    }
}
