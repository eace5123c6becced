// Stacks, and switching between them.
#pragma once

#include <cstddef>
#include <vector>

namespace simt {

struct Stack {
    char* lowest;
    size_t bytes;
    char* top;
};

// Where an execution was left: on a stack of ours, or, with none, on that of whoever runs the block.
struct Context {
    void* pointer = nullptr;
    Stack* stack = nullptr;
    void* fake_stack = nullptr;
};

class Stacks {
public:
    // As many as a block may need are listed without moving the list.
    Stacks();
    // A stack that nobody runs on.
    Stack* take();
    void give(Stack* stack) { free_.push_back(stack); }
    // Every stack is free again, whatever was left on it.
    void reclaim();
    // Whether an address is in the guard page below one of the stacks.
    bool is_guard(const void* address) const;

private:
    static Stack* create(size_t number);

    std::vector<Stack*> all_;
    std::vector<Stack*> free_;
};

// Makes `context` begin `entry`, which never returns, on `stack`.
void begin_on(Context& context, Stack* stack, void (*entry)());

// Leaves `from`, for good where `ends`, and goes on in `to`.
void switch_context(Context& from, Context& to, bool ends);

// The first thing that an entry does.
void arrived_on_new_stack();

}  // namespace simt

// The label at which an execution that was left goes on, with its stack pointer in rsp.
extern "C" void simt_continue();
