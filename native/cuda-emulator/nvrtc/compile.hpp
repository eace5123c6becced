// Compiles a program by the host's compiler.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace emulated_nvrtc {

struct Compiled {
    bool done = false;
    std::string log;
    std::string image;
};

using File = std::pair<std::string, std::string>;

// The program is the first file, which may include the others by name.
Compiled compile(const std::vector<File>& files);

}  // namespace emulated_nvrtc
