package io.github.diffusionelites.cuda.driver;

/** Graphs: recorded work that is launched at once. */
public interface GraphCalls {

    /** {@code exec[0]}: a graph made ready to launch; flags as in {@code CUDA_GRAPH_INSTANTIATE_FLAG_*}. */
    int graphInstantiate(long graph, long flags, long[] exec);

    /** Brings a graph to the device, so that its first launch is no slower than the next. */
    int graphUpload(long exec, long stream);

    /** Launches a graph in the order of a stream. */
    int graphLaunch(long exec, long stream);

    /** Destroys a graph that was made ready. */
    int graphExecDestroy(long exec);

    /** Destroys a graph. */
    int graphDestroy(long graph);

    /** {@code count[0]}: how many nodes a graph has. */
    int graphGetNodes(long graph, long[] count);

    /** {@code result[0]}: why a graph could not take over another's parameters, 0 if it did; see the capability. */
    int graphExecUpdate(long exec, long graph, long[] result);
}
