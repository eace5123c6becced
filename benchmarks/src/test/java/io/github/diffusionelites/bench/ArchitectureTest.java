package io.github.diffusionelites.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.members;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.LocationProvider;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Dependencies point one way: command line, training and benchmarks to the core, the core to the device API. The
 * classes are read from where the build puts them, so that this module depends on none of the others for it.
 */
@AnalyzeClasses(locations = ArchitectureTest.Modules.class)
class ArchitectureTest {

    /** The compiled classes of every module. */
    static final class Modules implements LocationProvider {
        @Override
        public Set<Location> get(Class<?> testClass) {
            return Stream.of(
                            "java-bindings",
                            "optimizer/core",
                            "optimizer/parquet",
                            "optimizer/cli",
                            "optimizer/training",
                            "benchmarks")
                    .map(module -> Path.of(System.getProperty("elites.root"), module, "target", "classes"))
                    .peek(classes -> assertThat(classes).as("compiled classes").isDirectory())
                    .map(Location::of)
                    .collect(Collectors.toSet());
        }
    }

    private static final String ROOT = "io.github.diffusionelites.";
    private static final String NULL_MARKED = "org.jspecify.annotations.NullMarked";
    private static final String[] BINDINGS = {ROOT + "device..", ROOT + "cpu..", ROOT + "cuda..", ROOT + "nativelink.."
    };
    private static final String[] CORE = {
        ROOT + "model..",
        ROOT + "sampler..",
        ROOT + "reward..",
        ROOT + "search..",
        ROOT + "run..",
        ROOT + "batch..",
        ROOT + "metrics.."
    };
    private static final String[] EDGES = {ROOT + "parquet..", ROOT + "cli..", ROOT + "training..", ROOT + "bench.."};

    @ArchTest
    static final ArchRule EVERY_CLASS_HAS_A_PLACE = classes()
            .should()
            .resideInAnyPackage(
                    Stream.of(BINDINGS, CORE, EDGES).flatMap(Stream::of).toArray(String[]::new));

    @ArchTest
    static final ArchRule BINDINGS_KNOW_NOTHING_ABOVE = noClasses()
            .that()
            .resideInAnyPackage(BINDINGS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(Stream.of(CORE, EDGES).flatMap(Stream::of).toArray(String[]::new));

    @ArchTest
    static final ArchRule CORE_KNOWS_NOTHING_ABOVE = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(EDGES);

    @ArchTest
    static final ArchRule ONLY_PROVIDERS_KNOW_PROVIDERS = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + "cpu..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + "cpu..");

    @ArchTest
    static final ArchRule FOREIGN_MEMORY_STAYS_IN_PROVIDERS = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + "cpu..", ROOT + "cuda..", ROOT + "nativelink..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.lang.foreign..", "jcuda..");

    @ArchTest
    static final ArchRule JCUDA_STAYS_IN_ITS_BINDING = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + "cuda.jcuda..", ROOT + "cuda.blas.jcublas..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jcuda..");

    /** It loads JCuda's classes, which must not be touched before the driver was found. */
    @ArchTest
    static final ArchRule THE_PROBE_OF_JCUDA_NAMES_NO_TYPE_OF_IT = noClasses()
            .that()
            .haveNameMatching(".*[.](JCudaBinding|JCudaLibrary|JCudaFunctions|JCublasLibrary)([$].*)?")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jcuda..");

    /** Programs without Micrometer must be able to load everything else. */
    @ArchTest
    static final ArchRule MICROMETER_STAYS_IN_ITS_PACKAGE = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "metrics..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micrometer..", ROOT + "metrics..");

    /** Programs without Parquet's library, and those on a module path, must be able to load everything else. */
    @ArchTest
    static final ArchRule PARQUET_STAYS_IN_ITS_MODULE = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "parquet..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.parquet..", "org.apache.hadoop..", ROOT + "parquet..");

    @ArchTest
    static final ArchRule NO_TYPE_OF_A_LIBRARY_IN_A_PUBLIC_SIGNATURE = members()
            .should(new KeepOutOfSignatures(
                    "java.lang.foreign", "jcuda", "tools.jackson", "com.fasterxml", "org.tomlj"));

    @ArchTest
    static void everyPackageIsNullMarked(JavaClasses classes) {
        Set<JavaPackage> packages = classes.stream().map(JavaClass::getPackage).collect(Collectors.toSet());
        assertThat(packages).hasSizeGreaterThan(10);
        assertThat(packages)
                // The harness writes a package of its own beside the benchmarks.
                .filteredOn(each -> !each.getName().endsWith(".jmh_generated"))
                .filteredOn(each -> !each.isAnnotatedWith(NULL_MARKED))
                .as("packages without @NullMarked in their package-info")
                .isEmpty();
    }

    @ArchTest
    static final ArchRule TRAINING_AND_COMMAND_LINE_ARE_STRANGERS = noClasses()
            .that()
            .resideInAPackage(ROOT + "cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + "training..", "ai.djl..");
}
