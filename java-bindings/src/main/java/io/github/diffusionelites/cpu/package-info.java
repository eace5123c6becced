/**
 * The native CPU device: {@code libelites.so} bound by the foreign function interface.
 *
 * <p>Nothing of this package is for users; devices are opened by {@link io.github.diffusionelites.device.Devices}.
 * {@code ElitesAbi} and {@code ProposalAbi} are the only classes that know the C ABI, {@code Compiler} the only one
 * that knows how an operation is handed over.
 *
 * <p>Normal numbers of latents are made in one arithmetic: {@link io.github.diffusionelites.device.Noise#PORTABLE} is
 * taken for {@link io.github.diffusionelites.device.Noise#FAST}, too.
 *
 * <p>A flight recording of the JVM has an event {@code io.github.diffusionelites.NativeMemory} for each buffer,
 * workspace and weight that is allocated or freed.
 */
@NullMarked
package io.github.diffusionelites.cpu;

import org.jspecify.annotations.NullMarked;
