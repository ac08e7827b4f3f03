package io.muster.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.muster.access.Access;
import io.muster.access.Unguarded;
import io.muster.kernel.Change;
import java.util.Set;
import org.springframework.data.repository.Repository;
import org.springframework.stereotype.Service;
import org.springframework.transaction.event.TransactionalEventListener;

@ArchTag("pure")
@AnalyzeClasses(packages = "io.muster", importOptions = ImportOption.DoNotIncludeTests.class)
class RulesTest {

    @ArchTest
    static final ArchRule services_ask_access_or_say_what_guards_them = methods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat()
            .areAnnotatedWith(Service.class)
            .and()
            .areDeclaredInClassesThat()
            .resideOutsideOfPackage("io.muster.access..")
            .should(askAccess());

    @ArchTest
    static final ArchRule vaadin_is_known_only_to_pages = noClasses()
            .that()
            .resideOutsideOfPackages("io.muster.ui..", "io.muster.*.ui..", "io.muster.shell..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.vaadin..");

    @ArchTest
    static final ArchRule netty_is_known_only_to_mqtt = noClasses()
            .that()
            .resideOutsideOfPackage("io.muster.mqtt..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..", "com.hivemq..");

    @ArchTest
    static final ArchRule repositories_are_hidden =
            classes().that().areAssignableTo(Repository.class).should().notBePublic();

    /** The event registry would keep every change of the program, and go through them at the next start. */
    @ArchTest
    static final ArchRule changes_are_not_kept_in_the_event_registry = noMethods()
            .that()
            .areMetaAnnotatedWith(TransactionalEventListener.class)
            .should()
            .haveRawParameterTypes(Change.Changed.class);

    /** What Access tells to anybody; using it is not asking. */
    private static final Set<String> FACTS = Set.of(
            "place",
            "isServed",
            "inBrowser",
            "end",
            "session",
            "hasEnded",
            "lacksSecondFactor",
            "isSecondFactorForced");

    /** Asks itself, or through a method of the same class. */
    private static boolean asks(JavaMethod method, int depth) {
        return depth > 0
                && method.getMethodCallsFromSelf().stream()
                        .anyMatch(call ->
                                (call.getTargetOwner().isEquivalentTo(Access.class) && !FACTS.contains(call.getName()))
                                        || (call.getTargetOwner().equals(method.getOwner())
                                                && call.getTarget()
                                                        .resolveMember()
                                                        .filter(own -> asks(own, depth - 1))
                                                        .isPresent()));
    }

    static ArchCondition<JavaMethod> askAccess() {
        return new ArchCondition<>("ask Access, or be @Unguarded with a reason") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                boolean fine = method.getModifiers().contains(JavaModifier.STATIC)
                        || method.isAnnotatedWith(Unguarded.class)
                        || asks(method, 2);
                events.add(new SimpleConditionEvent(method, fine, method.getFullName() + " asks nobody"));
            }
        };
    }
}
