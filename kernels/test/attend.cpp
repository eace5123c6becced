#include "features.hpp"

namespace {

struct Attend {
    const void* source;
    void* target;
    int32_t rows, length, heads, width, at_once;
};

using Matrix = std::vector<double>;

// Softmax of `terms` numbers, `step` apart.
void softmax(double* line, int terms, int step) {
    double largest = line[0];
    for (int i = 1; i < terms; ++i) {
        largest = std::max(largest, line[i * step]);
    }
    double sum = 0;
    for (int i = 0; i < terms; ++i) {
        sum += line[i * step] = std::exp(line[i * step] - largest);
    }
    for (int i = 0; i < terms; ++i) {
        line[i * step] /= sum;
    }
}

// sum over k of left[i * i_step + k * k_step] * right[k, c]
Matrix multiply(const Matrix& left, int i_step, int k_step, const Matrix& right, int lines, int terms, int columns) {
    Matrix result(test::product(lines, columns));
    for (int i = 0; i < lines; ++i) {
        for (int c = 0; c < columns; ++c) {
            for (int k = 0; k < terms; ++k) {
                result[test::product(i, columns) + static_cast<size_t>(c)] +=
                        left[test::product(i, i_step) + test::product(k, k_step)]
                        * right[test::product(k, columns) + static_cast<size_t>(c)];
            }
        }
    }
    return result;
}

Matrix attend_fully(Matrix query, const Matrix& key, const Matrix& value, int length, int width) {
    Matrix transposed(key.size());
    for (int l = 0; l < length; ++l) {
        for (int c = 0; c < width; ++c) {
            transposed[test::product(c, length) + static_cast<size_t>(l)] = key[test::product(l, width) + static_cast<size_t>(c)];
        }
    }
    Matrix weights = multiply(query, width, 1, transposed, length, width, length);
    for (double& weight : weights) {
        weight /= std::sqrt(width);
    }
    for (int l = 0; l < length; ++l) {
        softmax(&weights[test::product(l, length)], length, 1);
    }
    return multiply(weights, length, 1, value, length, length, width);
}

Matrix attend_linearly(Matrix query, Matrix key, const Matrix& value, int length, int width) {
    for (int c = 0; c < width; ++c) {
        softmax(&key[static_cast<size_t>(c)], length, width);
    }
    for (int l = 0; l < length; ++l) {
        softmax(&query[test::product(l, width)], width, 1);
    }
    Matrix context = multiply(key, 1, width, value, width, length, width);
    for (double& element : context) {
        element /= std::sqrt(width);
    }
    return multiply(query, width, 1, context, length, width, width);
}

template <class T>
void check(bool linear, int rows, int length, int heads, int width, int at_once) {
    test::Values values(33);
    const int channels = heads * width;
    harness::Buffer<T> source(test::product(rows, length, 3 * channels));
    harness::Buffer<T> target(test::product(rows, length, channels));
    test::fill(values, source, -2, 2);
    // Large, but no overflow.
    source[0] = T(80.0f);
    const int side = linear ? width : length;
    auto pitch = [](int columns) { return (columns + 3) / 4 * 4 + 4; };
    const std::string kernel = std::string(linear ? "attend_linearly" : "attend") + (sizeof(T) == 2 ? "_bf16" : "_f32");
    harness::same_for_every_geometry(
            kernel.c_str(), harness::whole_warps,
            Attend{source.data(), target.data(), rows, length, heads, width, at_once}, {{"the target", target}},
            static_cast<unsigned>(4 * at_once * (3 * length * pitch(width) + side * pitch(side))));
    for (int item = 0; item < rows * heads; ++item) {
        Matrix parts[3];
        for (int which = 0; which < 3; ++which) {
            for (int e = 0; e < length * width; ++e) {
                const int position = item / heads * length + e / width;
                parts[which].push_back(static_cast<float>(
                        source[test::product(3 * position + which, channels) + static_cast<size_t>(item % heads * width + e % width)]));
            }
        }
        const Matrix wanted = linear ? attend_linearly(parts[0], parts[1], parts[2], length, width)
                                     : attend_fully(parts[0], parts[1], parts[2], length, width);
        for (int e = 0; e < length * width; ++e) {
            const size_t at = test::product(item / heads * length + e / width, channels)
                    + static_cast<size_t>(item % heads * width + e % width);
            test::expect_near("element", at, static_cast<float>(target[at]), wanted[static_cast<size_t>(e)],
                              2 * test::tolerance<T>);
        }
    }
}

}  // namespace

KERNEL_CHECK(attend) {
    check<float>(false, 1, 1, 1, 1, 1);
    check<float>(false, 2, 9, 2, 6, 3);
    check<__nv_bfloat16>(false, 3, 20, 2, 8, 2);
    check<float>(true, 2, 5, 3, 10, 2);
    check<__nv_bfloat16>(true, 2, 18, 1, 20, 1);
}
