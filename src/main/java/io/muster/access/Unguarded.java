package io.muster.access;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** On a service method that does not ask {@link Access}, because nobody is signed in where it is called; says what guards it. */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Unguarded {

    /** What guards the method instead: a one-time link, the unit's own credential, the code in the log, … */
    String value();
}
