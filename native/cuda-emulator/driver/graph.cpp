#include "driver/graph.hpp"

#include <algorithm>
#include <map>

#include "driver/process.hpp"

namespace emulator {

Node& Graph::add(Work work, std::vector<Node*> after) {
    auto node = std::make_shared<Node>();
    node->handle = new_handle();
    node->work = std::move(work);
    node->after = std::move(after);
    nodes.push_back(node);
    process().nodes[node->handle] = node;
    return *nodes.back();
}

Executable::Step& Executable::step_of(Handle node) {
    const auto found = std::find_if(steps.begin(), steps.end(), [node](const Step& step) { return step.node == node; });
    require(found != steps.end(), CUDA_ERROR_INVALID_VALUE);
    return *found;
}

int node_type(const Work& work) {
    constexpr int kernel = 0;
    constexpr int copy = 1;
    constexpr int fill = 2;
    constexpr int empty = 5;
    if (std::holds_alternative<CopyWork>(work)) {
        return copy;
    }
    if (std::holds_alternative<FillWork>(work)) {
        return fill;
    }
    return std::holds_alternative<NoWork>(work) ? empty : kernel;
}

std::vector<Executable::Step> steps_of(const Graph& graph) {
    std::map<const Node*, size_t> places;
    std::vector<Executable::Step> steps;
    for (const auto& node : graph.nodes) {
        Executable::Step step{node->handle, node->work, {}};
        for (const Node* before : node->after) {
            step.after.push_back(places.at(before));
        }
        std::sort(step.after.begin(), step.after.end());
        places[node.get()] = steps.size();
        steps.push_back(std::move(step));
    }
    return steps;
}

}  // namespace emulator
