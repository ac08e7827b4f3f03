package io.muster.device;

import io.muster.kernel.Rejected;
import io.muster.kernel.Text;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** A word that people put to devices to find them again: small letters, at most 40 characters, no comma. */
public record Tag(String value) implements Comparable<Tag> {

    /** Most tags of a device. */
    public static final int MOST = 20;

    private static final int LONGEST = 40;

    public Tag {
        value = Text.key(Text.line(value, LONGEST)).replaceAll("\\s+", " ");
        if (value.length() > LONGEST) {
            throw Rejected.invalid("tags", "problem.tooLong", LONGEST);
        }
        if (value.indexOf(',') >= 0 || value.indexOf(';') >= 0) {
            throw Rejected.invalid("tags", "problem.tag");
        }
    }

    /**
     * Reads what a person chose or typed, each once.
     *
     * @throws Rejected INVALID when one of them is no tag
     */
    public static Set<Tag> of(Collection<String> texts) {
        Rejected.Collector problems = new Rejected.Collector();
        Set<Tag> tags = new LinkedHashSet<>();
        texts.forEach(text -> {
            Tag tag = problems.field("tags", () -> new Tag(text));
            if (tag != null) {
                tags.add(tag);
            }
        });
        problems.throwIfAny();
        return tags;
    }

    /** Reads tags with commas between them. */
    public static Set<Tag> of(String text) {
        return of(Arrays.stream(text.split("[,;]"))
                .filter(part -> !part.isBlank())
                .toList());
    }

    @Override
    public int compareTo(Tag other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
