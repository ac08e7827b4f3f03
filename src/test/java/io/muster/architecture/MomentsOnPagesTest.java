package io.muster.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Moments are shown in one place, which asks for the viewer's zone and format. */
@ArchTag("pure")
@AnalyzeClasses(packages = "io.muster", importOptions = ImportOption.DoNotIncludeTests.class)
class MomentsOnPagesTest {

    @ArchTest
    static final ArchRule pages_leave_the_writing_of_moments_to_times = noClasses()
            .that()
            .resideInAnyPackage("io.muster.ui..", "io.muster.*.ui..", "io.muster.shell..")
            .and()
            .doNotHaveSimpleName("Times")
            .and()
            // Tables for programs, which want the offset.
            .doNotHaveSimpleName("Csv")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.time.format.DateTimeFormatter");
}
