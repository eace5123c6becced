/** What tests of several packages share: the device under test and networks of closed form. */
package io.github.diffusionelites.support;
