package io.muster.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.EvaluationResult;
import io.muster.access.Access;
import io.muster.kernel.TreePath;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rule that services ask who may: to learn something from Access is not to ask it. */
@Tag("pure")
class CuriousServicesTest {

    static final class OnlyCurious {

        private final Access access;

        OnlyCurious(Access access) {
            this.access = access;
        }

        public boolean lacks() {
            return access.lacksSecondFactor();
        }

        public boolean forced(TreePath place) {
            return access.isSecondFactorForced(place);
        }
    }

    @Test
    void to_be_curious_is_not_to_ask() {
        EvaluationResult result = methods()
                .that()
                .arePublic()
                .should(RulesTest.askAccess())
                .evaluate(new ClassFileImporter().importClasses(OnlyCurious.class, Access.class));
        assertThat(result.getFailureReport().getDetails())
                .anyMatch(detail -> detail.contains("OnlyCurious.lacks"))
                .anyMatch(detail -> detail.contains("OnlyCurious.forced"));
    }
}
