/**
 * How a job of many searches fares: figures while it runs, and a page for people.
 */
@NullMarked
package io.github.diffusionelites.batch.report;

import org.jspecify.annotations.NullMarked;
