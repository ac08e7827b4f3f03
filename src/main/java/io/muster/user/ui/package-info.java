/** Pages about users. */
@NullMarked
package io.muster.user.ui;

import org.jspecify.annotations.NullMarked;
