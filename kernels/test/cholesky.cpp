#include "run.hpp"

namespace {

struct Cholesky {
    const test::Control* control;
    float* covariance;
    float* factor;
    int32_t* valid;
    int32_t* retries;
    double* upper;
    int32_t searches, width;
};

enum class Kind { definite, singular, negative, broken };

// A A^T of random numbers, as float32; of the others, something is wrong with the last coordinate.
std::vector<float> matrix(Kind kind, int d, uint64_t seed) {
    test::Values values(seed);
    std::vector<double> a(test::product(d, d));
    for (double& value : a) {
        value = values.between(-1, 1);
    }
    std::vector<float> product(a.size());
    for (int i = 0; i < d; ++i) {
        for (int j = 0; j < d; ++j) {
            double sum = i == j ? 0.5 : 0;
            for (int k = 0; k < d; ++k) {
                sum += a[test::product(i, d) + static_cast<size_t>(k)] * a[test::product(j, d) + static_cast<size_t>(k)];
            }
            product[test::product(i, d) + static_cast<size_t>(j)] = static_cast<float>(sum);
        }
    }
    if (kind != Kind::definite) {
        const size_t last = static_cast<size_t>(d - 1);
        for (size_t j = 0; j + 1 < static_cast<size_t>(d); ++j) {
            product[last * static_cast<size_t>(d) + j] = 0;
            product[j * static_cast<size_t>(d) + last] = 0;
        }
        product.back() = kind == Kind::singular ? 0 : kind == Kind::negative ? -1e6f : test::kNan;
    }
    return product;
}

// Searches of each kind; in shared memory, or in the scratch.
void check(const char* kernel, bool robust, int d, bool shared) {
    constexpr Kind kinds[] = {Kind::definite, Kind::singular, Kind::negative, Kind::broken, Kind::definite};
    constexpr int searches = 5;
    const size_t square = test::product(d, d);
    harness::Buffer<test::Control> control(1, test::run());
    harness::Buffer<float> covariance(searches * square);
    harness::Buffer<float> factor(covariance.size());
    harness::Buffer<int32_t> valid(searches);
    harness::Buffer<int32_t> retries(searches);
    harness::Buffer<double> upper(covariance.size());
    std::vector<std::vector<float>> given;
    for (size_t search = 0; search < searches; ++search) {
        given.push_back(matrix(kinds[search], d, 41 + search));
        std::memcpy(covariance.data() + search * square, given.back().data(), square * sizeof(float));
    }
    const Cholesky arguments = {control.data(), covariance.data(), factor.data(), valid.data(),
                                robust ? retries.data() : nullptr, shared ? nullptr : upper.data(), searches, d};
    const unsigned bytes = shared ? static_cast<unsigned>(d * (d + 1) / 2 * 8) : 0;
    harness::same_for_every_geometry(
            kernel, harness::whole_warps, arguments,
            {{"the factors", factor}, {"what is valid", valid}, {"the covariances", covariance}, {"the retries", retries}},
            bytes);
    for (size_t search = 0; search < searches; ++search) {
        const Kind kind = kinds[search];
        // Of one coordinate, nothing is left that gives a scale.
        const bool healed = robust && kind == Kind::singular && d > 1;
        const bool found = kind == Kind::definite || healed;
        test::expect_equal("the factor of search", search, valid[search], found ? 1 : 0);
        if (robust) {
            test::expect_equal("retries of search", search, retries[search],
                               kind == Kind::singular && d > 1 ? 1 : 0);
        }
        for (int i = 0; found && i < d; ++i) {
            for (int j = 0; j < d; ++j) {
                const size_t at = search * square + test::product(i, d) + static_cast<size_t>(j);
                const float* mine = factor.data() + search * square;
                if (j > i) {
                    test::expect_near("above the diagonal, element", at, factor[at], 0, 0);
                    continue;
                }
                double sum = 0;
                for (int k = 0; k <= j; ++k) {
                    sum += static_cast<double>(mine[i * d + k]) * mine[j * d + k];
                }
                test::expect_near("the product of factors, element", at, sum, covariance[at], 1e-6 * d);
            }
        }
    }
    control[0].stopped = 1;
    valid[0] = 7;
    harness::launch(kernel, 1, 32, bytes, arguments);
    test::expect_equal("in a run that was cancelled, search", 0, valid[0], 7);
}

}  // namespace

KERNEL_CHECK(cholesky) {
    // Where threads are slow, two panels have all the races.
    if (harness::geometries_that_run < 6) {
        check("robust_cholesky", true, 20, true);
        return;
    }
    for (const int d : {1, 2, 15, 16, 17, 33, 70}) {
        check("cholesky", false, d, true);
        check("cholesky", false, d, false);
        check("robust_cholesky", true, d, true);
    }
    check("robust_cholesky", true, 40, false);
}
