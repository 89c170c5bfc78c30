// SPDX-License-Identifier: Apache-2.0
#include "run/simulate.hpp"

#include <algorithm>
#include <atomic>
#include <limits>
#include <mutex>

#include "base/contract.hpp"
#include "base/parallel.hpp"
#include "program/settle.hpp"
#include "run/block.hpp"
#include "run/look_ahead.hpp"

namespace entente::run {

namespace {

/// What an instruction costs before its first lane, in lanes: from the times of 16 and of 128 lanes
/// a block (docs/performance.md).
constexpr std::size_t lanes_to_begin = 14;

/// So many lanes a block are worth more than slots that stay in the second cache.
constexpr std::size_t lanes_at_any_rate = 64;

/// What a block found wrong, in the order of members.
struct BlockFaults {
    std::vector<BlockFault> first;  ///< at most faults_kept
    std::size_t count = 0;
    std::size_t members = 0;
};

/// The width at which the busiest thread is done first; wide blocks only where the slots fill at
/// most half of the second cache.
std::size_t lanes_of(const program::Program& program, const RunSpec& spec) {
    if (spec.block != 0) {
        ENTENTE_EXPECT(spec.block == 16 || spec.block == 32 || spec.block == 64 ||
                       spec.block == 128);
        return spec.block;
    }
    const std::size_t room = second_cache_bytes() / 2 / sizeof(double);
    const std::size_t slots = hot_slots(program);
    const std::size_t threads = threads_for(spec.threads);
    std::size_t best = 0;
    std::size_t least = std::numeric_limits<std::size_t>::max();
    for (const std::size_t lanes : {128U, 64U, 32U, 16U}) {
        if (lanes > lanes_at_any_rate && slots * lanes > room) {
            continue;
        }
        const std::size_t blocks = (spec.members + lanes - 1) / lanes;
        const std::size_t time = (blocks + threads - 1) / threads * (lanes + lanes_to_begin);
        if (time >= least) {
            continue;
        }
        best = lanes;
        least = time;
    }
    return best;
}

/// Which months are run.
enum class Months { all, past };

class Ensemble {
  public:
    Ensemble(const program::Program& program, const RunSpec& spec, Months months)
        : program_(program), spec_(spec), months_(months) {
        run_.prior_set = program.prior_set;
        run_.scenario = program.scenario;
        run_.policy = program.policy;
        run_.grid = program.grid;
        run_.seed = spec.seed;
        run_.first_member = spec.first_member;
        if (spec.from != nullptr && fits(*spec.from, spec)) {
            shared_ = find_shared_past(spec.from->layout, program);
        }
        run_.block = shared_ ? spec.from->block : lanes_of(program, spec);
        run_.outputs = program.outputs;
        run_.parameter_names = program.parameter_names;
        run_.parameter_units = program.parameter_units;
        blocks_ = (spec.members + run_.block - 1) / run_.block;
        const auto rows = static_cast<std::size_t>(program.grid.rows());
        run_.paths.resize(blocks_ * rows * run_.outputs.size() * run_.block);
        run_.parameters.resize(spec.members * run_.parameter_names.size());
        faults_.resize(blocks_);
        decisions_.resize(blocks_);
        open_checkpoint();
        if (spec.fuse) {
            fused_ = program::fuse(program,
                                   program::plan_fusion(program),
                                   spec.instruction_set.value_or(math::best_instruction_set()),
                                   run_.block);
        }
        fuse_trials();
    }

    results::Run run() {
        const std::size_t threads =
            std::min(threads_for(spec_.threads), std::max<std::size_t>(blocks_, 1));
        parallel_for(threads, threads, [this](std::size_t) { work(); });
        finish();
        return std::move(run_);
    }

  private:
    /// One thread: the next block nobody has begun, until there is none or the run is stopped. So
    /// the blocks done are always the first ones.
    void work() {
        const auto set = spec_.instruction_set.value_or(math::best_instruction_set());
        Block block(program_, set, run_.block, spec_.seed, fused_);
        block.give(spec_.given, spec_.first_member);
        std::optional<LookAhead> look_ahead;
        if (!program_.players.empty()) {
            look_ahead.emplace(program_, set, run_.block, spec_.block, spec_.seed, fused_trials_);
            look_ahead->give(spec_.given, spec_.first_member);
        }
        while (spec_.stop == nullptr || !spec_.stop->load(std::memory_order_relaxed)) {
            const std::size_t b = next_.fetch_add(1);
            if (b >= blocks_) {
                break;
            }
            run_block(block, look_ahead ? &*look_ahead : nullptr, b);
            const std::lock_guard lock(mutex_);
            done_ += members_of(b);
            ++blocks_done_;
            if (spec_.progress && months_ == Months::all) {
                spec_.progress({done_, b * run_.block, members_of(b), run_});
            }
        }
        if (look_ahead) {
            const std::lock_guard lock(mutex_);
            run_.choices += look_ahead->choices();
        }
    }

    void fuse_trials() {
        fused_trials_.reserve(program_.trials.size());
        for (const program::Trial& trial : program_.trials) {
            fused_trials_.push_back(nullptr);
            if (spec_.fuse) {
                fused_trials_.back() =
                    program::fuse(trial.program,
                                  program::plan_fusion(trial.program),
                                  spec_.instruction_set.value_or(math::best_instruction_set()),
                                  trial_lanes(trial, spec_.block));
            }
        }
    }

    void open_checkpoint() {
        if (spec_.keep == nullptr) {
            return;
        }
        std::optional<CheckpointLayout> layout = layout_of(program_);
        ENTENTE_EXPECT(layout.has_value());
        *spec_.keep = {.layout = std::move(*layout),
                       .seed = spec_.seed,
                       .first_member = spec_.first_member,
                       .block = run_.block,
                       .given = spec_.given};
        begin_checkpoint(*spec_.keep, blocks_);
    }

    std::size_t members_of(std::size_t b) const {
        return std::min(run_.block, spec_.members - b * run_.block);
    }

    void run_block(Block& block, LookAhead* look_ahead, std::size_t b) {
        const std::size_t begin = b * run_.block;
        const std::size_t lanes = members_of(b);
        const auto rows = static_cast<std::size_t>(program_.grid.rows());
        float* const paths = run_.paths.data() + begin * rows * run_.outputs.size();
        block.begin(spec_.first_member + static_cast<std::uint32_t>(begin), lanes);
        if (look_ahead != nullptr) {
            look_ahead->begin(spec_.first_member + static_cast<std::uint32_t>(begin), lanes);
        }
        int month = 0;
        if (shared_) {
            restore(*spec_.from, *shared_, b, block, paths);
            month = spec_.from->layout.past.months;
        }
        const std::size_t row_size = run_.outputs.size() * run_.block;
        for (; month < program_.grid.months; ++month) {
            if (spec_.keep != nullptr && month == spec_.keep->layout.past.months) {
                save(*spec_.keep, b, block, paths);
                if (months_ == Months::past) {
                    return;
                }
            }
            float* const row = paths + static_cast<std::size_t>(month) * row_size;
            if (look_ahead != nullptr) {
                look_ahead->open(block, month, row);
            } else {
                block.open(month, row);
            }
            if (month == spec_.watch) {
                tell(block, look_ahead, b);
                return;
            }
            block.move(month);
        }
        block.finish(paths + static_cast<std::size_t>(month) * row_size);
        const std::size_t parameters = run_.parameter_names.size();
        block.read_parameters(run_.parameters.data() + begin * parameters, lanes);
        BlockFaults& faults = faults_[b];
        faults.first = block.faults();
        faults.count = faults.first.size();
        std::sort(faults.first.begin(), faults.first.end());
        for (std::size_t i = 0; i < faults.first.size(); ++i) {
            const bool fresh = i == 0 || faults.first[i].lane != faults.first[i - 1].lane;
            faults.members += fresh ? 1 : 0;
        }
        faults.first.resize(std::min(faults.first.size(), faults_kept));
    }

    /// What players consider in a block that has opened the month watched.
    void tell(Block& block, LookAhead* look_ahead, std::size_t b) {
        std::vector<results::Decision>& told = decisions_[b];
        for (std::uint32_t lane = 0; lane < members_of(b); ++lane) {
            for (std::size_t p = 0; p < program_.deciding.size(); ++p) {
                const program::DecidingPlayer& player = program_.deciding[p];
                if (block.slot(player.due)[lane] == 0) {
                    continue;
                }
                results::Decision decision;
                decision.member =
                    spec_.first_member + static_cast<std::uint32_t>(b * run_.block) + lane;
                decision.player = p;
                decision.chosen = static_cast<std::size_t>(block.slot(player.choice)[lane]);
                decision.leanings.reserve(player.leanings.size());
                for (const std::uint32_t leaning : player.leanings) {
                    decision.leanings.push_back(block.slot(leaning)[lane]);
                }
                if (look_ahead != nullptr) {
                    look_ahead->tell(player.site, lane, decision);
                }
                if (decision.chances.empty()) {
                    decision.chances = program::chances_of(decision.leanings);
                }
                told.push_back(std::move(decision));
            }
        }
    }

    void finish() {
        run_.members = done_;
        if (spec_.keep != nullptr) {
            spec_.keep->members = done_;
        }
        run_.partial = done_ < spec_.members;
        const auto rows = static_cast<std::size_t>(program_.grid.rows());
        run_.paths.resize(blocks_done_ * rows * run_.outputs.size() * run_.block);
        run_.parameters.resize(done_ * run_.parameter_names.size());
        for (std::size_t b = 0; b < blocks_done_; ++b) {
            run_.decisions.insert(run_.decisions.end(), decisions_[b].begin(), decisions_[b].end());
            run_.fault_count += faults_[b].count;
            run_.faulty_members += faults_[b].members;
            for (const BlockFault& fault : faults_[b].first) {
                if (run_.faults.size() == faults_kept) {
                    break;
                }
                const auto member =
                    spec_.first_member + static_cast<std::uint32_t>(b * run_.block) + fault.lane;
                run_.faults.push_back({.member = member,
                                       .row = fault.row,
                                       .code = fault.finite ? "E5002" : "E5001",
                                       .quantity = program_.checks[fault.check].quantity,
                                       .value = fault.value});
            }
        }
    }

    const program::Program& program_;
    const RunSpec& spec_;
    Months months_;
    std::shared_ptr<const program::FusedCode> fused_;  ///< or null
    FusedTrials fused_trials_;
    std::optional<SharedPast> shared_;  ///< with `from`
    results::Run run_;
    std::size_t blocks_ = 0;
    std::vector<BlockFaults> faults_;  ///< by block, each written by the thread that ran it
    std::vector<std::vector<results::Decision>> decisions_;  ///< the same
    std::atomic<std::size_t> next_ = 0;
    std::mutex mutex_;
    std::size_t done_ = 0;
    std::size_t blocks_done_ = 0;
};

}  // namespace

results::Run simulate(const program::Program& program, const RunSpec& spec) {
    return Ensemble(program, spec, Months::all).run();
}

Checkpoint simulate_past(const program::Program& program, const RunSpec& spec) {
    Checkpoint checkpoint;
    RunSpec keeping = spec;
    keeping.keep = &checkpoint;
    keeping.from = nullptr;
    Ensemble(program, keeping, Months::past).run();
    return checkpoint;
}

}  // namespace entente::run
