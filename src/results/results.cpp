// SPDX-License-Identifier: Apache-2.0
#include "results/results.hpp"

namespace entente::results {

std::size_t find_output(const Run& run, const std::string& name) {
    for (std::size_t i = 0; i < run.outputs.size(); ++i) {
        if (run.outputs[i].name == name) {
            return i;
        }
    }
    return npos;
}

}  // namespace entente::results
