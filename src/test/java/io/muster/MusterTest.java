package io.muster;

import io.muster.api.Clients;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;

/**
 * A test against the whole program, which is started once for all of them on one of two rigs: H2 with the embedded broker, or
 * ({@code -Dmuster.rig=external}) PostgreSQL with Mosquitto. Tests share one tree: each makes customers of its own.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = Rig.class)
@Import({Cast.class, CheapHashes.class, Clients.class, StatementCounter.class})
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface MusterTest {}
