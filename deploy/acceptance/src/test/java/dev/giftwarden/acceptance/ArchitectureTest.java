package dev.giftwarden.acceptance;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.giftwarden.acceptance.house.Repository;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyStore;
import java.util.Random;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The rules of the house that a compiler does not know, over every module's compiled classes.
class ArchitectureTest {
  private static final String GENERATED_AUTH = "dev.giftwarden.auth.v1..";
  private static final String GENERATED_AUDIT = "dev.giftwarden.audit.v1..";

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .importPaths(
              Stream.of(
                      "certs",
                      "auth-service/client",
                      "auth-service/edge",
                      "auth-service",
                      "gift-service",
                      "audit-service/client",
                      "audit-service",
                      "deploy/database",
                      "deploy/testkit",
                      "deploy/local",
                      "deploy/kubernetes/verify")
                  .map(module -> Repository.ROOT.resolve(module).resolve("target/classes"))
                  .toArray(Path[]::new));

  @Test
  void servicesDependOnClientsAndNeverOnServices() {
    noClasses()
        .that()
        .resideInAPackage("dev.giftwarden.gift..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("dev.giftwarden.auth..", "dev.giftwarden.audit..")
                .and(
                    not(
                        resideInAnyPackage(
                            "dev.giftwarden.auth.client..",
                            "dev.giftwarden.audit.client..",
                            GENERATED_AUTH,
                            GENERATED_AUDIT))))
        .check(OURS);
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.giftwarden.gift..")
        .should()
        .dependOnClassesThat(resideInAPackage("dev.giftwarden.gift.."))
        .check(OURS);
  }

  /// What stands behind every public listener knows what auth and audit say, and no service.
  @Test
  void theEdgeDependsOnClientsAndNothingDependsOnItButServices() {
    noClasses()
        .that()
        .resideInAPackage("dev.giftwarden.edge..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                    "dev.giftwarden.auth..", "dev.giftwarden.audit..", "dev.giftwarden.gift..")
                .and(
                    not(
                        resideInAnyPackage(
                            "dev.giftwarden.auth.client..",
                            "dev.giftwarden.audit.client..",
                            GENERATED_AUTH,
                            GENERATED_AUDIT))))
        .check(OURS);
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.giftwarden.certs..",
            "dev.giftwarden.auth.client..",
            "dev.giftwarden.audit.client..")
        .should()
        .dependOnClassesThat(resideInAPackage("dev.giftwarden.edge.."))
        .check(OURS);
  }

  @Test
  void clientsNeverDependOnEachOther() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.giftwarden.auth.client..", GENERATED_AUTH)
        .should()
        .dependOnClassesThat(resideInAPackage("dev.giftwarden.audit.."))
        .check(OURS);
    noClasses()
        .that()
        .resideInAnyPackage("dev.giftwarden.audit.client..", GENERATED_AUDIT)
        .should()
        .dependOnClassesThat(resideInAPackage("dev.giftwarden.auth.."))
        .check(OURS);
    noClasses()
        .that()
        .resideInAPackage("dev.giftwarden.certs..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                "dev.giftwarden.auth..", "dev.giftwarden.audit..", "dev.giftwarden.gift.."))
        .check(OURS);
  }

  /// One helper speaks JDBC for all, and Panache serves the plain rows of auth's administration.
  /// The outbox is in a client, which knows no edge; the others are tools around the services.
  @Test
  void onlyTheHelperSeesTheDatabase() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.giftwarden.edge.database..",
            "dev.giftwarden.audit.client.outbox..",
            "dev.giftwarden.certs..",
            "dev.giftwarden.database..",
            "dev.giftwarden.local..")
        .should()
        .dependOnClassesThat(resideInAPackage("java.sql.."))
        .check(OURS);
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.giftwarden.auth.account..", "dev.giftwarden.auth.registration..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                "org.hibernate..",
                "jakarta.persistence..",
                "io.quarkus.hibernate..",
                "io.quarkus.panache.."))
        .check(OURS);
  }

  /// An act of auth begins no transaction of its own: `Idempotency.once` does, so that it can be
  /// asked for again. A table joins it, or has one for what nobody asked for; a token is no act,
  /// and ends once (RFC 7009 has no header of ours). One waits behind it, and tidies up in one.
  @Test
  void whatChangesSomethingAtAuthCanBeRepeated() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.giftwarden.auth.idempotency..")
        .and()
        .doNotHaveSimpleName("TokenRevocation")
        .should()
        .dependOnClassesThat(resideInAPackage("io.quarkus.narayana.."))
        .check(OURS);
    noClasses()
        .that()
        .haveSimpleNameNotEndingWith("Table")
        .and()
        .haveNameNotMatching(".*\\.(CredentialCheck|OwnNews(\\$1)?|TrustTidying)")
        .should()
        .dependOnClassesThat(resideInAPackage("jakarta.transaction.."))
        .check(OURS);
  }

  @Test
  void noReactiveTypesOfOurOwn() {
    noClasses()
        .that()
        .resideOutsideOfPackages(GENERATED_AUTH, GENERATED_AUDIT)
        .should()
        .dependOnClassesThat(resideInAPackage("io.smallrye.mutiny.."))
        .check(OURS);
  }

  @Test
  void onlyEdgesSeeHttp() {
    noClasses()
        .that()
        .haveNameNotMatching(".*(Resource|Filter|Mapper|Problem|Interceptor)(\\$.*)?")
        .should()
        .dependOnClassesThat(resideInAPackage("jakarta.ws.rs.."))
        .check(OURS);
  }

  @Test
  void everyFilterHasItsPlaceInTheOrder() {
    classes()
        .that()
        .areAssignableTo("jakarta.ws.rs.container.ContainerRequestFilter")
        .or()
        .areAssignableTo("jakarta.ws.rs.container.ContainerResponseFilter")
        .should()
        .beAnnotatedWith("jakarta.annotation.Priority")
        .check(OURS);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.giftwarden.(**)").should().beFreeOfCycles().check(OURS);
  }

  @Test
  @DisplayName(
      "Z11 nothing static holds a key or a seed: every start of a native image would share it")
  void nothingSecretIsStatic() {
    noFields()
        .that()
        .areStatic()
        .should()
        .haveRawType(
            assignableTo(Random.class)
                .or(assignableTo(Key.class))
                .or(assignableTo(KeyPair.class))
                .or(assignableTo(KeyStore.class))
                .or(assignableTo(Mac.class))
                .or(assignableTo(SSLContext.class)))
        .check(OURS);
  }
}
