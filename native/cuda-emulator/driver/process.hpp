// The driver's state. One lock guards all of it; a call holds it from its beginning to its end.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "driver/graph.hpp"
#include "driver/handles.hpp"
#include "driver/memory.hpp"
#include "driver/queue.hpp"
#include "driver/work.hpp"

namespace emulator {

struct Stream {
    Context* context = nullptr;
    unsigned flags = 0;
    int priority = 0;
    unsigned long long id = 0;
    // The last operation, and those that the next one waits for beside it.
    std::shared_ptr<Operation> last;
    Operations awaited;
    // While a capture has it: what the next node comes after.
    std::shared_ptr<Capture> capture;
    std::vector<Node*> capture_tail;

    // The legacy default stream waits for these, and they for it.
    bool is_blocking() const { return (flags & 1) == 0; }
};

struct Event {
    Context* context = nullptr;
    unsigned flags = 0;
    std::shared_ptr<Operation> recorded;
    // Where it was recorded in a capture: it stands for these nodes.
    std::shared_ptr<Capture> capture;
    std::vector<Node*> captured;
};

struct Module {
    Context* context = nullptr;
    std::map<std::string, Handle> functions;
    // Of an image that was compiled apart; null where the module holds the driver's own kernels.
    const simt::KernelEntry* own = nullptr;
    bool has_own = false;
};

struct Pool {
    Context* context = nullptr;
    uint64_t release_threshold = 0;
    bool is_default = false;
    size_t high = 0;
};

// A device's primary context.
struct Context {
    int device = 0;
    int retained = 0;
    unsigned flags = 0;
    std::shared_ptr<Stream> legacy_stream;
    Handle handle = nullptr;
    Handle default_pool = nullptr;
    Handle current_pool = nullptr;
};

struct Process {
    std::mutex mutex;
    bool initialised = false;
    int version = 13000;
    int devices = 1;
    int sticky = 0;
    std::string last_error;
    uint64_t launches = 0;
    std::map<std::string, uint64_t> calls;

    struct Fault {
        std::string call;
        int left;
        int code;
    };
    std::vector<Fault> faults;

    Memory memory;
    Queue queue;
    std::map<int, std::unique_ptr<Context>> contexts;
    Table<Stream> streams;
    Table<Event> events;
    Table<Module> modules;
    Table<Function> functions;
    Table<Pool> pools;
    Table<Graph> graphs;
    Table<Executable> executables;
    std::map<Handle, std::weak_ptr<Node>> nodes;
    std::vector<std::shared_ptr<Capture>> captures;
    unsigned long long streams_created = 0;
};

// Never destroyed.
Process& process();

// The context that cuCtxSetCurrent gave the calling thread; it may have been released since.
extern thread_local Context* current_context;
extern thread_local int capture_mode_of_thread;

// Sets what the environment says, once; emulator_reset() does so again.
void configure_from_environment();

}  // namespace emulator
