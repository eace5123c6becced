/**
 * Tables as Parquet, by Apache's library. Programs have this artifact on their class path: jars of the library have
 * packages in common, which a module path refuses.
 */
@NullMarked
package io.github.diffusionelites.parquet;

import org.jspecify.annotations.NullMarked;
