/**
 * What every kind of device does alike: who owns memory and programs, what happens when they are closed while a program
 * runs, one run at a time, and the plan of a program. A kind of device brings a
 * {@link io.github.diffusionelites.device.engine.Backend} and its {@link io.github.diffusionelites.device.engine.Runner}.
 */
@NullMarked
package io.github.diffusionelites.device.engine;

import org.jspecify.annotations.NullMarked;
