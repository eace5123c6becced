package io.github.diffusionelites.cuda.driver;

/** Calls about graphs, with exceptions; see {@link CheckedDriver}. */
public final class CheckedGraphs {

    private final DriverGuard guard;

    CheckedGraphs(DriverGuard guard) {
        this.guard = guard;
    }

    /** Returns a graph made ready to launch. */
    public long instantiate(long graph) {
        long[] exec = new long[1];
        guard.check("cuGraphInstantiate", guard.driver().graphInstantiate(graph, 0, exec));
        return exec[0];
    }

    /** Brings a graph to the device, so that its first launch is no slower than the next. */
    public void upload(long exec, long stream) {
        guard.check("cuGraphUpload", guard.driver().graphUpload(exec, stream));
    }

    /** Launches a graph in the order of a stream. */
    public void launch(long exec, long stream) {
        guard.check("cuGraphLaunch", guard.driver().graphLaunch(exec, stream));
    }

    /**
     * Gives a graph that was made ready the parameters of another graph of the same form.
     *
     * @return whether it took them; if not, because the forms differ or the call is missing, it is to be made anew
     */
    public boolean update(long exec, long graph) {
        if (!guard.driver().supports(Capability.GRAPH_UPDATE)) {
            return false;
        }
        long[] result = new long[1];
        int code = guard.driver().graphExecUpdate(exec, graph, result);
        if (code == DriverCode.GRAPH_EXEC_UPDATE_FAILURE) {
            return false;
        }
        guard.check("cuGraphExecUpdate", code);
        return true;
    }

    /** Destroys a graph that was made ready. */
    public void destroyExec(long exec) {
        guard.free("cuGraphExecDestroy", Driver::graphExecDestroy, exec);
    }

    /** Destroys a graph. */
    public void destroy(long graph) {
        guard.free("cuGraphDestroy", Driver::graphDestroy, graph);
    }

    /** Returns how many nodes a graph has. */
    public long nodes(long graph) {
        long[] count = new long[1];
        guard.check("cuGraphGetNodes", guard.driver().graphGetNodes(graph, count));
        return count[0];
    }
}
