// Loops whose arrays must be registers, loops that must not grow, and loops of which a few turns share registers.
#pragma once

#if defined(__CUDACC__)
#define ELITES_PRAGMA(text) _Pragma(#text)
#define ELITES_UNROLL _Pragma("unroll")
#define ELITES_UNROLL_BY(turns) ELITES_PRAGMA(unroll turns)
#define ELITES_KEEP_LOOP _Pragma("unroll 1")
#else
#define ELITES_UNROLL
#define ELITES_UNROLL_BY(turns)
#define ELITES_KEEP_LOOP
#endif
