// SPDX-License-Identifier: Apache-2.0
#include "fit/likelihood.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <mutex>
#include <numeric>

#include <fmt/format.h>

#include "base/contract.hpp"
#include "base/parallel.hpp"
#include "fit/uniform_kernels.hpp"
#include "fit/windows.hpp"
#include "math/random.hpp"
#include "program/compile.hpp"
#include "program/fuse.hpp"
#include "results/hash.hpp"
#include "run/block.hpp"

namespace entente::fit {

namespace scalar {
void fill_uniforms(const double* z, std::size_t count, double* u);
}

namespace v3 {
void fill_uniforms(const double* z, std::size_t count, double* u);
}

namespace v4 {
void fill_uniforms(const double* z, std::size_t count, double* u);
}

namespace {

/// Widths of blocks: wide ones cost less a point, narrow ones less for a few points.
constexpr std::size_t wide = 64;
constexpr std::size_t narrow = 16;

/// Prior draws at which a coordinate must move the likelihood to count as one, and how far it is
/// moved.
constexpr std::size_t probes = 4;
constexpr double probe_step = 0.75;
constexpr std::uint64_t probe_seed = 0x70726F6265;
constexpr std::size_t fingerprint_points = 16;

/// One thread's block with room for its rows.
class Worker {
  public:
    Worker(const Targets& against,
           const program::Program& program,
           const LikelihoodOptions& how,
           std::size_t width,
           std::shared_ptr<const program::FusedCode> fused)
        : targets(against),
          lanes(width),
          block_(program, how.instruction_set, lanes, how.seed, std::move(fused)),
          kept_(against.rows()),
          row_size_(program.outputs.size() * lanes),
          rows_(static_cast<std::size_t>(kept_) * row_size_),
          reader_(against, lanes, how.instruction_set) {}

    const Targets& targets;
    const std::size_t lanes;

    /// Runs the lanes of one block as the members from `first` on; `given` has a row each.
    void run(const program::GivenDraws& given, std::size_t first, std::size_t count) {
        begin(given, first, count);
        const int months = targets.model.grid.months;
        for (int row = 0; row < std::min(kept_, months); ++row) {
            block_.advance(row, rows_.data() + static_cast<std::size_t>(row) * row_size_);
        }
        if (kept_ > months) {
            block_.finish(rows_.data() + static_cast<std::size_t>(months) * row_size_);
        }
    }

    /// Only draws what is drawn once.
    void begin(const program::GivenDraws& given, std::size_t first, std::size_t count) {
        const auto member = static_cast<std::uint32_t>(first);
        block_.give(&given, member);
        block_.begin(member, count);
    }

    const run::Block& block() const { return block_; }

    /// Adds each target's log density to sums[target][lane].
    void add_log_densities(std::span<double> sums) {
        for (std::size_t t = 0; t < targets.targets.size(); ++t) {
            const std::span<double> sum = sums.subspan(t * lanes, lanes);
            law(t).begin();
            for (const Observed& point : targets.targets[t].points) {
                law(t).add_log_density(point, look(t, point), sum);
            }
        }
    }

    /// What the model has for a point of a target, for all lanes; valid until the next look.
    LanePoint look(std::size_t t, const Observed& point) {
        const OutputRows rows = {
            .values = rows_.data(), .outputs = row_size_ / lanes, .lanes = lanes, .kept = kept_};
        return reader_.look(rows, t, point);
    }

    ErrorLaw& law(std::size_t t) { return reader_.law(t); }

  private:
    run::Block block_;
    int kept_;  ///< rows; asked once, for it takes a look at every number
    std::size_t row_size_;
    std::vector<float> rows_;  ///< [row][output][lane]
    TargetReader reader_;
};

std::vector<Coordinate> drawn_once(const Targets& targets, const program::Program& program) {
    std::vector<Coordinate> coordinates;
    for (const program::DrawSite& site : program::sites_drawn_once(program)) {
        const model::QuantityId id = model::find_quantity(targets.model, site.quantity);
        ENTENTE_EXPECT(id);
        const model::Quantity& quantity = targets.model.quantities[id];
        coordinates.push_back(
            {quantity.name, quantity.unit, site.site, quantity.kind == model::QuantityKind::stock});
    }
    return coordinates;
}

}  // namespace

UniformKernel uniform_kernel(math::InstructionSet set) {
    ENTENTE_EXPECT(math::available(set));
    switch (set) {
        case math::InstructionSet::scalar:
            return scalar::fill_uniforms;
        case math::InstructionSet::v3:
            return v3::fill_uniforms;
        case math::InstructionSet::v4:
            return v4::fill_uniforms;
    }
    return nullptr;
}

double uniform_of(double z) {
    double u = 0;
    scalar::fill_uniforms(&z, 1, &u);
    return u;
}

std::optional<program::Program> compile(const Targets& targets,
                                        const data::Data& data,
                                        std::size_t prior_set,
                                        text::Diagnostics& diagnostics,
                                        program::Draws draws) {
    program::CompileOptions how;
    how.history = program::History::recorded;
    how.draws = draws;
    how.prior_set = prior_set;
    how.outputs = targets.outputs;
    return program::compile(targets.model, data, how, diagnostics);
}

/// The workers of one width: as many as ever worked at once.
class Pool {
  public:
    Pool(const Targets& targets,
         const program::Program& program,
         const LikelihoodOptions& how,
         std::size_t lanes)
        : targets_(targets), program_(program), how_(how), lanes_(lanes) {}

    std::unique_ptr<Worker> take() {
        std::call_once(fused_once_, [this] {
            fused_ = program::fuse(
                program_, program::plan_fusion(program_), how_.instruction_set, lanes_);
        });
        {
            const std::lock_guard lock(mutex_);
            if (!free_.empty()) {
                std::unique_ptr<Worker> worker = std::move(free_.back());
                free_.pop_back();
                return worker;
            }
        }
        return std::make_unique<Worker>(targets_, program_, how_, lanes_, fused_);
    }

    void give_back(std::unique_ptr<Worker> worker) {
        const std::lock_guard lock(mutex_);
        free_.push_back(std::move(worker));
    }

  private:
    const Targets& targets_;
    const program::Program& program_;
    const LikelihoodOptions& how_;
    std::size_t lanes_;
    std::once_flag fused_once_;
    std::shared_ptr<const program::FusedCode> fused_;  ///< of all workers; null where there is none
    std::mutex mutex_;
    std::vector<std::unique_ptr<Worker>> free_;
};

class Likelihood::Impl {
  public:
    Impl(const Targets& against, const program::Program& compiled, const LikelihoodOptions& how)
        : targets(against),
          program(compiled),
          how_(how),
          fill_uniforms_(uniform_kernel(how.instruction_set)),
          wide_(targets, compiled, how_, wide),
          narrow_(targets, compiled, how_, narrow) {
        const std::vector<Coordinate> all = drawn_once(targets, program);
        for (const Coordinate& coordinate : all) {
            sites_.push_back(coordinate.site);
        }
        if (how.coordinates.empty()) {
            choose(all, every_place(all.size()));
            keep_informed();
            return;
        }
        std::vector<std::size_t> places;
        for (std::size_t i = 0; i < all.size(); ++i) {
            const bool named =
                std::find(how.coordinates.begin(), how.coordinates.end(), all[i].name) !=
                how.coordinates.end();
            if (named) {
                places.push_back(i);
            }
        }
        choose(all, places);
        if (how.draw_others) {
            // Only what is given is not drawn.
            sites_.clear();
            for (const Coordinate& coordinate : coordinates) {
                sites_.push_back(coordinate.site);
            }
            places_ = every_place(coordinates.size());
        }
    }

    /// Calls `use(worker, first point, points)` for every block, its points run or only begun.
    void for_each_block(std::span<const double> points,
                        bool whole,
                        const std::function<void(Worker&, std::size_t, std::size_t)>& use) {
        const std::size_t d = coordinates.size();
        ENTENTE_EXPECT(d > 0 && points.size() % d == 0);
        const std::size_t count = points.size() / d;
        const bool few = count <= narrow * threads_for(how_.threads);
        Pool& pool = few ? narrow_ : wide_;
        const std::size_t lanes = few ? narrow : wide;
        const auto work = [&](std::size_t b) {
            const std::size_t first = b * lanes;
            const std::size_t here = std::min(lanes, count - first);
            std::vector<double> moved(here * d);
            fill_uniforms_(points.data() + first * d, here * d, moved.data());
            std::vector<double> uniforms(here * sites_.size(), 0.5);
            for (std::size_t i = 0; i < here; ++i) {
                for (std::size_t c = 0; c < d; ++c) {
                    uniforms[i * sites_.size() + places_[c]] = moved[i * d + c];
                }
            }
            const program::GivenDraws given = {.sites = sites_, .uniforms = uniforms};
            std::unique_ptr<Worker> worker = pool.take();
            if (whole) {
                worker->run(given, first, here);
            } else {
                worker->begin(given, first, here);
            }
            use(*worker, first, here);
            pool.give_back(std::move(worker));
        };
        const std::size_t blocks = (count + lanes - 1) / lanes;
        parallel_for(blocks, how_.threads, work);
    }

    void evaluate(std::span<const double> points, std::span<double> by_target) {
        const std::size_t n = targets.targets.size();
        for_each_block(points, true, [&](Worker& worker, std::size_t first, std::size_t count) {
            std::vector<double> sums(n * worker.lanes);
            worker.add_log_densities(sums);
            for (std::size_t i = 0; i < count; ++i) {
                for (std::size_t t = 0; t < n; ++t) {
                    by_target[(first + i) * n + t] = sums[t * worker.lanes + i];
                }
            }
        });
    }

    void evaluate_sums(std::span<const double> points, std::span<double> values) {
        const std::size_t n = targets.targets.size();
        std::vector<double> by_target(values.size() * n);
        evaluate(points, by_target);
        for (std::size_t i = 0; i < values.size(); ++i) {
            double sum = 0;
            for (std::size_t t = 0; t < n; ++t) {
                sum += by_target[i * n + t];
            }
            values[i] = sum;
        }
    }

    Targets targets;  ///< its numbers may be replaced
    const program::Program& program;
    std::vector<Coordinate> coordinates;

  private:
    static std::vector<std::size_t> every_place(std::size_t count) {
        std::vector<std::size_t> places(count);
        std::iota(places.begin(), places.end(), std::size_t{0});
        return places;
    }

    void choose(const std::vector<Coordinate>& all, std::vector<std::size_t> places) {
        coordinates.clear();
        for (const std::size_t place : places) {
            coordinates.push_back(all[place]);
        }
        places_ = std::move(places);
    }

    /// Leaves out what moves nothing: each coordinate is moved alone at a few prior draws.
    void keep_informed() {
        const std::size_t d = coordinates.size();
        if (d == 0) {
            return;
        }
        std::vector<double> starts(probes * d);
        draw_prior(probe_seed, 0, d, starts);
        std::vector<double> points;
        for (std::size_t p = 0; p < probes; ++p) {
            const auto begin = starts.begin() + static_cast<std::ptrdiff_t>(p * d);
            for (std::size_t moved = 0; moved <= d; ++moved) {
                points.insert(points.end(), begin, begin + static_cast<std::ptrdiff_t>(d));
                if (moved < d) {
                    double& z = points[points.size() - d + moved];
                    z += z > 0 ? -probe_step : probe_step;
                }
            }
        }
        std::vector<double> values(points.size() / d);
        evaluate_sums(points, values);
        std::vector<std::size_t> informed;
        for (std::size_t c = 0; c < d; ++c) {
            bool moves = false;
            for (std::size_t p = 0; p < probes; ++p) {
                const double moved = values[p * (d + 1) + c];
                const double at = values[p * (d + 1) + d];
                moves = moves || !(at == moved || (std::isnan(at) && std::isnan(moved)));
            }
            if (moves) {
                informed.push_back(c);
            }
        }
        choose(std::vector(coordinates), std::move(informed));
    }

    LikelihoodOptions how_;
    UniformKernel fill_uniforms_;
    std::vector<math::Site> sites_;    ///< of all that is drawn once
    std::vector<std::size_t> places_;  ///< of the coordinates among them
    Pool wide_;
    Pool narrow_;
};

Likelihood::Likelihood(const Targets& targets,
                       const program::Program& program,
                       const LikelihoodOptions& options)
    : impl_(std::make_unique<Impl>(targets, program, options)) {}

Likelihood::~Likelihood() = default;
Likelihood::Likelihood(Likelihood&&) noexcept = default;
Likelihood& Likelihood::operator=(Likelihood&&) noexcept = default;

const std::vector<Coordinate>& Likelihood::coordinates() const { return impl_->coordinates; }

const Targets& Likelihood::targets() const { return impl_->targets; }

void Likelihood::evaluate(std::span<const double> points, std::span<double> values) const {
    ENTENTE_EXPECT(points.size() == values.size() * dimension());
    impl_->evaluate_sums(points, values);
}

LogDensity Likelihood::density() const {
    return [this](std::span<const double> points, std::span<double> values) {
        evaluate(points, values);
    };
}

void Likelihood::evaluate_targets(std::span<const double> points, std::span<double> values) const {
    ENTENTE_EXPECT(values.size() * dimension() == points.size() * targets().targets.size());
    impl_->evaluate(points, values);
}

void Likelihood::evaluate_points(std::span<const double> points, std::span<double> values) const {
    const std::size_t observed = targets().points();
    ENTENTE_EXPECT(values.size() * dimension() == points.size() * observed);
    impl_->for_each_block(points, true, [&](Worker& worker, std::size_t first, std::size_t count) {
        std::vector<double> density(worker.lanes);
        std::size_t place = 0;
        for (std::size_t t = 0; t < targets().targets.size(); ++t) {
            worker.law(t).begin();
            for (const Observed& point : targets().targets[t].points) {
                std::fill(density.begin(), density.end(), 0.0);
                worker.law(t).add_log_density(point, worker.look(t, point), density);
                for (std::size_t i = 0; i < count; ++i) {
                    values[(first + i) * observed + place] = density[i];
                }
                ++place;
            }
        }
    });
}

void Likelihood::quantities(std::span<const double> points, std::span<double> values) const {
    ENTENTE_EXPECT(points.size() == values.size());
    const std::size_t d = dimension();
    const program::Program& program = impl_->program;
    const std::size_t parameters = program.parameter_names.size();
    impl_->for_each_block(points, false, [&](Worker& worker, std::size_t first, std::size_t count) {
        std::vector<double> read(count * parameters);
        worker.block().read_parameters(read.data(), count);
        for (std::size_t c = 0; c < d; ++c) {
            const Coordinate& coordinate = coordinates()[c];
            const auto name = std::find(
                program.parameter_names.begin(), program.parameter_names.end(), coordinate.name);
            const double* const slot =
                coordinate.stock ? worker.block().find_slot(coordinate.name) : nullptr;
            ENTENTE_EXPECT(slot != nullptr || name != program.parameter_names.end());
            const auto p = static_cast<std::size_t>(name - program.parameter_names.begin());
            for (std::size_t i = 0; i < count; ++i) {
                values[(first + i) * d + c] = slot != nullptr ? slot[i] : read[i * parameters + p];
            }
        }
    });
}

void Likelihood::means(std::span<const double> points, std::span<double> values) const {
    const std::size_t observed = targets().points();
    ENTENTE_EXPECT(values.size() * dimension() == points.size() * observed);
    impl_->for_each_block(points, true, [&](Worker& worker, std::size_t first, std::size_t count) {
        std::size_t place = 0;
        for (std::size_t t = 0; t < targets().targets.size(); ++t) {
            for (const Observed& point : targets().targets[t].points) {
                const LanePoint at = worker.look(t, point);
                for (std::size_t i = 0; i < count; ++i) {
                    values[(first + i) * observed + place] = at.model[i];
                }
                ++place;
            }
        }
    });
}

void Likelihood::draw_records(std::span<const double> points,
                              std::uint64_t seed,
                              std::span<double> values) const {
    const std::size_t observed = targets().points();
    ENTENTE_EXPECT(values.size() * dimension() == points.size() * observed);
    impl_->for_each_block(points, true, [&](Worker& worker, std::size_t first, std::size_t count) {
        std::size_t begin = 0;
        for (std::size_t t = 0; t < targets().targets.size(); ++t) {
            const Target& target = targets().targets[t];
            const math::Site site = math::site("record:" + target.name);
            for (std::size_t i = 0; i < count; ++i) {
                worker.law(t).begin();
                for (std::size_t p = 0; p < target.points.size(); ++p) {
                    const Observed& point = target.points[p];
                    const double u = math::uniform(
                        seed, static_cast<std::uint32_t>(first + i), point.month.since_1970, site);
                    values[(first + i) * observed + begin + p] =
                        worker.law(t).draw(point, worker.look(t, point), i, u);
                }
            }
            begin += target.points.size();
        }
    });
}

void Likelihood::hold_against(std::span<const double> record) {
    ENTENTE_EXPECT(record.size() == targets().points());
    std::size_t place = 0;
    for (Target& target : impl_->targets.targets) {
        for (Observed& point : target.points) {
            point.value = record[place++];
        }
    }
}

std::string Likelihood::fingerprint() const {
    const std::size_t d = dimension();
    std::string said;
    for (const Coordinate& coordinate : coordinates()) {
        said += coordinate.name + "\n";
    }
    if (d > 0) {
        std::vector<double> points(fingerprint_points * d);
        draw_prior(probe_seed, probes, d, points);
        std::vector<double> values(fingerprint_points);
        evaluate(points, values);
        for (const double value : values) {
            said += fmt::format("{:.9g}\n", value);
        }
    }
    return results::hash_of(said);
}

}  // namespace entente::fit
