package io.github.diffusionelites.cuda.jcuda;

import static io.github.diffusionelites.cuda.jcuda.JCudaHandles.with;

import io.github.diffusionelites.cuda.driver.EventCalls;
import io.github.diffusionelites.cuda.driver.StreamCalls;
import jcuda.driver.CUevent;
import jcuda.driver.CUgraph;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/** Calls about streams and events. */
interface JCudaStreamCalls extends StreamCalls, EventCalls {

    private static CUstream stream(long stream) {
        return with(new CUstream(), stream);
    }

    private static CUevent event(long event) {
        return with(new CUevent(), event);
    }

    @Override
    default int streamCreate(int flags, long[] stream) {
        return JCudaCodes.handle(stream, new CUstream(), out -> JCudaDriver.cuStreamCreate(out, flags));
    }

    @Override
    default int streamDestroy(long stream) {
        return JCudaCodes.of(() -> JCudaDriver.cuStreamDestroy(stream(stream)));
    }

    @Override
    default int streamSynchronize(long stream) {
        return JCudaCodes.of(() -> JCudaDriver.cuStreamSynchronize(stream(stream)));
    }

    @Override
    default int streamQuery(long stream) {
        return JCudaCodes.of(() -> JCudaDriver.cuStreamQuery(stream(stream)));
    }

    @Override
    default int streamWaitEvent(long stream, long event, int flags) {
        return JCudaCodes.of(() -> JCudaDriver.cuStreamWaitEvent(stream(stream), event(event), flags));
    }

    @Override
    default int streamBeginCapture(long stream, int mode) {
        return JCudaCodes.of(() -> JCudaDriver.cuStreamBeginCapture(stream(stream), mode));
    }

    @Override
    default int streamEndCapture(long stream, long[] graph) {
        return JCudaCodes.handle(graph, new CUgraph(), out -> JCudaDriver.cuStreamEndCapture(stream(stream), out));
    }

    @Override
    default int streamIsCapturing(long stream, long[] status) {
        return JCudaCodes.number(status, out -> JCudaDriver.cuStreamIsCapturing(stream(stream), out));
    }

    @Override
    default int eventCreate(int flags, long[] event) {
        return JCudaCodes.handle(event, new CUevent(), out -> JCudaDriver.cuEventCreate(out, flags));
    }

    @Override
    default int eventDestroy(long event) {
        return JCudaCodes.of(() -> JCudaDriver.cuEventDestroy(event(event)));
    }

    @Override
    default int eventRecord(long event, long stream) {
        return JCudaCodes.of(() -> JCudaDriver.cuEventRecord(event(event), stream(stream)));
    }

    @Override
    default int eventSynchronize(long event) {
        return JCudaCodes.of(() -> JCudaDriver.cuEventSynchronize(event(event)));
    }

    @Override
    default int eventQuery(long event) {
        return JCudaCodes.of(() -> JCudaDriver.cuEventQuery(event(event)));
    }

    @Override
    default int eventElapsedTime(long start, long end, float[] milliseconds) {
        float[] out = new float[1];
        int code = JCudaCodes.of(() -> JCudaDriver.cuEventElapsedTime(out, event(start), event(end)));
        if (code == 0) {
            milliseconds[0] = out[0];
        }
        return code;
    }
}
