package io.github.diffusionelites.cuda.jcuda;

import static io.github.diffusionelites.cuda.jcuda.JCudaHandles.with;

import io.github.diffusionelites.cuda.driver.DriverCode;
import io.github.diffusionelites.cuda.driver.GraphCalls;
import jcuda.CudaException;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/** Calls about graphs. */
interface JCudaGraphCalls extends GraphCalls {

    private static CUgraph graph(long graph) {
        return with(new CUgraph(), graph);
    }

    private static CUgraphExec exec(long exec) {
        return with(new CUgraphExec(), exec);
    }

    @Override
    default int graphInstantiate(long graph, long flags, long[] exec) {
        return JCudaCodes.handle(
                exec, new CUgraphExec(), out -> JCudaDriver.cuGraphInstantiate(out, graph(graph), flags));
    }

    @Override
    default int graphUpload(long exec, long stream) {
        return JCudaCodes.of(() -> JCudaDriver.cuGraphUpload(exec(exec), with(new CUstream(), stream)));
    }

    @Override
    default int graphLaunch(long exec, long stream) {
        try {
            return JCudaDriver.cuGraphLaunch(exec(exec), with(new CUstream(), stream));
        } catch (CudaException e) {
            return JCudaCodes.of(e);
        }
    }

    @Override
    default int graphExecDestroy(long exec) {
        return JCudaCodes.of(() -> JCudaDriver.cuGraphExecDestroy(exec(exec)));
    }

    @Override
    default int graphDestroy(long graph) {
        return JCudaCodes.of(() -> JCudaDriver.cuGraphDestroy(graph(graph)));
    }

    @Override
    default int graphGetNodes(long graph, long[] count) {
        return JCudaCodes.longs(count, out -> JCudaDriver.cuGraphGetNodes(graph(graph), null, out));
    }

    @Override
    default int graphExecUpdate(long exec, long graph, long[] result) {
        return DriverCode.NOT_SUPPORTED;
    }
}
