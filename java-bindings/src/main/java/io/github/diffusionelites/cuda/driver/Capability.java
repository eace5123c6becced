package io.github.diffusionelites.cuda.driver;

/** What one binding or one driver has and another may lack; the engine takes the plain path without it. */
public enum Capability {
    /** {@link GraphCalls#graphExecUpdate}: a graph changes in place, without instantiating it anew. */
    GRAPH_UPDATE,
    /** {@link ModuleCalls#funcGetParamInfo}: the sizes of a kernel's parameters; of drivers since CUDA 12.4. */
    PARAMETER_INFO,
    /** {@link ModuleCalls#launchKernelEx}: launches with attributes, such as clusters. */
    LAUNCH_EX,
    /** {@link MemoryCalls#deviceGetDefaultMemPool} and {@link MemoryCalls#memPoolSetAttribute}. */
    POOL_ATTRIBUTES
}
