package io.github.diffusionelites.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Handles signals of the operating system through {@code sun.misc.Signal} of the module jdk.unsupported. It is reached
 * by reflection, because the compiler warns of every mention of it and cannot be told otherwise.
 */
final class Signals {

    private static final String SIGNAL = "sun.misc.Signal";
    private static final String HANDLER = "sun.misc.SignalHandler";

    private Signals() {}

    /**
     * Sets what happens on a signal.
     *
     * @param name without its prefix, for example {@code INT}
     * @param action called on a thread of its own
     * @return sets what was to happen before
     */
    @SuppressWarnings("ReferenceEquality") // A proxy equals itself only.
    static Runnable handle(String name, Runnable action) {
        Object handler = Proxy.newProxyInstance(
                Signals.class.getClassLoader(), new Class<?>[] {type(HANDLER)}, (proxy, method, arguments) -> {
                    // Methods of Object reach a proxy too, and must answer as for any object.
                    return switch (method.getName()) {
                        case "equals" -> proxy == arguments[0];
                        case "hashCode" -> System.identityHashCode(proxy);
                        case "toString" -> "the handler of SIG" + name;
                        default -> {
                            action.run();
                            yield null;
                        }
                    };
                });
        Object former = set(name, handler);
        return () -> set(name, former);
    }

    private static Object set(String name, Object handler) {
        try {
            Class<?> signal = type(SIGNAL);
            Method handle = signal.getMethod("handle", signal, type(HANDLER));
            return handle.invoke(null, signal.getConstructor(String.class).newInstance(name), handler);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("The signal SIG" + name + " cannot be handled: " + e.getCause(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "This Java runtime lacks the class " + SIGNAL + "; use one that has the module jdk.unsupported.",
                    e);
        }
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    "This Java runtime lacks the class " + name + "; use one that has the module jdk.unsupported.", e);
        }
    }
}
