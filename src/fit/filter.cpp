// SPDX-License-Identifier: Apache-2.0
#include "fit/filter.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/contract.hpp"
#include "fit/windows.hpp"
#include "run/particles.hpp"

namespace entente::fit {

namespace {

constexpr std::size_t lanes = 64;

/// A point of a target, and the row at which it is known.
struct Due {
    std::size_t target = 0;
    std::size_t point = 0;
};

/// Uniforms of one point for every particle, in place of what the program draws once.
struct Given {
    std::vector<double> uniforms;
    program::GivenDraws draws;
};

Given given_to_all(const program::Program& program,
                   const std::vector<Coordinate>& coordinates,
                   std::span<const double> z,
                   std::size_t particles) {
    Given given;
    std::vector<double> row;
    for (const program::DrawSite& site : program::sites_drawn_once(program)) {
        const auto found =
            std::find_if(coordinates.begin(), coordinates.end(), [&site](const Coordinate& c) {
                return c.site == site.site;
            });
        given.draws.sites.push_back(site.site);
        row.push_back(found == coordinates.end()
                          ? 0.5
                          : uniform_of(z[static_cast<std::size_t>(found - coordinates.begin())]));
    }
    for (std::size_t p = 0; p < particles; ++p) {
        given.uniforms.insert(given.uniforms.end(), row.begin(), row.end());
    }
    return given;
}

/// Particles with their last rows and the targets they are held against.
class Held {
  public:
    Held(const Targets& targets,
         const program::Program& program,
         const program::GivenDraws& given,
         const FilterOptions& options)
        : targets_(targets),
          outputs_(program.outputs.size()),
          months_(std::min(targets.rows(), program.grid.months)),
          particles_(program,
                     {.seed = options.seed,
                      .members = options.particles,
                      .given = given.sites.empty() ? nullptr : &given,
                      .threads = options.threads,
                      .block = lanes}),
          reader_(targets, options.particles, math::best_instruction_set()) {
        due_.resize(static_cast<std::size_t>(months_));
        for (std::size_t t = 0; t < targets.targets.size(); ++t) {
            const Target& target = targets.targets[t];
            reader_.law(t).begin();
            for (std::size_t p = 0; p < target.points.size(); ++p) {
                const int row = last_row(target, target.points[p]);
                // A stock's value at the very end of the grid has no month behind it.
                if (row < months_) {
                    due_[static_cast<std::size_t>(row)].push_back({t, p});
                    kept_ = std::max(kept_, rows_read(target, target.points[p]));
                }
            }
        }
        rows_.resize(static_cast<std::size_t>(kept_) * row_size());
    }

    std::size_t months() const { return static_cast<std::size_t>(months_); }

    void advance() {
        particles_.advance();
        float* row = row_of(particles_.months() - 1);
        for (std::size_t output = 0; output < outputs_; ++output) {
            for (std::size_t block = 0; block < particles_.blocks(); ++block) {
                const auto from = particles_.row(block, output);
                row = std::copy(from.begin(), from.end(), row);
            }
        }
    }

    void weigh(std::span<double> logs) {
        const OutputRows rows = {.values = rows_.data(),
                                 .outputs = outputs_,
                                 .lanes = particles_.count(),
                                 .kept = kept_};
        for (const Due& due : due_[static_cast<std::size_t>(particles_.months() - 1)]) {
            const Observed& point = targets_.targets[due.target].points[due.point];
            reader_.law(due.target)
                .add_log_density(point, reader_.look(rows, due.target, point), logs);
        }
    }

    void resample(std::span<const std::uint32_t> ancestors) {
        std::vector<std::uint32_t> settled(ancestors.begin(), ancestors.end());
        run::settle_ancestors(settled);
        particles_.resample(settled);
        for (std::size_t t = 0; t < targets_.targets.size(); ++t) {
            reader_.law(t).resample(settled);
        }
        std::vector<float> old(settled.size());
        for (std::size_t i = 0; i < rows_.size(); i += settled.size()) {
            const auto begin = rows_.begin() + static_cast<std::ptrdiff_t>(i);
            std::copy_n(begin, settled.size(), old.begin());
            for (std::size_t p = 0; p < settled.size(); ++p) {
                rows_[i + p] = old[settled[p]];
            }
        }
    }

    /// The last row of an output.
    std::vector<float> last(std::size_t output) {
        const float* row = row_of(particles_.months() - 1) + output * particles_.count();
        return {row, row + particles_.count()};
    }

  private:
    std::size_t row_size() const { return outputs_ * particles_.count(); }

    float* row_of(int month) {
        return rows_.data() + static_cast<std::size_t>(month % kept_) * row_size();
    }

    const Targets& targets_;
    std::size_t outputs_;
    int months_;
    run::Particles particles_;
    TargetReader reader_;
    std::vector<std::vector<Due>> due_;  ///< [row]
    int kept_ = 1;
    std::vector<float> rows_;  ///< [row modulo kept][output][particle]
};

}  // namespace

Filtered filter_model(const Targets& targets,
                      const program::Program& program,
                      const std::vector<Coordinate>& coordinates,
                      std::span<const double> z,
                      const std::vector<std::size_t>& outputs,
                      const FilterOptions& options) {
    ENTENTE_EXPECT(z.size() == coordinates.size() && options.particles % lanes == 0);
    Given given = given_to_all(program, coordinates, z, options.particles);
    given.draws.uniforms = given.uniforms;
    Held held(targets, program, given.draws, options);
    Filtered made;
    const ParticleModel model = {
        .advance = [&](std::size_t) { held.advance(); },
        .weigh = [&](std::size_t, std::span<double> logs) { held.weigh(logs); },
        .resample = [&](std::span<const std::uint32_t> ancestors) { held.resample(ancestors); },
        .observe =
            [&](std::size_t step, std::span<const double> weights) {
                if (step + 1 == held.months()) {
                    made.weights.assign(weights.begin(), weights.end());
                    for (const std::size_t output : outputs) {
                        made.now.push_back({output, held.last(output)});
                    }
                }
            },
    };
    made.particles = filter_particles(model,
                                      {.particles = options.particles,
                                       .steps = held.months(),
                                       .seed = options.seed,
                                       .resample_below = options.resample_below});
    return made;
}

double weighted_quantile(std::span<const float> values, std::span<const double> weights, double p) {
    std::vector<std::size_t> order;
    double all = 0.0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (std::isfinite(values[i]) && weights[i] > 0.0) {
            order.push_back(i);
            all += weights[i];
        }
    }
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return values[a] != values[b] ? values[a] < values[b] : a < b;
    });
    double sum = 0.0;
    for (const std::size_t i : order) {
        sum += weights[i];
        if (sum >= p * all) {
            return static_cast<double>(values[i]);
        }
    }
    return order.empty() ? std::numeric_limits<double>::quiet_NaN()
                         : static_cast<double>(values[order.back()]);
}

}  // namespace entente::fit
