package io.github.diffusionelites.cli;

import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;

/** The command line as it is where no module offers it a trainer or a benchmark. */
final class WithoutServices extends ClassLoader {

    private WithoutServices(ClassLoader parent) {
        super(parent);
    }

    static CommandLineRun run(Object... arguments) {
        Thread thread = Thread.currentThread();
        ClassLoader former = thread.getContextClassLoader();
        thread.setContextClassLoader(new WithoutServices(former));
        try {
            return CommandLineRun.of(arguments);
        } finally {
            thread.setContextClassLoader(former);
        }
    }

    @Override
    public Enumeration<URL> getResources(String name) throws java.io.IOException {
        return name.startsWith("META-INF/services/io.github.diffusionelites.model.")
                        || name.startsWith("META-INF/services/io.github.diffusionelites.run.")
                ? Collections.emptyEnumeration()
                : super.getResources(name);
    }
}
