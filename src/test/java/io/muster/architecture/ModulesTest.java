package io.muster.architecture;

import io.muster.MusterApplication;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

@Tag("pure")
class ModulesTest {

    @Test
    void each_module_uses_only_what_it_declares() {
        ApplicationModules.of(MusterApplication.class).verify();
    }
}
