// CUDA's vector types, with CUDA's alignments: a misaligned float4 faults here as it does on a device.
#pragma once

struct uint3 {
    unsigned x, y, z;
};

struct dim3 {
    unsigned x, y, z;
    constexpr dim3(unsigned columns = 1, unsigned rows = 1, unsigned layers = 1) : x(columns), y(rows), z(layers) {}
};

#define SIMT_VECTORS(type, scalar)                                                        \
    struct alignas(2 * sizeof(scalar)) type##2 {                                          \
        scalar x, y;                                                                      \
    };                                                                                    \
    struct type##3 {                                                                      \
        scalar x, y, z;                                                                   \
    };                                                                                    \
    struct alignas(16) type##4 {                                                          \
        scalar x, y, z, w;                                                                \
    };                                                                                    \
    inline type##2 make_##type##2(scalar x, scalar y) { return {x, y}; }                  \
    inline type##3 make_##type##3(scalar x, scalar y, scalar z) { return {x, y, z}; }     \
    inline type##4 make_##type##4(scalar x, scalar y, scalar z, scalar w) { return {x, y, z, w}; }

SIMT_VECTORS(float, float)
SIMT_VECTORS(int, int)
#undef SIMT_VECTORS

struct alignas(8) uint2 {
    unsigned x, y;
};
struct alignas(16) uint4 {
    unsigned x, y, z, w;
};
struct alignas(16) double2 {
    double x, y;
};

inline uint2 make_uint2(unsigned x, unsigned y) { return {x, y}; }
inline uint3 make_uint3(unsigned x, unsigned y, unsigned z) { return {x, y, z}; }
inline uint4 make_uint4(unsigned x, unsigned y, unsigned z, unsigned w) { return {x, y, z, w}; }
inline double2 make_double2(double x, double y) { return {x, y}; }
