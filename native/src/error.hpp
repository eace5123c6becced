// Failures on their way to the C ABI.
#pragma once

#include <stdexcept>
#include <string>

#include "elites/elites.h"

namespace elites {

class Error : public std::runtime_error {
public:
    Error(elites_status status, const std::string& message) : std::runtime_error(message), status_(status) {}

    elites_status status() const { return status_; }

private:
    elites_status status_;
};

inline void require(bool condition, const char* message) {
    if (!condition) {
        throw Error(ELITES_INVALID_ARGUMENT, message);
    }
}

}  // namespace elites
