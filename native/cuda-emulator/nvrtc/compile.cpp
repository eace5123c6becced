#include "nvrtc/compile.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace emulated_nvrtc {

namespace {

std::string content(const std::filesystem::path& file) {
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
}

// Names that the program gives are its own; they must not lead out of the directory, nor out of quotes in a command.
bool is_plain(const std::string& name) {
    return !name.empty() && name.find_first_of("/'") == std::string::npos && name[0] != '.' && name[0] != '-';
}

}  // namespace

Compiled compile(const std::vector<File>& files) {
    // mkdtemp puts letters of its own in place of the six X.
    std::string made = std::filesystem::temp_directory_path() / "elites-nvrtc-XXXXXX";
    if (mkdtemp(made.data()) == nullptr) {
        return {false, "No directory could be made for the program.", ""};
    }
    const std::filesystem::path directory = made;
    Compiled compiled;
    bool plain = true;
    for (const auto& [name, text] : files) {
        plain = plain && is_plain(name);
        if (plain) {
            std::ofstream(directory / name, std::ios::binary) << text;
        }
    }
    if (plain) {
        const std::string command = "cd '" + directory.string() + "' && " ELITES_COMMAND " -o image.so '"
                + files.front().first + "' " ELITES_LINK " >log.txt 2>&1";
        compiled.done = std::system(command.c_str()) == 0;
        compiled.log = content(directory / "log.txt");
        compiled.image = compiled.done ? content(directory / "image.so") : "";
    } else {
        compiled.log = "A name of a file is not plain.";
    }
    std::error_code ignored;
    std::filesystem::remove_all(directory, ignored);
    return compiled;
}

}  // namespace emulated_nvrtc
