package io.github.diffusionelites.nativelink;

import java.io.File;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Resources of modules that lie on the module path but are not part of the module graph. The modules with native
 * libraries are such: nothing requires them, and that of oneDNN could not be resolved, as it requires a Java binding
 * that is not used here.
 */
final class ModulePathResource {

    private ModulePathResource() {}

    /** Returns the bytes of a resource, or null if no module of the module path has it. */
    static @Nullable InputStream open(String resource) throws IOException {
        String modulePath = System.getProperty("jdk.module.path", "");
        if (modulePath.isEmpty()) {
            return null;
        }
        Path[] entries = Stream.of(modulePath.split(Pattern.quote(File.pathSeparator)))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of)
                .toArray(Path[]::new);
        for (ModuleReference module : ModuleFinder.of(entries).findAll()) {
            ModuleReader reader = module.open();
            Optional<InputStream> found = reader.open(resource);
            if (found.isPresent()) {
                return new OwningStream(found.get(), reader);
            }
            reader.close();
        }
        return null;
    }

    /** A stream that closes the module that it reads. */
    private static final class OwningStream extends FilterInputStream {

        private final ModuleReader reader;

        OwningStream(InputStream in, ModuleReader reader) {
            super(in);
            this.reader = reader;
        }

        @Override
        public void close() throws IOException {
            try (reader) {
                super.close();
            }
        }
    }
}
