// Graphs of work, captured or about to be launched.
#pragma once

#include <memory>
#include <thread>
#include <vector>

#include "driver/handles.hpp"
#include "driver/queue.hpp"
#include "driver/work.hpp"

namespace emulator {

struct Node {
    Handle handle;
    Work work;
    std::vector<Node*> after;
};

struct Graph {
    std::vector<std::shared_ptr<Node>> nodes;  // each after those that it depends on
    bool in_capture = false;

    Node& add(Work work, std::vector<Node*> after);
};

// A graph as it was when it was instantiated.
struct Executable {
    struct Step {
        Handle node;  // that it came from
        Work work;
        std::vector<size_t> after;
    };
    Context* context = nullptr;
    std::vector<Step> steps;
    // One launch waits for the one before.
    std::shared_ptr<Operation> last;

    Step& step_of(Handle node);
};

// CUgraphNodeType.
int node_type(const Work& work);

std::vector<Executable::Step> steps_of(const Graph& graph);

// What several streams do between the beginning and the end of a capture.
struct Capture {
    std::shared_ptr<Graph> graph;
    void* origin;  // the stream that began it
    int mode;      // CUstreamCaptureMode
    std::thread::id thread;
    Context* context;
    bool invalidated = false;
};

}  // namespace emulator
