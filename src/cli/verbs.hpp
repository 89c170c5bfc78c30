// SPDX-License-Identifier: Apache-2.0
// One function a verb, each in the file of its name. They print through the terminal, throw Failure
// for the outside and return the exit code.
#pragma once

#include <string>
#include <vector>

#include "cli/configuration.hpp"
#include "cli/options.hpp"
#include "cli/terminal.hpp"

namespace entente::cli {

int run_new(const Options& options, Terminal& terminal);
int run_check(const Options& options, Terminal& terminal);
int run_fmt(const Options& options, Terminal& terminal);
int run_show(const Options& options, Terminal& terminal);
int run_run(const Options& options, Terminal& terminal);
int run_compare(const Options& options, Terminal& terminal);
int run_claim(const Options& options, Terminal& terminal);
int run_fit(const Options& options, Terminal& terminal);
int run_score(const Options& options, Terminal& terminal);
int run_bargain(const Options& options, Terminal& terminal);
int run_report(const Options& options, Terminal& terminal);
int run_serve(const Options& options, Terminal& terminal);
int run_serve_engine(const Options& options, Terminal& terminal);
int run_influence(const Options& options, Terminal& terminal);
int run_sense(const Options& options, Terminal& terminal);
int run_graph(const Options& options, Terminal& terminal);
int run_data(const Options& options, Terminal& terminal);
int run_explain(const Options& options, Terminal& terminal);
int run_config(const Options& options,
               const std::vector<SettingOrigin>& settings,
               Terminal& terminal);
int run_completions(const Options& options, Terminal& terminal);
int run_man(const Options& options, Terminal& terminal);

/// The whole program but for the words it was called with.
int run_program(const std::vector<std::string>& words);

}  // namespace entente::cli
