package io.github.diffusionelites.cuda;

/** What a graph is recorded from: a launch of a kernel, or a product of the matrix library. */
sealed interface Step permits Launch, Product {

    /** Returns the name of the kernel, or of the library's call. */
    String kernel();

    /** Returns the same work under another geometry. */
    Step in(Geometry geometry);
}
