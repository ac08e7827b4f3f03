package io.muster.device.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import io.muster.device.Tag;
import io.muster.kernel.Rejected;
import io.muster.ui.DataForm;
import io.muster.ui.FieldErrors;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which tags devices get, and which ones they lose. */
class TagsForm extends Div implements DataForm<TagsForm.Entered> {

    record Entered(Set<Tag> added, Set<Tag> removed) {}

    private final FieldErrors errors = new FieldErrors();
    private final TagsField tags;
    private final @Nullable TagsField removed;
    private final transient Set<Tag> had;

    private TagsForm(TagsField tags, @Nullable TagsField removed, Set<Tag> had) {
        this.tags = errors.named("tags", tags);
        this.removed = removed;
        this.had = had;
        addClassNames("data-form", "stacked");
        add(tags);
        if (removed != null) {
            add(removed);
        }
    }

    /** The tags of one device, all in one field. */
    static TagsForm ofOne(String label, String help, Collection<String> used, List<String> had) {
        TagsField tags = new TagsField(label, used, had, true);
        tags.setHelperText(help);
        return new TagsForm(tags, null, Tag.of(had));
    }

    /** What is to be added to many devices, and taken away from them. */
    static TagsForm ofMany(String added, String removed, String help, Collection<String> used, Collection<String> had) {
        TagsField more = new TagsField(added, used, List.of(), true);
        more.setHelperText(help);
        TagsField less = new TagsField(removed, had, List.of(), false);
        less.setVisible(!had.isEmpty());
        return new TagsForm(more, less, Set.of());
    }

    @Override
    public Component component() {
        return this;
    }

    @Override
    public Optional<Entered> read() {
        if (tags.isInvalid()) {
            return Optional.empty();
        }
        Set<Tag> added = new HashSet<>(tags.tags());
        Set<Tag> gone = new HashSet<>(had);
        gone.removeAll(added);
        if (removed != null) {
            gone.addAll(removed.tags());
        }
        added.removeAll(had);
        return Optional.of(new Entered(added, gone));
    }

    @Override
    public boolean refuse(Rejected.Problem problem, String text) {
        return errors.show(problem, text);
    }
}
