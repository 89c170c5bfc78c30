// SPDX-License-Identifier: Apache-2.0
#include "cli/verbs.hpp"

int main(int argc, char** argv) {
    return entente::cli::run_program(std::vector<std::string>(argv + 1, argv + argc));
}
