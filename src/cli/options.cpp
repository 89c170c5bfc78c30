// SPDX-License-Identifier: Apache-2.0
#include "cli/options.hpp"

#include <algorithm>

namespace entente::cli {

// NOLINTNEXTLINE(readability-function-size): one table, one row a verb
const std::vector<Verb>& verb_table() {
    static const std::vector<Verb> verbs = {
        {.name = "new",
         .synopsis = "DIR",
         .summary = "make a project that runs at once",
         .description = "Writes a small model, its data and a README into DIR, which must not "
                        "exist or be empty. `--from korea` starts from the model of China, North "
                        "Korea and their neighbours.",
         .least = 1,
         .most = 1,
         .examples = {{"entente new my_model", "a blank model"},
                      {"entente new study --from korea", "a copy of the shipped model"}}},
        {.name = "check",
         .synopsis = "MODEL",
         .summary = "check syntax, names, units, dates and data; no simulation",
         .description = "Reads the model and every table it names. Reports faults with the place "
                        "and a way out, then one line on what the model holds. MODEL is a file, a "
                        "folder that holds one model, or `-` for standard input.",
         .least = 1,
         .most = 1,
         .examples = {{"entente check models/korea", "check a model"},
                      {"entente check --json model.ent", "faults for an editor"}}},
        {.name = "fmt",
         .synopsis = "FILE...",
         .summary = "lay the text out in the one canonical way",
         .description = "Rewrites each FILE in place; `-` reads standard input and writes standard "
                        "output. With `--check` nothing is written and files that differ are "
                        "listed.",
         .least = 1,
         .most = std::numeric_limits<std::size_t>::max(),
         .examples = {{"entente fmt model.ent", "format a file"},
                      {"entente fmt --check models/korea", "exit 1 where a file differs"}}},
        {.name = "show",
         .synopsis = "tokens|tree|model|program FILE | decisions MODEL",
         .summary = "print what a stage makes of a model, or what its players consider",
         .description = "For the curious and for reports of faults: the tokens, the tree, the "
                        "resolved model or the compiled program. With decisions: the options of "
                        "the players who choose in a month, what they lean to, what options were "
                        "worth to those who look ahead, with what chance each was drawn, and in "
                        "how many futures it was. The flags below are for these.",
         .least = 2,
         .most = 2,
         .first_argument = {"tokens", "tree", "model", "program", "decisions"},
         .examples = {{"entente show program model.ent", "the compiled program"},
                      {"entente show decisions models/example --policy rollout -n 200",
                       "what players consider as the forecast opens"}}},
        {.name = "run",
         .synopsis = "MODEL",
         .summary = "simulate scenarios, paired with the baseline",
         .description = "Runs the baseline and each scenario asked for with the same draws, writes "
                        "the results to a folder and prints the headline outputs. Without -o the "
                        "folder is runs/<date>-<scenario>.",
         .least = 0,
         .most = 1,
         .examples = {{"entente run models/korea -s crude_cut", "one scenario and the baseline"},
                      {"entente run --from-manifest runs/a/manifest.json -o again",
                       "reproduce a run"}}},
        {.name = "compare",
         .synopsis = "MODEL|RUNDIR A B",
         .summary = "difference table of two scenarios, member by member",
         .description = "Runs scenarios A and B of a model with the same draws, or reads them from "
                        "the folder of an earlier run, and prints what changed.",
         .least = 3,
         .most = 3,
         .examples = {{"entente compare models/korea baseline crude_cut", "what changes"},
                      {"entente compare runs/a baseline crude_cut --var oil", "one output"}}},
        {.name = "claim",
         .synopsis = "MODEL [NAME...]",
         .summary = "judge the claims of a model",
         .description =
             "Runs what the claims need under every prior set, judges them and prints a "
             "table by row, a card for each and a line for each. A verdict is the "
             "model's and the record's, never a forecast. Answers are kept in runs/cache "
             "and given again while model, record, fits and flags are the same.",
         .least = 1,
         .most = std::numeric_limits<std::size_t>::max(),
         .examples = {{"entente claim models/korea", "all claims"},
                      {"entente claim models/korea --row P4", "one row"},
                      {"entente claim models/korea --card P4_2 --card P4_9",
                       "the table by row and two cards"},
                      {"entente claim models/korea P4_9 --argue", "and the other side's case"},
                      {"entente claim models/korea P4_9 --weights 50 -n 400",
                       "does the verdict rest on one of our own numbers?"},
                      {"entente claim model.ent --fail-on contradicted", "exit 1 if one is"}}},
        {.name = "fit",
         .synopsis = "MODEL",
         .summary = "fit a model to its record and keep the posterior",
         .description = "Holds the model's mean path against every series it `observes` and every "
                        "event with a record, and draws from the posterior under each prior set. "
                        "Says first what the priors alone expect of the record. The posterior goes "
                        "to posterior.nc beside the model, where run, compare and claim find it. A "
                        "fit that was stopped goes on when the same command is given again.",
         .least = 1,
         .most = 1,
         .examples = {{"entente fit models/korea", "every prior set, to the last whole year"},
                      {"entente fit models/korea --until 2016-12", "a fit to be scored later"},
                      {"entente fit models/korea --filter", "may the mean path stand for chance?"},
                      {"entente fit model.ent --self-check",
                       "does the fit recover known truths?"}}},
        {.name = "score",
         .synopsis = "MODEL",
         .summary = "score forecasts of past years against naive ones",
         .description =
             "Goes back to a row of origins, cuts the record there, runs the model on and "
             "compares what it said with what came, beside naive forecasts that know the "
             "past of one series. The fit to the months before the first origin is used "
             "where posterior.nc has it, the priors otherwise. At C0 nothing is known from "
             "the origin on, at C1 recorded inputs, at C2 also levers, events and stocks. The "
             "months after the last whole year before `forecast` are held out.",
         .least = 1,
         .most = 1,
         .examples = {{"entente score models/korea", "every series, each January"},
                      {"entente score models/korea --series launches --level C0 --origins month",
                       "one series, monthly origins"},
                      {"entente score model.ent --min-skill 0",
                       "exit 1 where a naive forecast leads"}}},
        {.name = "report",
         .synopsis = "MODEL [NAME...]",
         .summary = "write claims, charts, events and sources into one file for readers",
         .description =
             "Judges the claims as `claim` does, runs the baseline and up to three scenarios, and "
             "writes one HTML file that opens anywhere and asks nothing of the network. Without "
             "--scenario it takes the two that most claims compare with the baseline. A file "
             "score.json beside the model, printed by `score --json`, becomes its track record.",
         .least = 1,
         .most = std::numeric_limits<std::size_t>::max(),
         .examples = {{"entente report models/korea", "report.html, all claims"},
                      {"entente report models/korea P4_1 -s crude_cut -o oil.html",
                       "one claim, one scenario"}}},
        {.name = "serve",
         .synopsis = "MODEL",
         .summary = "explore a model in a browser while its levers move",
         .description =
             "Serves a page on this computer alone, at an address with a token that is new at each "
             "start: claims, levers whose futures are run while they move, events, causes, data "
             "and "
             "the track record. The model's files are watched: what is saved is read again, and "
             "the "
             "last good model stays where a text is broken. -n is for the claims. docs/serve.md "
             "says "
             "what is served and what is not.",
         .least = 1,
         .most = 1,
         .examples = {{"entente serve models/korea", "opens a browser where there is a screen"},
                      {"entente serve models/korea --port 8000 --no-browser",
                       "at a port of one's own"}}},
        {.name = "serve-engine",
         .synopsis = "runs|claims MODEL",
         .summary = "the engine behind `serve`, which starts it",
         .description = "Answers a server over a socket that it inherits.",
         .least = 2,
         .most = 2,
         .first_argument = {"runs", "claims"},
         .hidden = true},
        {.name = "bargain",
         .synopsis = "FILE",
         .summary = "whose position on an issue is likely to prevail, from a table of actors",
         .description =
             "The spatial model of politics on one issue. FILE is CSV: a line with name, "
             "description, number of actors and number of dimensions, which may be left "
             "out; a header; then a row an actor with name, description, capability, and "
             "position and salience (0 to 100) on each dimension. Saliences of an actor "
             "sum to at most 100. Prints the chance of each position, the challenges "
             "that actors expect to gain from, and where bargaining leads.",
         .least = 1,
         .most = 1,
         .examples = {{"entente bargain models/example/committee.csv", "a made-up committee"},
                      {"entente bargain scores.csv --rounds 0 --json",
                       "chances alone, for tools"}}},
        {.name = "influence",
         .synopsis = "MODEL [NAME...]",
         .summary = "how much of a movement comes through which channel, and the feedback loops",
         .description = "For every `influence` of the model: takes its channels away in every "
                        "combination, future by future, and shares out what all of them move "
                        "(Shapley values). Then lists the feedback loops between stocks with their "
                        "polarity and strength as the forecast opens.",
         .least = 1,
         .most = std::numeric_limits<std::size_t>::max(),
         .examples = {{"entente influence models/korea", "both directions, by channel"}}},
        {.name = "sense",
         .synopsis = "MODEL VARIABLE",
         .summary = "which inputs a result is most sensitive to",
         .description =
             "Holds one uncertain input at a time at the 5 % and at the 95 % of its draws "
             "in every future, all else as drawn, and sorts inputs by what that does to "
             "the mean of VARIABLE over the last year: a tornado. With --scenario it is "
             "the difference from the baseline that is measured.",
         .least = 2,
         .most = 2,
         .examples = {{"entente sense models/korea output -n 200", "a tornado of output"},
                      {"entente sense models/korea output --scenario crude_cut -n 200",
                       "of what a cut does to it"}}},
        {.name = "graph",
         .synopsis = "MODEL",
         .summary = "draw what causes what",
         .description = "The variables of a model and an arrow wherever one is in the equation of "
                        "another, with the names of the links, for graphviz (dot, svg) or as JSON. "
                        "Parameters are left out unless --var names what is to be in the middle.",
         .least = 1,
         .most = 1,
         .examples = {{"entente graph models/korea -o korea.dot", "the whole model"},
                      {"entente graph models/korea --var output --format svg -o output.svg",
                       "what is next to a variable"}}},
        {.name = "data",
         .synopsis = "list|show|timeline|check MODEL [NAME]",
         .summary = "series: source, grade, gaps, and what is missing",
         .description = "`list` prints every series with its source, grade and gaps, and the "
                        "missing ones with the reason. `show NAME` prints one. `timeline` prints "
                        "the dated events of all tables in their order. `check` reads all tables "
                        "and reports faults.",
         .least = 2,
         .most = 3,
         .first_argument = {"list", "show", "timeline", "check"},
         .examples = {{"entente data list models/korea", "all series"},
                      {"entente data show models/korea customs", "one series"},
                      {"entente data timeline models/korea", "what happened when"}}},
        {.name = "explain",
         .synopsis = "CODE | VARIABLE MODEL",
         .summary = "explain an error code, or where a number comes from",
         .description = "For a code such as E3004: why it is a fault, a failing example and a "
                        "corrected one. For a variable of a model: its equation, unit, source and "
                        "what it feeds.",
         .least = 1,
         .most = 2,
         .examples = {{"entente explain E3004", "an error"},
                      {"entente explain trade_china models/korea", "a variable"}}},
        {.name = "config",
         .synopsis = "",
         .summary = "show each setting and where it came from",
         .description = "Flags come before the environment (ENTENTE_SEED and so on), before "
                        "entente.toml in the project, before the user's config.toml, before the "
                        "defaults.",
         .examples = {{"entente config --show", "all settings"}}},
        {.name = "completions",
         .synopsis = "bash|zsh|fish",
         .summary = "print a completion script for a shell",
         .description = "Writes the script to standard output.",
         .least = 1,
         .most = 1,
         .first_argument = {"bash", "zsh", "fish"},
         .examples =
             {{"entente completions bash > ~/.local/share/bash-completion/completions/entente",
               "install it for bash"}}},
        {.name = "man",
         .synopsis = "[VERB]",
         .summary = "print a manual page as roff",
         .description = "Used at install.",
         .most = 1,
         .hidden = true},
    };
    return verbs;
}

const Verb* find_verb(std::string_view name) {
    const auto& verbs = verb_table();
    const auto found =
        std::find_if(verbs.begin(), verbs.end(), [&](const Verb& v) { return v.name == name; });
    return found == verbs.end() ? nullptr : &*found;
}

bool takes(const Verb& verb, const Flag& flag) {
    return flag.verbs.empty() ||
           std::find(flag.verbs.begin(), flag.verbs.end(), verb.name) != flag.verbs.end();
}

}  // namespace entente::cli
