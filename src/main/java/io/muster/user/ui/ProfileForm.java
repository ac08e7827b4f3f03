package io.muster.user.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.formlayout.FormLayout;
import io.muster.ui.DataForm;
import io.muster.user.Person;
import io.muster.user.ProfileData;
import io.muster.user.User;
import java.util.Objects;
import java.util.Optional;

/** What people enter about themselves. */
class ProfileForm extends PersonForm implements DataForm<ProfileData> {

    ProfileForm() {
        FormLayout layout = new FormLayout();
        layout.setResponsiveSteps(new FormLayout.ResponsiveStep("0", 1), new FormLayout.ResponsiveStep("30rem", 2));
        layout.add(username(), 2);
        addPerson(layout);
        add(layout);
    }

    void show(User user) {
        binder.readBean(UserDraft.of(user.data(), null));
    }

    @Override
    public Component component() {
        return this;
    }

    @Override
    public Optional<ProfileData> read() {
        UserDraft draft = new UserDraft();
        if (!binder.writeBeanIfValid(draft)) {
            return Optional.empty();
        }
        Optional<Person> person = person(draft);
        return person.map(entered -> new ProfileData(
                Objects.requireNonNull(draft.username), entered, draft.timeZone, draft.timeFormat, draft.units));
    }
}
