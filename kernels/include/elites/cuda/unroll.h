// Loops whose arrays must be registers, and loops that must not grow.
#pragma once

#if defined(__CUDACC__)
#define ELITES_UNROLL _Pragma("unroll")
#define ELITES_KEEP_LOOP _Pragma("unroll 1")
#else
#define ELITES_UNROLL
#define ELITES_KEEP_LOOP
#endif
