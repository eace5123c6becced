// Names that JCuda's library binds and that nobody here needs.
#include "driver/entry.hpp"

// Whatever the arguments: a C function may be called with more than it takes.
#define UNSUPPORTED(name) \
    CALL name() { return ENTRY(nothing, { ::emulator::refuse(::emulator::CUDA_ERROR_NOT_SUPPORTED); }); }
#include "driver/unsupported_names.inc"
#undef UNSUPPORTED
