#include "driver.hpp"
#include "kernels/behaviour.h"

using namespace driver;

namespace {

constexpr int thread_local_mode = 1;
constexpr int relaxed_mode = 2;

// CUDA_KERNEL_NODE_PARAMS_v2 and CUgraphExecUpdateResultInfo.
struct KernelNode {
    Handle function;
    unsigned grid[3];
    unsigned block[3];
    unsigned shared_bytes;
    void** parameters;
    void** extra;
    Handle kernel;
    Handle context;
};
struct Update {
    int result;
    Handle node;
    Handle from;
};

// Sets a value, adds one in a second stream, and one more in the first.
Handle captured_graph(const Session& session, Pointer value, unsigned first_value) {
    const Handle first = stream();
    const Handle second = stream();
    const Handle fork = event();
    const Handle join = event();
    const Handle add_one = function(session, "add_one");
    OK(cuStreamBeginCapture_v2(first, thread_local_mode));
    OK(cuMemsetD32Async(value, first_value, 1, first));
    OK(cuEventRecord(fork, first));
    OK(cuStreamWaitEvent(second, fork, 0));
    OK(launch(add_one, 1, 32, second, AddOne{reinterpret_cast<int*>(value), 1}));
    OK(cuEventRecord(join, second));
    OK(cuStreamWaitEvent(first, join, 0));
    OK(launch(add_one, 1, 32, first, AddOne{reinterpret_cast<int*>(value), 1}));
    Handle graph = nullptr;
    OK(cuStreamEndCapture(first, &graph));
    return graph;
}

Handle executable_of(Handle graph) {
    Handle executable = nullptr;
    OK(cuGraphInstantiateWithFlags(&executable, graph, 0));
    return executable;
}

}  // namespace

KERNEL_CHECK(captured_work_is_done_at_launch) {
    const Session session;
    const Pointer value = device_memory(4);
    const Handle graph = captured_graph(session, value, 10);
    OK(cuCtxSynchronize());
    harness::expect(int_at(value) == -1, "captured work was done");
    size_t count = 0;
    OK(cuGraphGetNodes(graph, nullptr, &count));
    harness::expect(count == 3, "the graph has " + std::to_string(count) + " nodes, not 3");
    const Handle executable = executable_of(graph);
    OK(cuGraphDestroy(graph));
    for (int time = 0; time < 2; ++time) {
        OK(cuGraphLaunch(executable, nullptr));
        harness::expect(int_at(value) == 12, "the graph gives " + std::to_string(int_at(value)) + ", not 12");
    }
    harness::expect(
            emulator_launches() == 4, "kernels were launched " + std::to_string(emulator_launches()) + " times");
    OK(cuGraphExecDestroy(executable));
    REFUSED(400, cuGraphLaunch(executable, nullptr));
}

KERNEL_CHECK(nodes_take_other_arguments) {
    const Session session;
    const Pointer values = device_memory(8);
    const Handle graph = captured_graph(session, values, 10);
    const Handle executable = executable_of(graph);
    Handle nodes[3];
    size_t count = 3;
    OK(cuGraphGetNodes(graph, nodes, &count));
    int type = -1;
    OK(cuGraphNodeGetType(nodes[0], &type));
    harness::expect(type == 2, "the first node is no memset");
    AddOne arguments{reinterpret_cast<int*>(values) + 1, 1};
    void* parameters[] = {&arguments};
    const KernelNode changed{function(session, "add_one"), {1, 1, 1}, {32, 1, 1}, 0, parameters, nullptr, nullptr,
                             nullptr};
    REFUSED(1, cuGraphExecKernelNodeSetParams_v2(executable, nodes[0], &changed));
    OK(cuGraphExecKernelNodeSetParams_v2(executable, nodes[2], &changed));
    OK(cuGraphLaunch(executable, nullptr));
    harness::expect(int_at(values) == 11 && int_at(values + 4) == 0, "the changed node does what it did before");
}

KERNEL_CHECK(executables_follow_graphs_of_the_same_form) {
    const Session session;
    const Pointer value = device_memory(4);
    const Handle executable = executable_of(captured_graph(session, value, 10));
    Update update{};
    OK(cuGraphExecUpdate_v2(executable, captured_graph(session, value, 20), &update));
    OK(cuGraphLaunch(executable, nullptr));
    harness::expect(int_at(value) == 22, "the graph was not updated");
    const Handle own = stream();
    OK(cuStreamBeginCapture_v2(own, thread_local_mode));
    OK(cuMemsetD32Async(value, 1, 1, own));
    Handle other = nullptr;
    OK(cuStreamEndCapture(own, &other));
    REFUSED(910, cuGraphExecUpdate_v2(executable, other, &update));
    harness::expect(update.result == 2, "the topology's change is not said");
}

KERNEL_CHECK(forks_must_be_joined) {
    const Session session;
    const Handle first = stream();
    const Handle second = stream();
    const Handle fork = event();
    const Pointer value = device_memory(4);
    OK(cuStreamBeginCapture_v2(first, thread_local_mode));
    OK(cuEventRecord(fork, first));
    OK(cuStreamWaitEvent(second, fork, 0));
    OK(cuMemsetD32Async(value, 1, 1, second));
    Handle graph = nullptr;
    REFUSED(904, cuStreamEndCapture(first, &graph));
    OK(cuStreamSynchronize(second));
}

KERNEL_CHECK(captures_are_spoilt_by_what_synchronises) {
    const Session session;
    const Handle own = stream();
    const Pointer value = device_memory(4);
    Handle graph = nullptr;
    OK(cuStreamBeginCapture_v2(own, thread_local_mode));
    REFUSED(900, cuStreamSynchronize(own));
    REFUSED(901, cuMemsetD32Async(value, 1, 1, own));
    int status = 0;
    OK(cuStreamIsCapturing(own, &status));
    harness::expect(status == 2, "the capture is not invalidated");
    REFUSED(901, cuStreamEndCapture(own, &graph));

    Pointer other = 0;
    OK(cuStreamBeginCapture_v2(own, thread_local_mode));
    REFUSED(900, cuMemAlloc_v2(&other, 8));
    REFUSED(901, cuStreamEndCapture(own, &graph));

    OK(cuStreamBeginCapture_v2(own, relaxed_mode));
    OK(cuMemAlloc_v2(&other, 8));
    OK(cuStreamEndCapture(own, &graph));

    const Handle blocking = stream(0);
    OK(cuStreamBeginCapture_v2(blocking, relaxed_mode));
    REFUSED(906, cuMemsetD32Async(value, 1, 1, nullptr));
    REFUSED(901, cuStreamEndCapture(blocking, &graph));
}

KERNEL_CHECK(captured_events_are_nobody_elses) {
    const Session session;
    const Handle own = stream();
    const Handle other = stream();
    const Handle outside = event();
    const Handle inside = event();
    Handle graph = nullptr;
    OK(cuEventRecord(outside, other));
    OK(cuStreamBeginCapture_v2(own, thread_local_mode));
    OK(cuEventRecord(inside, own));
    REFUSED(907, cuEventQuery(inside));
    REFUSED(901, cuStreamEndCapture(own, &graph));
    OK(cuStreamBeginCapture_v2(own, thread_local_mode));
    REFUSED(905, cuStreamWaitEvent(own, outside, 0));
    REFUSED(901, cuStreamEndCapture(own, &graph));
    REFUSED(401, cuStreamEndCapture(own, &graph));
}
