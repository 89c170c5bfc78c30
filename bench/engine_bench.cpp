// SPDX-License-Identifier: Apache-2.0
// Prints the figures of docs/performance.md that concern the engine: every ratio is of runs that
// take turns in this one process. Absolute figures are in ns per member, step and equation.
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string>

#include "math/isa.hpp"
#include "sections.hpp"

namespace {

/// Whether the section was asked for by name, or all were.
bool asked(int count, char** arguments, const char* section) {
    if (count == 1) {
        return true;
    }
    for (int i = 1; i < count; ++i) {
        if (std::strcmp(arguments[i], section) == 0) {
            return true;
        }
    }
    return false;
}

}  // namespace

int main(int count, char** arguments) {
    using namespace entente;
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    const auto self = std::filesystem::read_symlink("/proc/self/exe");
    std::printf("instruction set %s\n",
                std::string(math::name(math::best_instruction_set())).c_str());
    if (asked(count, arguments, "memory")) {
        bench::print_memory();
    }
    if (asked(count, arguments, "synthetic")) {
        bench::print_synthetic();
    }
    if (asked(count, arguments, "by_hand")) {
        bench::print_by_hand();
    }
    if (asked(count, arguments, "threads")) {
        bench::print_threads();
    }
    if (asked(count, arguments, "players")) {
        bench::print_players();
    }
    if (asked(count, arguments, "latency")) {
        bench::print_latency((self.parent_path().parent_path() / "entente").string());
    }
    return 0;
}
