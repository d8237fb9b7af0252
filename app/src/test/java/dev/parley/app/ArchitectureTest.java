// SPDX-License-Identifier: Apache-2.0
package dev.parley.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.conditions.ArchConditions.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.net.http.WebSocket;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/// The rules that hold over all modules. Each is said positively, so a rule that matches nothing fails.
@AnalyzeClasses(packages = "dev.parley", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final Set<Class<?>> TIMES =
            Set.of(
                    Instant.class,
                    LocalDate.class,
                    LocalDateTime.class,
                    OffsetDateTime.class,
                    ZonedDateTime.class);

    @ArchTest
    static final ArchRule packages_depend_in_one_direction =
            slices().matching("dev.parley.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nothing_static_changes = fields().that().areStatic().should().beFinal();

    @ArchTest
    static final ArchRule the_protocol_knows_no_transport_and_no_database =
            classes()
                    .that()
                    .resideInAPackage("dev.parley.protocol..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.parley.protocol..",
                            "java..",
                            "javax.crypto..",
                            "com.fasterxml.jackson..",
                            "org.jspecify..",
                            "com.google.errorprone.annotations..");

    @ArchTest
    static final ArchRule the_worker_knows_neither_channels_nor_the_gateway =
            classes()
                    .that()
                    .resideInAPackage("dev.parley.worker..")
                    .should(
                            knowOnly(
                                    "dev.parley.worker",
                                    "dev.parley.protocol",
                                    "dev.parley.http",
                                    "dev.parley.database"));

    @ArchTest
    static final ArchRule the_gateway_knows_neither_channels_nor_the_worker =
            classes()
                    .that()
                    .resideInAPackage("dev.parley.gateway..")
                    .should(
                            knowOnly(
                                    "dev.parley.gateway",
                                    "dev.parley.protocol",
                                    "dev.parley.http",
                                    "dev.parley.database"));

    @ArchTest
    static final ArchRule the_http_server_knows_the_protocol_alone =
            classes()
                    .that()
                    .resideInAPackage("dev.parley.http..")
                    .should(knowOnly("dev.parley.http", "dev.parley.protocol"));

    @ArchTest
    static final ArchRule the_client_knows_the_protocol_alone =
            classes()
                    .that()
                    .resideInAPackage("dev.parley.client..")
                    .should(knowOnly("dev.parley.client", "dev.parley.protocol"));

    @ArchTest
    static final ArchRule there_is_one_client_of_websockets =
            classes()
                    .that()
                    .implement(WebSocket.Listener.class)
                    .should()
                    .resideInAPackage("dev.parley.client..");

    @ArchTest
    static final ArchRule channels_knows_the_protocol_and_http_alone =
            classes()
                    .that()
                    .resideInAPackage("dev.parley.channels..")
                    .should(
                            knowOnly(
                                    "dev.parley.channels",
                                    "dev.parley.protocol",
                                    "dev.parley.http"));

    @ArchTest
    static final ArchRule the_time_comes_from_outside =
            classes()
                    .that()
                    .resideOutsideOfPackage("dev.parley.app.assembly..")
                    .should(not(callMethodWhere(aRealClockIsRead())));

    @ArchTest
    static final ArchRule the_composition_root_names_the_clock =
            classes()
                    .that()
                    .haveFullyQualifiedName("dev.parley.app.assembly.Components")
                    .should(callMethodWhere(aRealClockIsRead()));

    @ArchTest
    static final ArchRule only_the_command_line_writes_to_standard_streams =
            classes()
                    .that()
                    .resideOutsideOfPackage("dev.parley.app.command..")
                    .should(useNoStandardStream());

    @ArchTest
    static final ArchRule logs_go_through_slf4j =
            classes()
                    .that()
                    .resideInAPackage("dev.parley..")
                    .should()
                    .onlyDependOnClassesThat(
                            DescribedPredicate.not(resideInAPackage("java.util.logging..")));

    @ArchTest
    static final ArchRule every_package_says_what_may_be_null =
            classes().that().resideInAPackage("dev.parley..").should(liveInANullMarkedPackage());

    private static DescribedPredicate<JavaMethodCall> aRealClockIsRead() {
        return DescribedPredicate.describe(
                "a real clock is read",
                call -> {
                    var owner = call.getTargetOwner();
                    var name = call.getTarget().getName();
                    var noParameters = call.getTarget().getRawParameterTypes().isEmpty();
                    return (owner.isEquivalentTo(Clock.class) && name.startsWith("system"))
                            || (owner.isEquivalentTo(InstantSource.class) && name.equals("system"))
                            || (owner.isEquivalentTo(System.class)
                                    && name.equals("currentTimeMillis"))
                            || (TIMES.stream().anyMatch(owner::isEquivalentTo)
                                    && name.equals("now")
                                    && noParameters);
                });
    }

    private static ArchCondition<JavaClass> knowOnly(String... modules) {
        return new ArchCondition<>("know only " + String.join(", ", modules) + " of our modules") {
            @Override
            public void check(JavaClass from, ConditionEvents events) {
                for (var dependency : from.getDirectDependenciesFromSelf()) {
                    var target = dependency.getTargetClass().getPackageName();
                    var ours = target.startsWith("dev.parley.");
                    var known = Set.of(modules).stream().anyMatch(target::startsWith);
                    if (ours && !known) {
                        events.add(
                                SimpleConditionEvent.violated(from, dependency.getDescription()));
                    }
                }
            }
        };
    }

    private static ArchCondition<JavaClass> useNoStandardStream() {
        return new ArchCondition<>("use no standard stream") {
            @Override
            public void check(JavaClass from, ConditionEvents events) {
                for (var access : from.getFieldAccessesFromSelf()) {
                    var name = access.getTarget().getName();
                    if (access.getTargetOwner().isEquivalentTo(System.class)
                            && Set.of("out", "err", "in").contains(name)) {
                        events.add(SimpleConditionEvent.violated(from, access.getDescription()));
                    }
                }
            }
        };
    }

    private static ArchCondition<JavaClass> liveInANullMarkedPackage() {
        return new ArchCondition<>("live in a null-marked package") {
            @Override
            public void check(JavaClass from, ConditionEvents events) {
                JavaPackage home = from.getPackage();
                if (!home.isAnnotatedWith(NullMarked.class)) {
                    events.add(
                            SimpleConditionEvent.violated(
                                    from, home.getName() + " has no @NullMarked package-info"));
                }
            }
        };
    }
}
