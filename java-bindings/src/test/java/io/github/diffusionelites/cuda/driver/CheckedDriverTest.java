package io.github.diffusionelites.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.diffusionelites.device.DeviceException;
import io.github.diffusionelites.device.DeviceLostException;
import io.github.diffusionelites.device.DeviceMemoryException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How codes of the driver become exceptions. */
class CheckedDriverTest {

    private final FailingDriver failing = new FailingDriver();
    private final CheckedDriver checked = new CheckedDriver(failing.driver());

    /** A method of one of the topics. */
    record Call(Object topic, Method method) {

        Object invoke() throws Throwable {
            Object[] arguments = Arrays.stream(method.getParameterTypes())
                    .map(type -> switch (type.getName()) {
                        case "long" -> (Object) 5L;
                        case "int" -> 5;
                        case "byte" -> (byte) 5;
                        case "boolean" -> true;
                        default -> "name";
                    })
                    .toArray();
            try {
                return method.invoke(topic, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }

        boolean isFreeing() {
            return Stream.of("free", "destroy", "unload", "release").anyMatch(method.getName()::startsWith);
        }

        @Override
        public String toString() {
            return topic.getClass().getSimpleName() + "." + method.getName() + method.getParameterCount();
        }
    }

    private List<Call> calls() {
        return Stream.of(checked.devices(), checked.memory(), checked.modules(), checked.streams(), checked.graphs())
                .flatMap(topic -> Arrays.stream(topic.getClass().getDeclaredMethods())
                        .filter(method -> Modifier.isPublic(method.getModifiers()))
                        .map(method -> new Call(topic, method)))
                .toList();
    }

    @Test
    void shouldMakeAnExceptionOfTheCodeOfEveryCall() throws Throwable {
        assertThat(calls()).hasSizeGreaterThan(55);
        for (Call call : calls()) {
            failing.calls();
            call.invoke();
            List<String> reached = failing.calls();
            assertThat(reached).as(call.toString()).hasSize(1);
            String method = reached.getFirst();
            failing.fail(method, 400);
            assertThatExceptionOfType(DeviceException.class)
                    .as(call.toString())
                    .isThrownBy(call::invoke)
                    .withMessageContaining("CUDA_ERROR_INVALID_HANDLE (400): a handle is not valid")
                    .satisfies(e -> assertThat(e.code()).isEqualTo(400))
                    .satisfies(e -> assertThat("cu" + method.substring(0, 1).toUpperCase(java.util.Locale.ROOT)
                                    + method.substring(1))
                            // Capturing and instantiating go by their plain names.
                            .startsWith(e.call().replaceAll("Ex$", "")));
            failing.fail(method, 0);
        }
    }

    @Test
    void shouldRefuseEveryCallAfterAStickyErrorAndFreeNothing() {
        failing.fail("streamSynchronize", 700);
        assertThatExceptionOfType(DeviceLostException.class)
                .isThrownBy(() -> checked.streams().synchronize(3))
                .withMessage("The GPU is lost to this process: cuStreamSynchronize showed CUDA_ERROR_ILLEGAL_ADDRESS"
                        + " (700): a kernel used an address that is not its own; run it under compute-sanitizer;"
                        + " start the program again to go on.");
        assertThat(checked.isLost()).isTrue();
        failing.fail("streamSynchronize", 0);
        failing.calls();
        for (Call call : calls()) {
            if (call.isFreeing()) {
                assertThatCode(call::invoke).as(call.toString()).doesNotThrowAnyException();
            } else {
                assertThatExceptionOfType(DeviceLostException.class)
                        .as(call.toString())
                        .isThrownBy(call::invoke)
                        .withMessageContaining("cuStreamSynchronize showed CUDA_ERROR_ILLEGAL_ADDRESS (700)")
                        .satisfies(e -> assertThat(e.call()).isEqualTo("cuStreamSynchronize"));
            }
        }
        assertThat(failing.calls()).isEmpty();
    }

    @Test
    void shouldKeepAStickyErrorThatAFreeShows() {
        failing.fail("memFree", 719);
        assertThatExceptionOfType(DeviceLostException.class)
                .isThrownBy(() -> checked.memory().free(5));
        assertThat(checked.isLost()).isTrue();
    }

    @Test
    void shouldSayHowMuchMemoryThereIsWhereItIsTooLittle() {
        failing.fail("memAlloc", 2);
        assertThatExceptionOfType(DeviceMemoryException.class)
                .isThrownBy(() -> checked.memory().allocate(123))
                .withMessageStartingWith(
                        "The GPU cannot give 123 bytes of memory: 77 of 88 bytes are free; use a smaller")
                .satisfies(e -> assertThat(e.requested()).isEqualTo(123))
                .satisfies(e -> assertThat(e.code()).isEqualTo(2));
        failing.fail("memGetInfo", 201);
        assertThatExceptionOfType(DeviceMemoryException.class)
                .isThrownBy(() -> checked.memory().allocate(123))
                .withMessageContaining("not known, as cuMemGetInfo failed with CUDA_ERROR_INVALID_CONTEXT");
        failing.fail("memHostAlloc", 2);
        assertThatExceptionOfType(DeviceMemoryException.class)
                .isThrownBy(() -> checked.memory().allocatePinned(456, 0))
                .withMessageStartingWith("The host cannot pin 456 bytes");
    }

    @Test
    void shouldSayWhatWasCopiedAndLaunched() {
        failing.fail("memcpyHtoDAsync", 1);
        assertThatExceptionOfType(DeviceException.class)
                .isThrownBy(() -> checked.memory().copyToDevice(1, 2, 4096, 3))
                .withMessageStartingWith("The call cuMemcpyHtoDAsync of 4096 bytes failed with");
        failing.fail("launchKernel", 701);
        assertThatExceptionOfType(DeviceException.class)
                .isThrownBy(() -> checked.modules().launch(9, 1, 2, 3, 4, 5, 6, 7, 8, 9))
                .withMessageStartingWith(
                        "The call cuLaunchKernel of 1 x 2 x 3 blocks of 4 x 5 x 6 threads with 7 bytes of"
                                + " shared memory failed with CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES (701)");
        failing.fail("moduleGetFunction", 500);
        assertThatExceptionOfType(DeviceException.class)
                .isThrownBy(() -> checked.modules().function(1, "sample_diagonal"))
                .withMessageContaining("for the kernel sample_diagonal failed with CUDA_ERROR_NOT_FOUND (500)");
    }

    @Test
    void shouldAskTheDriverForTheNameOfARareCode() {
        failing.fail("ctxSynchronize", 4711);
        assertThatExceptionOfType(DeviceException.class)
                .isThrownBy(checked.devices()::synchronize)
                .withMessage("The call cuCtxSynchronize failed with text (4711).");
        failing.fail("getErrorName", 1);
        assertThatExceptionOfType(DeviceException.class)
                .isThrownBy(checked.devices()::synchronize)
                .withMessage("The call cuCtxSynchronize failed with CUresult 4711.");
    }

    @Test
    void shouldTakeNotReadyForAnAnswer() {
        assertThat(checked.streams().isDone(1)).isTrue();
        assertThat(checked.streams().isPassed(1)).isTrue();
        failing.fail("streamQuery", 600);
        failing.fail("eventQuery", 600);
        assertThat(checked.streams().isDone(1)).isFalse();
        assertThat(checked.streams().isPassed(1)).isFalse();
    }

    @Test
    void shouldTakeAGraphOfAnotherFormForAnAnswer() {
        assertThat(checked.graphs().update(1, 2)).isTrue();
        failing.fail("graphExecUpdate", 910);
        assertThat(checked.graphs().update(1, 2)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {214, 220, 700, 702, 709, 710, 714, 715, 716, 717, 718, 719, 721})
    void shouldLoseTheDeviceByAStickyCode(int code) {
        failing.fail("eventSynchronize", code);
        assertThatExceptionOfType(DeviceLostException.class)
                .isThrownBy(() -> checked.streams().synchronizeEvent(1))
                .satisfies(e -> assertThat(e.code()).isEqualTo(code));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 200, 600, 701, 720, 801, 900, 999})
    void shouldGoOnAfterAnotherCode(int code) {
        failing.fail("eventSynchronize", code);
        assertThatExceptionOfType(DeviceException.class)
                .isThrownBy(() -> checked.streams().synchronizeEvent(1))
                .isNotInstanceOf(DeviceLostException.class);
        assertThat(checked.isLost()).isFalse();
        failing.fail("eventSynchronize", 0);
        checked.streams().synchronizeEvent(1);
    }

    @ParameterizedTest
    @MethodSource("errors")
    void shouldGiveCauseAndCureOfACode(DriverError error) {
        assertThat(DriverCode.describe(error.code()))
                .isEqualTo("CUDA_ERROR_" + error.name() + " (" + error.code() + "): " + error.causeAndCure());
        // The sentence goes on where it is used.
        assertThat(error.causeAndCure())
                .hasSizeBetween(20, 120)
                .doesNotEndWith(".")
                .matches("[a-z].*");
    }

    static DriverError[] errors() {
        return DriverError.values();
    }

    @Test
    void shouldHaveTheCodesThatUsersMeet() {
        int[] codes = {
            1, 2, 3, 35, 100, 101, 200, 201, 209, 214, 218, 222, 300, 400, 500, 700, 701, 702, 715, 716, 719, 720, 801,
            803, 804, 900, 901, 902, 903, 904, 905, 906, 907, 908, 909, 999
        };
        assertThat(Arrays.stream(codes).boxed()).allMatch(code -> DriverError.of(code) != null);
    }
}
