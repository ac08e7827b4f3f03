package io.muster.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How a field of an input is sent; without this, whoever sends it may leave it out, and send null for nothing. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Sent {

    /** With POST. */
    Rule create() default Rule.FREE;

    /** With PATCH. */
    Rule change() default Rule.FREE;

    /** Whether a field is sent, and whether as null. */
    enum Rule {
        /** Absent, null or a value. */
        FREE,
        /** Absent or a value. */
        NO_NULL,
        /** A value. */
        NEEDED,
        /** Absent: there is no such field. */
        NO_FIELD
    }
}
