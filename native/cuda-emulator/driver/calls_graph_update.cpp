// Changing a graph's kernels, and a launchable graph after another one.
#include "driver/entry.hpp"
#include "driver/launch.hpp"

namespace {

using namespace emulator;

// CUDA_KERNEL_NODE_PARAMS_v2.
struct KernelNodeParameters {
    CUfunction function;
    unsigned grid_x, grid_y, grid_z;
    unsigned block_x, block_y, block_z;
    unsigned shared_bytes;
    void** parameters;
    void** extra;
    void* kernel;
    CUcontext context;
};

// CUgraphExecUpdateResultInfo.
struct UpdateResult {
    int result;
    CUgraphNode node;
    CUgraphNode from;
};

constexpr int update_succeeded = 0;
constexpr int topology_changed = 2;
constexpr int type_changed = 3;

KernelWork work_of(const KernelNodeParameters* parameters) {
    require_given(parameters);
    const simt::Shape shape{{parameters->grid_x, parameters->grid_y, parameters->grid_z},
                            {parameters->block_x, parameters->block_y, parameters->block_z},
                            parameters->shared_bytes};
    return kernel_work(parameters->function, shape, parameters->parameters, parameters->extra);
}

void replace_kernel(Work& work, const KernelNodeParameters* parameters) {
    require(std::holds_alternative<KernelWork>(work), CUDA_ERROR_INVALID_VALUE);
    work = work_of(parameters);
}

Node& node_of(CUgraphNode handle) {
    const auto found = process().nodes.find(handle);
    require(found != process().nodes.end() && !found->second.expired(), CUDA_ERROR_INVALID_VALUE);
    return *found->second.lock();
}

}  // namespace

CALL cuGraphAddKernelNode_v2(CUgraphNode* node, CUgraph graph, const CUgraphNode* dependencies, size_t count,
                             const KernelNodeParameters* parameters) {
    return ENTRY(context, {
        require(node != nullptr && (count == 0 || dependencies != nullptr), CUDA_ERROR_INVALID_VALUE);
        std::vector<Node*> after;
        for (size_t index = 0; index < count; ++index) {
            after.push_back(&node_of(dependencies[index]));
        }
        *node = process().graphs.at(graph)->add(work_of(parameters), after).handle;
    });
}

CALL cuGraphKernelNodeGetParams_v2(CUgraphNode node, KernelNodeParameters* parameters) {
    return ENTRY(context, {
        require_given(parameters);
        auto* work = std::get_if<KernelWork>(&node_of(node).work);
        require(work != nullptr, CUDA_ERROR_INVALID_VALUE);
        // The list of pointers lives until the next such call of the thread.
        static thread_local void* list[1];
        list[0] = work->arguments.data();
        CUfunction function = nullptr;
        for (const auto& [handle, known] : process().functions) {
            function = known == work->function ? handle : function;
        }
        const simt::Shape& shape = work->shape;
        *parameters = {function, shape.grid.x, shape.grid.y, shape.grid.z, shape.block.x, shape.block.y,
                       shape.block.z, shape.shared_bytes, list, nullptr, nullptr, current_context->handle};
    });
}

CALL cuGraphKernelNodeSetParams_v2(CUgraphNode node, const KernelNodeParameters* parameters) {
    return ENTRY(context, { replace_kernel(node_of(node).work, parameters); });
}

CALL cuGraphExecKernelNodeSetParams_v2(CUgraphExec executable, CUgraphNode node,
                                       const KernelNodeParameters* parameters) {
    return ENTRY(context, { replace_kernel(process().executables.at(executable)->step_of(node).work, parameters); });
}

CALL cuGraphExecUpdate_v2(CUgraphExec handle, CUgraph graph, UpdateResult* result) {
    return ENTRY(context_outside_capture, {
        require_given(result);
        Executable& executable = *process().executables.at(handle);
        std::vector<Executable::Step> steps = steps_of(*process().graphs.at(graph));
        const auto refuse_for = [&](int why, CUgraphNode node) {
            *result = {why, node, nullptr};
            refuse(CUDA_ERROR_GRAPH_EXEC_UPDATE_FAILURE);
        };
        if (steps.size() != executable.steps.size()) {
            refuse_for(topology_changed, nullptr);
        }
        for (size_t index = 0; index < steps.size(); ++index) {
            if (steps[index].after != executable.steps[index].after) {
                refuse_for(topology_changed, steps[index].node);
            }
            if (steps[index].work.index() != executable.steps[index].work.index()) {
                refuse_for(type_changed, steps[index].node);
            }
        }
        for (size_t index = 0; index < steps.size(); ++index) {
            // It stays the node of the graph that it was instantiated from.
            executable.steps[index].work = std::move(steps[index].work);
        }
        *result = {update_succeeded, nullptr, nullptr};
    });
}
