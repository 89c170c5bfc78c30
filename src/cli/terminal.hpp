// SPDX-License-Identifier: Apache-2.0
// The streams: data to standard output, everything else to standard error, colour decided for each,
// progress that stays silent for a second. The only place that knows terminals and signals.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdio>
#include <functional>
#include <string>
#include <string_view>

#include "cli/live.hpp"
#include "cli/options.hpp"
#include "text/diagnostic.hpp"

namespace entente::cli {

class Terminal {
  public:
    explicit Terminal(const Options& options);

    /// Data: what was asked for.
    void out(std::string_view text);
    /// Faults and warnings.
    void error(std::string_view text);
    /// Advice and progress; silent with --quiet.
    void note(std::string_view text);
    /// Only with --verbose.
    void detail(std::string_view text);

    text::Colour out_colour() const { return out_colour_; }

    text::Colour error_colour() const { return error_colour_; }

    /// The text in bold, where standard output takes colour.
    std::string strong(const std::string& text) const;

    /// Throws Failure where standard output could not be written, for instance a full disk.
    void finish();

  private:
    text::Colour out_colour_;
    text::Colour error_colour_;
    bool quiet_;
    bool verbose_;
};

/// Counts members done over all ensembles of a command. On a terminal a line that rewrites itself,
/// and one below it with the headline output of the members so far; elsewhere a line at every
/// tenth, both only after a second; `json` prints an object a tenth at once.
class Progress {
  public:
    Progress(const Options& options, std::size_t total, std::string what);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    /// Counts what is done of the next part of the work; `done` restarts at each.
    std::function<void(std::size_t)> counter();

    /// For RunSpec::progress of the next ensemble: counts, and shows what its members say so far.
    std::function<void(const run::BlockDone&)> watch(const std::string& scenario,
                                                     const std::string& prior_set);

    /// The ensemble that used the last counter is complete.
    void finish_one(std::size_t members);

    /// Wipes the line.
    void clear();

  private:
    void show(std::size_t done);
    void draw(std::size_t done, double share, const std::string& rate);

    enum class Style { silent, line, lines, json };

    Style style_;
    bool at_once_;
    std::size_t total_;
    std::string what_;
    std::size_t before_ = 0;
    int tenths_ = 0;
    bool drawn_ = false;
    int lines_ = 0;  ///< on the screen
    Live live_;
    std::chrono::steady_clock::time_point start_;
    std::chrono::steady_clock::time_point last_;
    std::chrono::duration<double> pause_;  ///< between two drawings
};

/// Set by the first Ctrl-C; a second one ends the program at once.
const std::atomic<bool>& interrupted();
void catch_interrupts();

}  // namespace entente::cli
