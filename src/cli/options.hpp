// SPDX-License-Identifier: Apache-2.0
// The one table of verbs and flags. Parsing, `--help`, shell completions and manual pages all come
// from it, so they cannot drift apart. This file knows the words and their ranges, not what a verb
// does.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace entente::cli {

/// More would fill any machine's memory with their outputs.
inline constexpr std::uint64_t most_members = 10'000'000;

/// Exit codes of the program.
enum ExitCode : int {
    exit_done = 0,
    exit_check_said_no = 1,
    exit_could_not = 2,
    exit_numbers_broke = 3,
    exit_interrupted = 130,
};

/// A wrong command line, or something outside that failed: one line, exit 2.
class Failure final : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// What the command line, the environment and the configuration files said together.
struct Options {
    std::string verb;
    std::vector<std::string> arguments;  ///< after the verb, in order
    std::set<std::string> given;         ///< long names of the flags on the command line

    bool help = false;
    bool version = false;
    bool quiet = false;
    bool verbose = false;
    bool json = false;
    std::string colour = "auto";
    std::string progress = "auto";
    std::string directory;
    std::string config;
    std::uint64_t threads = 0;  ///< 0: all
    std::uint64_t seed = 1;
    std::uint64_t members = 2000;
    std::string output;
    bool force = false;

    std::vector<std::string> scenarios;
    std::string keep = "outputs";
    std::string quantiles = "outputs";
    std::string prior_set;
    std::string history = "recorded";
    std::string draws = "sampled";
    std::string policy = "rule";
    std::uint64_t replicates = 16;  ///< of a policy that looks ahead
    std::uint64_t reply_levels = 1;
    std::string step_ahead = "month";
    std::uint64_t decide_every = 0;  ///< months; 0: as the players say
    std::string at;                  ///< of `show decisions`: a month
    std::string player;
    std::optional<std::uint64_t> member;
    std::uint64_t block = 0;
    std::string isa = "auto";
    std::string from_manifest;
    bool wide = false;

    std::vector<std::string> variables;
    bool all = false;
    bool check = false;
    std::string fail_on;
    std::vector<std::string> rows;
    std::vector<std::string> verdicts;
    std::vector<std::string> cards;
    std::string method = "oat";
    std::string format = "dot";
    bool all_cards = false;
    bool argue = false;
    std::uint64_t weights = 0;  ///< percent; 0 for not asked
    bool fresh = false;
    std::string from = "blank";

    std::string since;  ///< --from and --until of a fit or a score
    std::string until;
    std::string as_of;  ///< of a fit: figures published later are not read
    std::string posterior = "auto";
    std::uint64_t generations = 100000;
    std::uint64_t burn_in = 0;  ///< 0: a share of the generations
    bool self_check = false;
    bool filter = false;
    bool ablations = false;
    std::vector<std::string> links;  ///< of --ablations: names, "all" or "claimed"; all where empty

    std::string origins = "year";
    std::string horizons = "1,3,12,24";
    std::vector<std::string> levels;
    std::vector<std::string> series;
    std::string min_skill;
    bool holdout = false;
    bool csv = false;

    std::string election = "conditional";
    std::uint64_t exponent = 1;
    std::uint64_t rounds = 30;

    std::uint64_t port = 0;  ///< of `serve`; 0: any that is free
    bool no_browser = false;

    bool show = false;
};

/// Where a flag's value goes.
using Target = std::variant<bool Options::*,
                            std::string Options::*,
                            std::uint64_t Options::*,
                            std::optional<std::uint64_t> Options::*,
                            std::vector<std::string> Options::*>;

/// What a value is, for completion.
enum class ValueIs { other, file, directory };

struct Flag {
    std::string_view name;   ///< long name without dashes; also its key in entente.toml
    char letter = 0;         ///< 0 where it has none
    std::string_view value;  ///< "N", "DIR"; empty for a switch
    std::string_view help;
    Target target;
    std::vector<std::string_view> verbs;    ///< that take it; empty for all
    std::vector<std::string_view> choices;  ///< the only values allowed
    std::uint64_t low = 0;                  ///< of a number
    std::uint64_t high = std::numeric_limits<std::uint64_t>::max();
    ValueIs value_is = ValueIs::other;
    bool configurable = false;  ///< may be set by ENTENTE_NAME and entente.toml
};

struct Example {
    std::string_view command;
    std::string_view says;
};

struct Verb {
    std::string_view name;
    std::string_view synopsis;  ///< of its arguments: "MODEL [NAME...]"
    std::string_view summary;   ///< one line, no full stop
    std::string_view description;
    std::size_t least = 0;  ///< arguments
    std::size_t most = 0;
    std::vector<std::string_view> first_argument;  ///< the only values allowed for it
    std::vector<Example> examples;
    bool hidden = false;  ///< not in help, completions or manual pages
};

const std::vector<Verb>& verb_table();
const std::vector<Flag>& flag_table();

const Verb* find_verb(std::string_view name);
bool takes(const Verb& verb, const Flag& flag);

/// Puts a text into its place after checking choices and ranges; throws Failure. `says` names where
/// the value came from, for the message: "--seed", "ENTENTE_SEED", "seed in entente.toml".
void set_flag(Options& options, const Flag& flag, const std::string& text, const std::string& says);

/// Reads the command line (without the program's name). Throws Failure with a suggestion where a
/// verb or a flag is misspelt.
Options parse(const std::vector<std::string>& words);

}  // namespace entente::cli
