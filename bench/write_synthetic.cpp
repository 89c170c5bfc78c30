// SPDX-License-Identifier: Apache-2.0
// Writes the C++ of the synthetic models into the folder given, a file each, at build time.
// With a second argument it writes their model texts there.
#include <cstdio>
#include <fstream>

#include <fmt/format.h>

#include "synthetic.hpp"

int main(int count, char** arguments) {
    if (count < 2) {
        std::fputs("usage: write_synthetic CODE_FOLDER [MODEL_FOLDER]\n", stderr);
        return 2;
    }
    for (const auto& spec : entente::bench::synthetic_specs()) {
        const auto made = entente::bench::synthetic(spec);
        std::ofstream(fmt::format("{}/{}.cpp", arguments[1], spec.name))
            << "// Written by bench/write_synthetic.cpp.\n"
               "#include \"batch.hpp\"\n#include \"native.hpp\"\n\n"
               "namespace entente::bench {\n\n"
               "[[maybe_unused]] static constexpr double lookup_x[] = {0, 0.5, 1, 1.5, 2, 3};\n"
               "[[maybe_unused]] static constexpr double lookup_y[] = {0.2, 0.6, 1, 1.2, 1.3, "
               "1.35};\n\n"
               "void run_"
            << spec.name << "(const Batch&);\n\n"
            << made.code << "\n}  // namespace entente::bench\n";
        if (count > 2) {
            std::ofstream(fmt::format("{}/{}.ent", arguments[2], spec.name)) << made.model;
        }
    }
    return 0;
}
