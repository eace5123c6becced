package io.github.diffusionelites.cuda.driver;

/** Kernels: the modules that hold them, what is known of them, and launches. */
public interface ModuleCalls {

    /**
     * {@code module[0]}: a module of the current context.
     *
     * @param image host address of a fatbin, a cubin, or PTX that a zero ends
     */
    int moduleLoadData(long image, long[] module);

    /**
     * Like {@link #moduleLoadData}, with what the driver's compiler says of errors.
     *
     * @param image host address of a fatbin, a cubin, or PTX that a zero ends
     * @param errorLog host address where the compiler's text goes, ended by a zero
     * @param logBytes room there, at least 1
     */
    int moduleLoadDataEx(long image, long errorLog, int logBytes, long[] module);

    /** Unloads a module with its functions. */
    int moduleUnload(long module);

    /** {@code function[0]}: a kernel, by its name. */
    int moduleGetFunction(long module, String name, long[] function);

    /** {@code addressAndBytes[0]} and {@code [1]}: where a variable of the module lies, and its size. */
    int moduleGetGlobal(long module, String name, long[] addressAndBytes);

    /** {@code value[0]}: an attribute, by its number in {@code CUfunction_attribute}. */
    int funcGetAttribute(int attribute, long function, long[] value);

    /** Sets an attribute, such as the most dynamic shared memory. */
    int funcSetAttribute(long function, int attribute, int value);

    /** {@code offsetAndBytes[0]} and {@code [1]}: where a parameter lies and its size; see the capability. */
    int funcGetParamInfo(long function, long index, long[] offsetAndBytes);

    /** {@code blocks[0]}: how many blocks of a kernel a multiprocessor holds at once. */
    int occupancyMaxActiveBlocksPerMultiprocessor(long function, int threads, long sharedBytes, long[] blocks);

    /**
     * Launches a kernel in the order of a stream. The parameters are copied before it returns.
     *
     * @param gridX blocks along x
     * @param gridY blocks along y
     * @param gridZ blocks along z
     * @param blockX threads of a block along x
     * @param blockY threads of a block along y
     * @param blockZ threads of a block along z
     * @param sharedBytes dynamic shared memory of a block
     * @param parameters host address of an array with the host address of each parameter
     */
    int launchKernel(
            long function,
            int gridX,
            int gridY,
            int gridZ,
            int blockX,
            int blockY,
            int blockZ,
            int sharedBytes,
            long stream,
            long parameters);

    /**
     * Launches a kernel with attributes; see the capability.
     *
     * @param configuration host address of a {@code CUlaunchConfig}
     * @param parameters host address of an array with the host address of each parameter
     */
    int launchKernelEx(long configuration, long function, long parameters);
}
