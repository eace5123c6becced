package io.github.diffusionelites.bench;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * That what others can see of a module names no type of some packages: fields, methods and constructors, public or
 * protected, of types that are public all the way out, with the arguments of generic types and with what is thrown.
 */
final class KeepOutOfSignatures extends ArchCondition<JavaMember> {

    /** Whose types nobody outside can name: providers of devices, readers of files, and programs. */
    private static final Set<String> NOT_EXPORTED = Set.of(
            "cpu",
            "cuda.blas",
            "cuda.blas.jcublas",
            "cuda.driver",
            "cuda.ffm",
            "cuda.jcuda",
            "nativelink",
            "device.scoring",
            "batch.manifest",
            "run.input",
            "cli",
            "training",
            "bench",
            "bench.jmh");

    /** The one package that is there to hand out types of JCuda. */
    private static final String INTEROP = "cuda.jcuda.interop";

    private static final String ROOT = "io.github.diffusionelites.";

    private final List<String> packages;

    KeepOutOfSignatures(String... packages) {
        super("not mention types of " + Arrays.toString(packages) + " where others see it");
        this.packages = List.of(packages);
    }

    @Override
    public void check(JavaMember member, ConditionEvents events) {
        if (isSeen(member)) {
            types(member)
                    .flatMap(type -> type.getAllInvolvedRawTypes().stream())
                    .map(JavaClass::getBaseComponentType)
                    .distinct()
                    .filter(this::isForbidden)
                    .forEach(type -> events.add(SimpleConditionEvent.violated(
                            member, member.getFullName() + " mentions " + type.getName())));
        }
    }

    private boolean isForbidden(JavaClass type) {
        return packages.stream()
                .anyMatch(name -> type.getPackageName().equals(name)
                        || type.getPackageName().startsWith(name + "."));
    }

    private static boolean isSeen(JavaMember member) {
        return isOpen(member.getModifiers())
                && isSeen(Optional.of(member.getOwner()))
                && !NOT_EXPORTED.contains(packageOf(member))
                && !packageOf(member).equals(INTEROP);
    }

    private static String packageOf(JavaMember member) {
        return member.getOwner().getPackageName().substring(ROOT.length());
    }

    private static boolean isSeen(Optional<JavaClass> type) {
        return type.isEmpty()
                || (isOpen(type.get().getModifiers()) && isSeen(type.get().getEnclosingClass()));
    }

    private static boolean isOpen(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static Stream<JavaType> types(JavaMember member) {
        return switch (member) {
            case JavaField field -> Stream.of(field.getType());
            case JavaCodeUnit code ->
                Stream.of(
                                Stream.of(code.getReturnType()),
                                code.getParameterTypes().stream(),
                                code.getTypeParameters().stream(),
                                code.getExceptionTypes().stream())
                        .flatMap(each -> each);
            default -> throw new AssertionError("No signature is known of " + member.getFullName());
        };
    }
}
