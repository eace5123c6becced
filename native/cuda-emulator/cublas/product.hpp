// A matrix product as cuBLAS states it: C = alpha op(A) op(B) + beta C, column by column, with sums in double.
#pragma once

#include <cstdint>

namespace emulated_cublas {

// cudaDataType.
constexpr int float32 = 0;
constexpr int bfloat16 = 14;

struct Matrix {
    void* data;
    int type;
    int leading;  // elements from one column to the next
    bool transposed;
    int64_t stride;  // elements from one matrix of a batch to the next
};

struct Product {
    int rows, columns, depth;
    int batch;
    float alpha, beta;
    Matrix a, b, c;
    // Which part of C is written: 0 all, 1 only below and on the diagonal, 2 only above and on it.
    int part;
};

// `arguments` is a Product. It allocates nothing: it may be ended from outside.
void multiply(const void* arguments);

}  // namespace emulated_cublas
