package io.github.diffusionelites.cuda.driver;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A driver whose calls return the codes that they are told to, and 0 else. */
final class FailingDriver {

    private final Map<String, Integer> codes = new HashMap<>();
    private final List<String> calls = new ArrayList<>();

    /** Lets a method return a code from now on. */
    void fail(String method, int code) {
        codes.put(method, code);
    }

    /** Returns the methods that were called since the last time. */
    List<String> calls() {
        List<String> since = List.copyOf(calls);
        calls.clear();
        return since;
    }

    Driver driver() {
        return (Driver) Proxy.newProxyInstance(
                Driver.class.getClassLoader(), new Class<?>[] {Driver.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("supports")) {
                        return true;
                    }
                    calls.add(method.getName());
                    int code = codes.getOrDefault(method.getName(), 0);
                    for (Object argument : code == 0 ? arguments == null ? new Object[0] : arguments : new Object[0]) {
                        fill(argument);
                    }
                    return code;
                });
    }

    private static void fill(Object argument) {
        switch (argument) {
            case long[] longs -> {
                longs[0] = 77;
                if (longs.length > 1) {
                    longs[1] = 88;
                }
            }
            case float[] floats -> floats[0] = 0.5f;
            case String[] strings -> strings[0] = "text";
            default -> {
                // An argument and no place for a result.
            }
        }
    }
}
