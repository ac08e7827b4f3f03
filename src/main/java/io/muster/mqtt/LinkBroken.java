package io.muster.mqtt;

import java.io.IOException;

/** A broker is not there, does not let us do what we want, or is there no more. */
final class LinkBroken extends IOException {

    LinkBroken(String why) {
        super(why);
    }

    LinkBroken(Throwable cause) {
        super(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
    }
}
