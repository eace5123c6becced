// Graphs: made, looked at, made launchable, launched.
#include <algorithm>

#include "driver/capture.hpp"
#include "driver/entry.hpp"
#include "driver/launch.hpp"
#include "driver/stream.hpp"

namespace {

using namespace emulator;

Node& node_at(Handle handle) {
    const auto found = process().nodes.find(handle);
    require(found != process().nodes.end() && !found->second.expired(), CUDA_ERROR_INVALID_VALUE);
    return *found->second.lock();
}

void list(const std::vector<Handle>& handles, Handle* to, size_t* count) {
    require_given(count);
    if (to != nullptr) {
        const size_t listed = std::min(*count, handles.size());
        std::copy_n(handles.begin(), listed, to);
        *count = listed;
    } else {
        *count = handles.size();
    }
}

CUresult instantiate(const char* call, CUgraphExec* handle, CUgraph graph) {
    return entry(call, Needs::context_outside_capture, [&] {
        require_given(handle);
        auto executable = std::make_shared<Executable>();
        executable->context = current_context;
        executable->steps = steps_of(*process().graphs.at(graph));
        *handle = process().executables.add(executable);
    });
}

void require_loaded(const Executable& executable) {
    for (const Executable::Step& step : executable.steps) {
        const auto* kernel = std::get_if<KernelWork>(&step.work);
        require(kernel == nullptr || !kernel->function->unloaded, CUDA_ERROR_INVALID_HANDLE);
    }
}

}  // namespace

CALL cuGraphCreate(CUgraph* graph, unsigned flags) {
    return ENTRY(context, {
        require(graph != nullptr && flags == 0, CUDA_ERROR_INVALID_VALUE);
        *graph = process().graphs.add(std::make_shared<Graph>());
    });
}

CALL cuGraphDestroy(CUgraph graph) {
    return ENTRY(context, {
        const auto removed = process().graphs.remove(graph);
        for (const auto& node : removed->nodes) {
            process().nodes.erase(node->handle);
        }
    });
}

CALL cuGraphGetNodes(CUgraph graph, CUgraphNode* nodes, size_t* count) {
    return ENTRY(context, {
        std::vector<Handle> handles;
        for (const auto& node : process().graphs.at(graph)->nodes) {
            handles.push_back(node->handle);
        }
        list(handles, nodes, count);
    });
}

CALL cuGraphGetRootNodes(CUgraph graph, CUgraphNode* nodes, size_t* count) {
    return ENTRY(context, {
        std::vector<Handle> handles;
        for (const auto& node : process().graphs.at(graph)->nodes) {
            if (node->after.empty()) {
                handles.push_back(node->handle);
            }
        }
        list(handles, nodes, count);
    });
}

CALL cuGraphNodeGetDependencies(CUgraphNode node, CUgraphNode* dependencies, size_t* count) {
    return ENTRY(context, {
        std::vector<Handle> handles;
        for (const Node* before : node_at(node).after) {
            handles.push_back(before->handle);
        }
        list(handles, dependencies, count);
    });
}

CALL cuGraphNodeGetType(CUgraphNode node, int* type) {
    return ENTRY(context, {
        require_given(type);
        *type = node_type(node_at(node).work);
    });
}

CALL cuGraphInstantiateWithFlags(CUgraphExec* executable, CUgraph graph, unsigned long long) {
    return instantiate(__func__, executable, graph);
}

CALL cuGraphExecDestroy(CUgraphExec executable) {
    return ENTRY(context, { process().executables.remove(executable); });
}

CALL cuGraphUpload(CUgraphExec executable, CUstream stream) {
    return ENTRY(context, {
        require_loaded(*process().executables.at(executable));
        stream_at(stream);
    });
}

CALL cuGraphLaunch(CUgraphExec handle, CUstream stream) {
    return ENTRY(context, {
        Executable& executable = *process().executables.at(handle);
        Stream& where = stream_at(stream);
        require(executable.context == current_context, CUDA_ERROR_INVALID_CONTEXT);
        // Devices take a graph within a graph; ours has none.
        refuse_captured(where);
        require_loaded(executable);
        where.awaited.push_back(executable.last);
        const std::shared_ptr<Operation> begin = enqueue_operation(where, NoWork{});
        std::vector<std::shared_ptr<Operation>> done;
        for (const Executable::Step& step : executable.steps) {
            Operations after{begin};
            for (const size_t before : step.after) {
                after.push_back(done[before]);
            }
            done.push_back(process().queue.add(step.work, after));
        }
        where.awaited.insert(where.awaited.end(), done.begin(), done.end());
        executable.last = enqueue_operation(where, NoWork{});
    });
}
