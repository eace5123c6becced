// Names and texts of results. These work always, whatever has failed.
#include <cctype>
#include <map>
#include <string>

#include "driver/entry.hpp"

namespace {

struct Texts {
    std::string name;
    std::string text;
};

// "CUDA_ERROR_INVALID_VALUE" reads "invalid value".
std::string text_of(const std::string& name) {
    const std::string prefix = "CUDA_ERROR_";
    std::string text = name.starts_with(prefix) ? name.substr(prefix.size()) : "no error";
    for (char& letter : text) {
        letter = letter == '_' ? ' ' : static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    }
    return text;
}

const std::map<int, Texts>& texts() {
    static const auto& all = *new std::map<int, Texts>{
#define RESULT(name, code) {code, {#name, text_of(#name)}},
#include "driver/results.inc"
#undef RESULT
    };
    return all;
}

CUresult find(CUresult result, const char** text, std::string Texts::*field) {
    if (text == nullptr) {
        return emulator::CUDA_ERROR_INVALID_VALUE;
    }
    const auto found = texts().find(result);
    *text = found == texts().end() ? nullptr : (found->second.*field).c_str();
    return *text == nullptr ? emulator::CUDA_ERROR_INVALID_VALUE : emulator::CUDA_SUCCESS;
}

}  // namespace

CALL cuGetErrorName(CUresult result, const char** name) {
    return find(result, name, &Texts::name);
}

CALL cuGetErrorString(CUresult result, const char** text) {
    return find(result, text, &Texts::text);
}
