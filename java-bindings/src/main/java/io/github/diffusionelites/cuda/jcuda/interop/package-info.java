/** Handing addresses, contexts and streams to JCuda and back; needs JCuda, which is optional, at run time. */
@NullMarked
package io.github.diffusionelites.cuda.jcuda.interop;

import org.jspecify.annotations.NullMarked;
