// SPDX-License-Identifier: Apache-2.0
// Futures for a page while its levers move: the baseline, run once and kept, and the scenario of a
// request, paired with it, both in slices of members so that the first ones can be shown early and
// a newer request can stop an older. The numbers are those of `entente run` for the same scenario,
// seed and members.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "cli/ensemble.hpp"
#include "cli/served_model.hpp"
#include "serve/protocol.hpp"

namespace entente::cli {

/// Where slices end, and every 2,000 from there: the first is what a page shows while a lever is
/// dragged.
inline constexpr std::size_t slice_ends[] = {200, 1000, 2000};

/// Scenarios that stay after their answer, so that a release goes on from its preview.
inline constexpr std::size_t most_kept = 4;

/// Their members together: of models/korea some 300 MB.
inline constexpr std::size_t most_members_kept = 8000;

/// Members of whose baseline the state at the forecast is kept: beyond, a slice runs from the
/// start.
inline constexpr std::size_t most_checkpoints = 2000;

/// Runs of one scenario so far, all members in one block: [row][output][member].
struct Grown {
    results::Run run;
    std::size_t capacity = 0;
};

/// A request, checked against the model.
struct LiveScenario {
    model::Scenario scenario;
    /// Levers' values, which are to be in the model as it is compiled.
    std::vector<std::pair<model::NodeId, double>> numbers;
    bool changes = false;  ///< whether it is anything but the baseline
    std::string says;      ///< "“Full enforcement by China”, 2 levers set"
    std::string key;       ///< the same for the same futures
};

/// What a request asks for in the model's words. Adds a number to the model for each lever that was
/// not set before. On nothing `error` says why.
std::optional<LiveScenario> live_scenario(Served& served,
                                          const serve::RunRequest& request,
                                          serve::Error& error);

/// Futures of one model.
class ServedRuns {
  public:
    /// It must outlive this.
    explicit ServedRuns(Served& served);
    ~ServedRuns();

    /// A request on its way.
    struct Job {
        serve::RunRequest request;
        LiveScenario scenario;
        std::size_t done = 0;  ///< members
        double seconds = 0;    ///< worked on it
    };

    /// Nothing where the request names what the model lacks.
    std::optional<Job> begin(const serve::RunRequest& request, serve::Error& error);

    /// Runs the next slice and returns the line to show; empty where it was stopped or, with
    /// `error`, could not be compiled.
    std::string step(Job& job, const std::atomic<bool>& stop, serve::Error& error);

    /// Runs what every request needs, ahead of the first; false once there is nothing left.
    bool warm(const std::atomic<bool>& stop);

  private:
    struct Changed;

    /// The baseline under one policy.
    struct Base {
        /// Members from `first` on, before the forecast.
        struct Slice {
            std::unique_ptr<MemberDraws> draws;
            run::Checkpoint checkpoint;
            bool kept = false;  ///< whether the checkpoint is
        };

        program::Program program;
        Grown grown;
        std::map<std::size_t, Slice> slices;  ///< by first member
        /// Charts of the baseline alone, by output and members.
        std::map<std::pair<std::size_t, std::size_t>, nlohmann::ordered_json> charts;
    };

    Base::Slice& slice_of(Base& base, std::size_t first, std::size_t last);
    Base* base(const std::string& policy, serve::Error& error);
    Changed* changed(const Job& job, Base& base, serve::Error& error);
    bool grow_base(Base& base, std::size_t to, const std::atomic<bool>& stop);
    bool grow(Changed& changed, Base& base, std::size_t to, const std::atomic<bool>& stop);
    std::string line(const Job& job,
                     Base& base,
                     Changed* changed,
                     const std::atomic<bool>& stop,
                     const std::function<double()>& seconds);
    std::optional<nlohmann::ordered_json> charts(const Job& job,
                                                 Base& base,
                                                 Changed* changed,
                                                 const std::atomic<bool>& stop);

    Served& served_;
    std::map<std::string, std::unique_ptr<Base>> bases_;  ///< by policy
    std::list<std::unique_ptr<Changed>> kept_;            ///< the newest first
};

/// The end of the slice that begins at `done`, within `of`.
std::size_t slice_end(std::size_t done, std::size_t of);

}  // namespace entente::cli
