/** How units are reached: the topics, the embedded broker, and the listener that takes what they send. */
@ApplicationModule(allowedDependencies = {"kernel", "device"})
@NullMarked
package io.muster.mqtt;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
