// SPDX-License-Identifier: Apache-2.0
#include "cli/served_runs.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <functional>

#include <fmt/format.h>

#include "base/parallel.hpp"
#include "claims/rules.hpp"
#include "claims/wording.hpp"
#include "math/isa.hpp"
#include "report/charts.hpp"
#include "report/details.hpp"
#include "report/sentences.hpp"
#include "results/summary.hpp"

namespace entente::cli {

namespace {

using Json = nlohmann::ordered_json;
using std::chrono::steady_clock;

/// Charts of the baseline that stay, each of some hundred numbers.
constexpr std::size_t most_charts = 400;

double seconds_since(steady_clock::time_point start) {
    return std::chrono::duration<double>(steady_clock::now() - start).count();
}

/// Room for so many members, the ones there kept.
void make_room(Grown& grown, const results::Run& like, std::size_t capacity) {
    if (grown.capacity >= capacity) {
        return;
    }
    const auto rows = static_cast<std::size_t>(like.grid.rows()) * like.outputs.size();
    results::Paths wider(rows * capacity);
    for (std::size_t i = 0; i < rows && grown.run.members > 0; ++i) {
        std::memcpy(wider.data() + i * capacity,
                    grown.run.paths.data() + i * grown.capacity,
                    grown.run.members * sizeof(float));
    }
    if (grown.run.outputs.empty()) {
        grown.run.scenario = like.scenario;
        grown.run.prior_set = like.prior_set;
        grown.run.grid = like.grid;
        grown.run.seed = like.seed;
        grown.run.outputs = like.outputs;
        grown.run.parameter_names = like.parameter_names;
        grown.run.parameter_units = like.parameter_units;
        grown.run.policy = like.policy;
    }
    grown.run.paths = std::move(wider);
    grown.run.block = capacity;
    grown.capacity = capacity;
}

/// Puts the members of a slice behind those that are there; of rows before `first_row` nobody
/// reads.
void append(Grown& grown, const results::Run& slice, int first_row) {
    const std::size_t outputs = slice.outputs.size();
    const auto rows = static_cast<std::size_t>(slice.grid.rows()) * outputs;
    const std::size_t lanes = slice.block;
    for (std::size_t begin = 0; begin < slice.members; begin += lanes) {
        const std::size_t count = std::min(lanes, slice.members - begin);
        const float* from = slice.paths.data() + begin / lanes * rows * lanes;
        float* to = grown.run.paths.data() + grown.run.members + begin;
        for (std::size_t i = static_cast<std::size_t>(first_row) * outputs; i < rows; ++i) {
            std::memcpy(to + i * grown.capacity, from + i * lanes, count * sizeof(float));
        }
    }
    grown.run.parameters.insert(
        grown.run.parameters.end(), slice.parameters.begin(), slice.parameters.end());
    grown.run.members += slice.members;
    grown.run.faulty_members += slice.faulty_members;
    grown.run.fault_count += slice.fault_count;
}

/// Rows before are the baseline's, but for what a total of twelve months reaches back to.
int first_shown(bool shares_past, const model::Grid& grid) {
    constexpr int months_of_total = 12;
    return shares_past ? std::max(0, grid.row(grid.forecast) - months_of_total) : 0;
}

}  // namespace

std::size_t slice_end(std::size_t done, std::size_t of) {
    for (const std::size_t end : slice_ends) {
        if (done < end) {
            return std::min(end, of);
        }
    }
    constexpr std::size_t step = 2000;
    return std::min((done / step + 1) * step, of);
}

/// A scenario under the same policy.
struct ServedRuns::Changed {
    std::string key;
    program::Program program;
    bool shares_past = false;  ///< whether it goes on from the baseline's
    Grown grown;
};

ServedRuns::ServedRuns(Served& served) : served_(served) {}

ServedRuns::~ServedRuns() = default;

namespace {

run::RunSpec spec_of(const Options& options,
                     const MemberDraws* draws,
                     std::size_t first,
                     std::size_t last,
                     const std::atomic<bool>& stop) {
    run::RunSpec spec;
    spec.seed = options.seed;
    spec.first_member = static_cast<std::uint32_t>(first);
    spec.members = last - first;
    spec.threads = static_cast<std::size_t>(options.threads);
    spec.given = draws == nullptr ? nullptr : &draws->given;
    spec.stop = &stop;
    return spec;
}

serve::Error not_compiled(Project& project) {
    serve::Error error = {serve::Refusal::bad_request,
                          text::render(project.diagnostics, project.sources, text::Colour::off),
                          "take another lever, date or scenario"};
    project.diagnostics = {};
    return error;
}

}  // namespace

ServedRuns::Base* ServedRuns::base(const std::string& policy, serve::Error& error) {
    std::unique_ptr<Base>& base = bases_[policy];
    if (!base) {
        auto made = std::make_unique<Base>();
        Options options = served_.options;
        options.policy = policy;
        const model::Model& model = *served_.project->model;
        Ensemble ensemble;
        ensemble.scenario = model.scenarios[model::ScenarioId(0)];
        ensemble.outputs = model.outputs;
        auto program = compile(*served_.project, ensemble, options, Past::told);
        if (!program) {
            error = not_compiled(*served_.project);
            return nullptr;
        }
        made->program = std::move(*program);
        base = std::move(made);
    }
    return base.get();
}

ServedRuns::Changed* ServedRuns::changed(const Job& job, Base& base, serve::Error& error) {
    const auto found = std::find_if(kept_.begin(), kept_.end(), [&job](const auto& one) {
        return one->key == job.scenario.key;
    });
    if (found != kept_.end()) {
        kept_.splice(kept_.begin(), kept_, found);
        return kept_.front().get();
    }
    model::Model& model = *served_.project->model;
    for (const auto& [node, value] : job.scenario.numbers) {
        model.nodes[node].value = value;
    }
    Options options = served_.options;
    options.policy = job.request.policy;
    Ensemble ensemble;
    ensemble.scenario = job.scenario.scenario;
    ensemble.outputs = model.outputs;
    auto program = compile(*served_.project, ensemble, options, Past::told);
    if (!program) {
        error = not_compiled(*served_.project);
        return nullptr;
    }
    auto made = std::make_unique<Changed>();
    made->key = job.scenario.key;
    made->program = std::move(*program);
    const auto layout = run::layout_of(base.program);
    made->shares_past = layout && run::find_shared_past(*layout, made->program).has_value();
    kept_.push_front(std::move(made));
    std::size_t members = 0;
    for (const auto& one : kept_) {
        members += one->grown.capacity;
    }
    while (kept_.size() > 1 && (kept_.size() > most_kept || members > most_members_kept)) {
        members -= kept_.back()->grown.capacity;
        kept_.pop_back();
    }
    return kept_.front().get();
}

/// The members first .. last - 1, with what they draw once.
ServedRuns::Base::Slice& ServedRuns::slice_of(Base& base, std::size_t first, std::size_t last) {
    Base::Slice& slice = base.slices[first];
    if (!slice.draws) {
        slice.draws = member_draws(*served_.project->model,
                                   served_.posterior ? &*served_.posterior : nullptr,
                                   {static_cast<std::uint32_t>(first), last - first});
    }
    return slice;
}

bool ServedRuns::grow_base(Base& base, std::size_t to, const std::atomic<bool>& stop) {
    while (base.grown.run.members < to) {
        const std::size_t first = base.grown.run.members;
        const std::size_t last = slice_end(first, serve::most_futures);
        Base::Slice& slice = slice_of(base, first, last);
        run::RunSpec spec = spec_of(served_.options, slice.draws.get(), first, last, stop);
        const bool keep = last <= most_checkpoints && base.program.past.has_value();
        spec.keep = keep ? &slice.checkpoint : nullptr;
        const results::Run run = run::simulate(base.program, spec);
        if (run.partial) {
            slice.checkpoint = {};
            return false;
        }
        slice.kept = keep;
        make_room(base.grown, run, std::max(last, slice_ends[2]));
        base.grown.run.scenario = "baseline";
        append(base.grown, run, 0);
    }
    return true;
}

bool ServedRuns::grow(Changed& changed, Base& base, std::size_t to, const std::atomic<bool>& stop) {
    while (changed.grown.run.members < to) {
        const std::size_t first = changed.grown.run.members;
        const std::size_t last = slice_end(first, serve::most_futures);
        Base::Slice& slice = slice_of(base, first, last);
        run::RunSpec spec = spec_of(served_.options, slice.draws.get(), first, last, stop);
        spec.from = slice.kept && changed.shares_past ? &slice.checkpoint : nullptr;
        const results::Run run = run::simulate(changed.program, spec);
        if (run.partial) {
            return false;
        }
        make_room(changed.grown, run, last);
        changed.grown.run.scenario = "scenario";
        append(changed.grown, run, first_shown(changed.shares_past, run.grid));
    }
    return true;
}

std::optional<ServedRuns::Job> ServedRuns::begin(const serve::RunRequest& request,
                                                 serve::Error& error) {
    auto scenario = live_scenario(served_, request, error);
    if (!scenario) {
        return std::nullopt;
    }
    Job job;
    job.request = request;
    job.scenario = std::move(*scenario);
    return job;
}

std::string ServedRuns::step(Job& job, const std::atomic<bool>& stop, serve::Error& error) {
    const auto start = steady_clock::now();
    Base* base = this->base(job.request.policy, error);
    if (base == nullptr) {
        return {};
    }
    Changed* changed = nullptr;
    if (job.scenario.changes) {
        changed = this->changed(job, *base, error);
        if (changed == nullptr) {
            return {};
        }
    }
    const std::size_t to = slice_end(job.done, static_cast<std::size_t>(job.request.futures));
    if (!grow_base(*base, to, stop) || (changed != nullptr && !grow(*changed, *base, to, stop))) {
        return {};
    }
    job.done = to;
    const double before = job.seconds;
    std::string text =
        line(job, *base, changed, stop, [&] { return before + seconds_since(start); });
    job.seconds = before + seconds_since(start);
    return text;
}

bool ServedRuns::warm(const std::atomic<bool>& stop) {
    serve::Error ignored;
    Base* base = this->base("rule", ignored);
    if (base == nullptr || base->grown.run.members >= most_checkpoints) {
        return false;
    }
    const std::size_t to = slice_end(base->grown.run.members, most_checkpoints);
    grow_base(*base, to, stop);
    return true;
}

// ---- what is shown ----

namespace {

/// The first members of what has grown, for as long as it lives.
class FirstMembers {
  public:
    FirstMembers(results::Run& run, std::size_t members) : run_(run), all_(run.members) {
        run.members = members;
    }

    ~FirstMembers() { run_.members = all_; }

    FirstMembers(const FirstMembers&) = delete;
    FirstMembers& operator=(const FirstMembers&) = delete;

  private:
    results::Run& run_;
    std::size_t all_;
};

/// Indexes of the outputs that a request names, all where it names none.
std::vector<std::size_t> columns_of(const results::Run& run, const serve::RunRequest& request) {
    std::vector<std::size_t> columns;
    columns.reserve(run.outputs.size());
    for (const std::string& name : request.outputs) {
        columns.push_back(results::find_output(run, name));
    }
    for (std::size_t i = 0; request.outputs.empty() && i < run.outputs.size(); ++i) {
        columns.push_back(i);
    }
    return columns;
}

/// What an output is at its last row, a member each; for counts the total of twelve months.
std::vector<double> at_end(const results::Run& run, std::size_t output) {
    const int last = results::last_row_with_value(run, output, run.grid.rows() - 1);
    const bool total = report::measure_of(run.outputs[output]) == report::Measure::twelve_months;
    constexpr int months = 12;
    const int first = total ? std::max(0, last - months + 1) : last;
    std::vector<double> values(run.members, last < 0 ? std::nan("") : 0);
    for (std::size_t member = 0; member < run.members; ++member) {
        for (int row = first; row <= last; ++row) {
            values[member] += static_cast<double>(run.value(member, row, output));
        }
    }
    return values;
}

/// The direction that more of the futures take, and how likely it is.
std::string direction(const std::vector<double>& differences, claims::Confidence confidence) {
    std::size_t lower = 0;
    std::size_t higher = 0;
    std::size_t valid = 0;
    for (const double difference : differences) {
        valid += std::isfinite(difference) ? 1 : 0;
        lower += difference < 0 ? 1 : 0;
        higher += difference > 0 ? 1 : 0;
    }
    const bool down = lower > higher;
    return fmt::format("{} than in the baseline at the end: {}.",
                       down ? "Lower" : "Higher",
                       claims::likelihood(down ? lower : higher, valid, confidence));
}

/// By the rule of claims: nothing was held against later data for this very question, and an input
/// of the worst grade may decide it.
claims::Confidence confidence_in(const model::Model& model) {
    claims::ConfidenceInputs inputs;
    for (const model::Declaration& declared : model.declarations) {
        if (declared.kind == model::DeclarationKind::param) {
            inputs.worst_grade = std::max(inputs.worst_grade, declared.grade);
        }
    }
    return claims::confidence(inputs);
}

std::string sentence_of(const Json& chart,
                        const std::string& says,
                        const std::vector<double>& differences,
                        claims::Confidence confidence) {
    const std::string label = chart["label"].get<std::string>().empty()
                                  ? chart["name"].get<std::string>()
                                  : chart["label"].get<std::string>();
    if (says.empty()) {
        return fmt::format(
            "{} in the baseline. {}", label, chart["fans"][0]["summary"].get<std::string>());
    }
    if (chart["differences"].empty()) {
        return fmt::format(
            "With {}, {} stays as in the baseline in each of these futures.", says, label);
    }
    return fmt::format("With {}, what changes in {}. {} {}",
                       says,
                       label,
                       chart["differences"][0]["summary"].get<std::string>(),
                       direction(differences, confidence));
}

/// Of the baseline, and of the scenario where that has a fan.
void add_samples(Json& chart,
                 const results::Run& baseline,
                 const results::Run* scenario,
                 std::size_t output,
                 int first_row) {
    Json& fans = chart["fans"];
    report::add_samples(fans[0], baseline, baseline, output);
    if (scenario != nullptr && fans.size() > 1) {
        report::add_samples(fans[1], baseline, *scenario, output, first_row);
    }
}

}  // namespace

/// Nothing where it was stopped, which is looked at before each chart.
std::optional<Json> ServedRuns::charts(const Job& job,
                                       Base& base,
                                       Changed* changed,
                                       const std::atomic<bool>& stop) {
    const std::vector<std::size_t> columns = columns_of(base.grown.run, job.request);
    if (base.charts.size() > most_charts) {
        base.charts.clear();
    }
    std::vector<Json> made(columns.size());
    const model::Model& model = *served_.project->model;
    const int first_row =
        changed != nullptr && changed->shares_past ? model.grid.row(model.grid.forecast) : 0;
    parallel_for(columns.size(), 0, [&](std::size_t i) {
        const auto known = base.charts.find({columns[i], job.done});
        if (known != base.charts.end()) {
            made[i] = known->second;
        } else if (!stop) {
            made[i] =
                report::begun_chart(model, *served_.project->data, base.grown.run, columns[i]);
        }
    });
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (!made[i].is_null()) {
            base.charts.emplace(std::pair(columns[i], job.done), made[i]);
        }
    }
    const results::Run* const run = changed != nullptr ? &changed->grown.run : nullptr;
    parallel_for(columns.size(), 0, [&](std::size_t i) {
        if (run != nullptr && !stop) {
            report::add_scenario(made[i], base.grown.run, *run, columns[i], first_row);
        }
        if (job.request.samples && !stop) {
            add_samples(made[i], base.grown.run, run, columns[i], first_row);
        }
    });
    return stop ? std::nullopt : std::optional<Json>(std::move(made));
}

std::string ServedRuns::line(const Job& job,
                             Base& base,
                             Changed* changed,
                             const std::atomic<bool>& stop,
                             const std::function<double()>& seconds) {
    const FirstMembers of_base(base.grown.run, job.done);
    std::optional<FirstMembers> of_changed;
    if (changed != nullptr) {
        of_changed.emplace(changed->grown.run, job.done);
    }
    std::optional<Json> charts = this->charts(job, base, changed, stop);
    if (!charts) {
        return {};
    }
    const bool done = job.done == job.request.futures;
    Json all = {{"sequence", job.request.sequence},
                {"futures", job.done},
                {"of", job.request.futures},
                {"done", done},
                {"seconds", 0},
                {"sentence", ""},
                {"confidence", ""},
                {"charts", std::move(*charts)}};
    if (!all["charts"].empty()) {
        const std::size_t headline = columns_of(base.grown.run, job.request).front();
        std::vector<double> outcome = at_end(base.grown.run, headline);
        if (changed != nullptr) {
            const std::vector<double> with = at_end(changed->grown.run, headline);
            for (std::size_t i = 0; i < outcome.size(); ++i) {
                outcome[i] = with[i] - outcome[i];
            }
        }
        const claims::Confidence confidence = confidence_in(*served_.project->model);
        all["sentence"] = sentence_of(all["charts"][0], job.scenario.says, outcome, confidence);
        all["confidence"] = claims::confidence_line(confidence);
        // A preview is gone before anybody reads what it goes with.
        if (done && job.done > slice_ends[0]) {
            all["matters"] =
                report::matters_json(*served_.project->model, base.grown.run, outcome, &stop);
        }
    }
    if (stop) {
        return {};
    }
    all["seconds"] = seconds();
    return all.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace entente::cli
