/** How native libraries are found, unpacked and opened; for the providers of devices, not exported. */
@NullMarked
package io.github.diffusionelites.nativelink;

import org.jspecify.annotations.NullMarked;
