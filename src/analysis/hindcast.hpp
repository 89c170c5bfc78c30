// SPDX-License-Identifier: Apache-2.0
// Forecasts of the past: from each of several origins the model runs on with what could be known
// there, and so do the naive forecasts; what then came scores them all. One run of paired futures
// an origin, no new fit. This file sets the questions, cuts the record and keeps the scores; it
// runs nothing itself.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/known.hpp"
#include "analysis/scores.hpp"
#include "analysis/skill.hpp"
#include "data/data.hpp"
#include "fit/observed.hpp"
#include "model/model.hpp"
#include "program/program.hpp"
#include "results/results.hpp"
#include "text/diagnostic.hpp"

namespace entente::analysis {

struct HindcastPlan {
    Conditioning level = Conditioning::nothing;
    std::vector<model::Month> origins;  ///< rising; a forecast knows the months before its origin
    /// How many months after the origin a period ends, or how many months an event is counted over;
    /// rising. Empty: every period up to `until`, events year by year.
    std::vector<int> horizons;
    model::Month until;    ///< the last month that is scored; no later month of the record is read
    model::Month trained;  ///< the naive forecast that is fitted once sees the months before this
    std::size_t prior_set = 0;
    std::uint64_t seed = 0;           ///< of errors of observation
    std::vector<std::string> series;  ///< names to score; empty for all
};

/// A law, and what its forecast of one number was worth.
struct NamedScore {
    std::string_view forecaster;
    double median = 0;
    Score score;
};

/// One number that was forecast.
struct ScoredForecast {
    model::Month origin;
    model::Month first;  ///< of the period, or of the months counted
    model::Month last;
    double observed = 0;
    double q05 = 0;  ///< of the model's futures with errors of observation
    double q25 = 0;
    double q50 = 0;
    double q75 = 0;
    double q95 = 0;
    Score model;
    std::vector<NamedScore> naive;  ///< those that the past allowed
};

/// A naive forecaster over all numbers of one series and horizon.
struct Rival {
    std::string_view name;
    ScoreMeans means;
    std::vector<double> crps;     ///< one a forecast, in order
    std::vector<double> medians;  ///< likewise
};

/// The track record of one series at one horizon.
struct TrackRecord {
    std::string series;
    std::string label;
    std::string unit;
    bool counts = false;
    int horizon = 0;                        ///< months; 0: every period of a plan without horizons
    std::vector<ScoredForecast> forecasts;  ///< in the order of origins
    ScoreMeans model;
    std::vector<Rival> rivals;  ///< that forecast every number the model did; the best first
    /// Of the model's CRPS over the best rival's; without an interval where fewer than
    /// `fewest_events` events came in all.
    std::optional<Skill> skill;

    /// Better than every naive forecast, of which there must be one.
    bool model_leads() const { return !rivals.empty() && model.crps < rivals.front().means.crps; }
};

/// With fewer, whoever expected less has won, and that says little.
inline constexpr double fewest_events = 5;

class Hindcast {
  public:
    /// Both must outlive it.
    Hindcast(const model::Model& model, const data::Data& data, HindcastPlan plan);

    const HindcastPlan& plan() const { return plan_; }

    /// What can be scored at all: names of observed series and recorded events.
    std::vector<std::string> names() const;

    /// Numbers that will be forecast. What is known from the origin on is no forecast: at C2 no
    /// event is asked about, and no series that observes a recorded quantity.
    std::size_t questions() const;

    /// The program of the i-th origin, up to the last month that is asked about; nothing where
    /// nothing is asked there, or where it added an error.
    std::optional<program::Program> compile(std::size_t origin,
                                            text::Diagnostics& diagnostics) const;

    /// Scores what the run of that program says. Members whose number is not finite are left out;
    /// where none is left, the number counts as not forecast.
    void take(std::size_t origin, const results::Run& run);

    /// By series, in the order of the model, then by horizon.
    std::vector<TrackRecord> records() const;

  private:
    /// One number to be forecast.
    struct Question {
        std::size_t target = 0;
        std::size_t origin = 0;
        int horizon = 0;
        int first_row = 0;
        int last_row = 0;
        double observed = 0;
    };

    void ask();
    void ask_series(std::size_t target, std::size_t origin);
    void ask_event(std::size_t target, std::size_t origin);
    int last_row(std::size_t origin) const;
    bool wanted(const fit::Target& target) const;
    bool is_known(const fit::Target& target) const;
    /// Of a target that is no event.
    model::DataId series_of(const fit::Target& target) const;
    /// The last figure of the series that an origin knows, as it stood then; errors that persist
    /// go on from it.
    std::optional<fit::Observed> last_known(const fit::Target& target, model::Month origin) const;
    std::vector<NamedScore> naive_scores(const Question& question) const;

    const model::Model& model_;
    const data::Data& data_;
    HindcastPlan plan_;
    fit::Targets targets_;
    std::vector<std::uint32_t> counted_;  ///< by target: the output of an event's own counts
    std::vector<Question> questions_;
    std::vector<std::optional<ScoredForecast>> scored_;  ///< by question
};

}  // namespace entente::analysis
