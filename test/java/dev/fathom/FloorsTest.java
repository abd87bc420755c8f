package dev.fathom;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Holds the floor table of ARCHITECTURE.md: imports go down only, and siblings do not import each
 * other.
 */
class FloorsTest {
  /** Lowest floor first; rooms of one line stand side by side. */
  private static final List<List<String>> FLOORS =
      List.of(
          List.of("config", "geometry", "image"),
          List.of("sensor", "cloud"),
          List.of("codec", "stereo", "depth", "rectify"),
          List.of("bag", "model", "world", "eval"),
          List.of("pipeline", "train"),
          List.of("replay", "record", "ros"),
          List.of("node"),
          List.of("cli"));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.fathom");

  @Test
  void everyRoomHasItsFloor() {
    Set<String> rooms =
        CLASSES.stream()
            .map(c -> c.getPackageName().split("\\."))
            .filter(parts -> parts.length > 2)
            .map(parts -> parts[2])
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> known = FLOORS.stream().flatMap(List::stream).collect(Collectors.toSet());
    rooms.removeAll(known);
    assertEquals(Set.of(), rooms, "rooms that stand on no floor");
  }

  @Test
  void importsGoDownOnly() {
    for (int floor = 0; floor < FLOORS.size(); floor++) {
      for (String room : FLOORS.get(floor)) {
        String[] forbidden =
            FLOORS.subList(floor, FLOORS.size()).stream()
                .flatMap(List::stream)
                .filter(other -> !other.equals(room))
                .map(FloorsTest::packages)
                .toArray(String[]::new);
        if (forbidden.length == 0) {
          continue;
        }
        noClasses()
            .that()
            .resideInAPackage(packages(room))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(forbidden)
            .allowEmptyShould(true)
            .check(CLASSES);
      }
    }
  }

  @Test
  void packagesAreFreeOfCycles() {
    slices().matching("dev.fathom.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void tensorflowStaysInModelAndTrain() {
    noClasses()
        .that(outside("model", "train"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.tensorflow..")
        .check(CLASSES);
  }

  @Test
  void onlyCommandsExitOrPrint() {
    noClasses()
        .that(outside("cli"))
        .should()
        .callMethod(System.class, "exit", int.class)
        .check(CLASSES);
    noClasses().that(outside("cli")).should().accessField(System.class, "out").check(CLASSES);
    noClasses().that(outside("cli")).should().accessField(System.class, "err").check(CLASSES);
  }

  @Test
  void threadsAreOwnedAboveTheKernels() {
    noClasses()
        .that(outside("replay", "train", "ros", "node", "cli"))
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Thread.class)
        .check(CLASSES);
  }

  @Test
  void everyPackageSaysItsPurpose() {
    assertTrue(CLASSES.size() > 50, "classes were imported");
    Set<String> described =
        CLASSES.stream()
            .filter(c -> c.getSimpleName().equals("package-info"))
            .map(JavaClass::getPackageName)
            .collect(Collectors.toSet());
    Set<String> silent =
        CLASSES.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> !name.equals("dev.fathom.model.card"))
            .filter(name -> !described.contains(name))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Set.of(), silent, "packages without package-info.java");
  }

  @Test
  void noVagueNames() {
    classes()
        .that(
            resideInAPackage("dev.fathom..")
                .and(DescribedPredicate.not(resideInAPackage(packages("model.card")))))
        .should()
        .haveSimpleNameNotEndingWith("Util")
        .andShould()
        .haveSimpleNameNotEndingWith("Utils")
        .andShould()
        .haveSimpleNameNotEndingWith("Manager")
        .andShould()
        .haveSimpleNameNotEndingWith("Helper")
        .andShould()
        .haveSimpleNameNotEndingWith("Impl")
        .check(CLASSES);
  }

  private static String packages(String room) {
    return "dev.fathom." + room + "..";
  }

  private static DescribedPredicate<JavaClass> outside(String... rooms) {
    String[] inside = Arrays.stream(rooms).map(FloorsTest::packages).toArray(String[]::new);
    return DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(inside));
  }
}
