package io.github.diffusionelites.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Notes which methods of an interface a test has called, so that none is forgotten. */
public final class NotedCalls<T> {

    private final Class<T> type;
    private final Set<String> called = new TreeSet<>();

    /** Notes the calls of an interface. */
    public NotedCalls(Class<T> type) {
        this.type = type;
    }

    /** Returns an object that hands every call on. */
    public T around(T object) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    called.add(method.getName());
                    try {
                        return method.invoke(object, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    /** Fails unless every method of the interface was called. */
    public void assertComplete() {
        assertThat(called)
                .isEqualTo(Arrays.stream(type.getMethods())
                        .map(Method::getName)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }
}
