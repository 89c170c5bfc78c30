// SPDX-License-Identifier: Apache-2.0
#include "games/quantal.hpp"

#include <algorithm>
#include <cmath>

#include <Eigen/LU>

#include "base/contract.hpp"
#include "games/path.hpp"
#include "math/vector.hpp"

namespace entente::games {

namespace {

/// The equations of a logit equilibrium. Unknowns: the logarithm of the chance of each action of
/// each player in each state, then the value of each state to each player.
///
///   log p(a) - log p(0) - precision (Q(a) - Q(0)) = 0     for every action but the first
///   sum of p - 1 = 0
///   V - sum of p Q = 0
///
/// where Q(a) is what action a is worth: payoff now and discounted V of what follows.
class LogitSystem {
  public:
    explicit LogitSystem(const MarkovGame& game) : game_(game) {
        Eigen::Index next = 0;
        for (const NormalForm& stage : game.states) {
            first_.emplace_back();
            for (const std::size_t actions : stage.actions) {
                first_.back().push_back(next);
                next += static_cast<Eigen::Index>(actions);
            }
        }
        values_ = next;
        unknowns_ = next + static_cast<Eigen::Index>(game.states.size() * game.players());
    }

    /// The solution at precision 0: even draws for ever.
    Eigen::VectorXd start() const {
        Eigen::VectorXd point = Eigen::VectorXd::Zero(unknowns_ + 1);
        for (std::size_t s = 0; s < game_.states.size(); ++s) {
            for (std::size_t i = 0; i < game_.players(); ++i) {
                const std::size_t actions = game_.states[s].actions[i];
                point.segment(first_[s][i], static_cast<Eigen::Index>(actions))
                    .setConstant(-math::log(static_cast<double>(actions)));
            }
        }
        // Values are linear in themselves once play is given: one step of Newton's method.
        Eigen::VectorXd residual;
        Eigen::MatrixXd jacobian;
        evaluate(point, residual, jacobian);
        const Eigen::Index n = unknowns_ - values_;
        point.segment(values_, n) -= jacobian.block(values_, values_, n, n)
                                         .partialPivLu()
                                         .solve(residual.segment(values_, n));
        return point;
    }

    void evaluate(const Eigen::VectorXd& point,
                  Eigen::VectorXd& residual,
                  Eigen::MatrixXd& jacobian) const {
        residual = Eigen::VectorXd::Zero(unknowns_);
        jacobian = Eigen::MatrixXd::Zero(unknowns_, unknowns_ + 1);
        const StateValues ahead = values_of(point);
        for (std::size_t s = 0; s < game_.states.size(); ++s) {
            const Worth worth = worth_of(s, point, with_future(game_, s, ahead));
            for (std::size_t i = 0; i < game_.players(); ++i) {
                add_equations(s, i, point, worth, residual, jacobian);
            }
        }
    }

    QuantalEquilibrium equilibrium(const Eigen::VectorXd& point) const {
        QuantalEquilibrium found;
        found.values = values_of(point);
        for (std::size_t s = 0; s < game_.states.size(); ++s) {
            found.policy.push_back(strategies_of(s, point));
        }
        return found;
    }

  private:
    /// What every action of a state is worth, and how that moves with the unknowns: rows are the
    /// state's actions in the order of the unknowns.
    struct Worth {
        Eigen::VectorXd of;
        Eigen::MatrixXd slopes;  ///< [action](unknown)
    };

    Eigen::Index value_place(std::size_t state, std::size_t player) const {
        return values_ + static_cast<Eigen::Index>(state * game_.players() + player);
    }

    StateValues values_of(const Eigen::VectorXd& point) const {
        StateValues values(game_.states.size());
        for (std::size_t s = 0; s < values.size(); ++s) {
            for (std::size_t i = 0; i < game_.players(); ++i) {
                values[s].push_back(point(value_place(s, i)));
            }
        }
        return values;
    }

    Strategies strategies_of(std::size_t s, const Eigen::VectorXd& point) const {
        Strategies strategies;
        for (std::size_t i = 0; i < game_.players(); ++i) {
            strategies.emplace_back();
            for (std::size_t a = 0; a < game_.states[s].actions[i]; ++a) {
                strategies.back().push_back(
                    math::exp(point(first_[s][i] + static_cast<Eigen::Index>(a))));
            }
        }
        return strategies;
    }

    Worth worth_of(std::size_t s, const Eigen::VectorXd& point, const NormalForm& stage) const {
        const Strategies strategies = strategies_of(s, point);
        const Eigen::Index begin = first_[s].front();
        const Eigen::Index actions =
            first_[s].back() + static_cast<Eigen::Index>(stage.actions.back()) - begin;
        Worth worth{Eigen::VectorXd::Zero(actions), Eigen::MatrixXd::Zero(actions, unknowns_)};
        for (std::size_t number = 0; number < stage.profiles(); ++number) {
            const std::vector<std::size_t> chosen = stage.profile(number);
            for (std::size_t i = 0; i < stage.players(); ++i) {
                double chance = 1.0;
                for (std::size_t j = 0; j < stage.players(); ++j) {
                    chance *= j == i ? 1.0 : strategies[j][chosen[j]];
                }
                const Eigen::Index row =
                    first_[s][i] + static_cast<Eigen::Index>(chosen[i]) - begin;
                const double part = chance * stage.payoffs[i][number];
                worth.of(row) += part;
                for (std::size_t j = 0; j < stage.players(); ++j) {
                    if (j != i) {
                        worth.slopes(row, first_[s][j] + static_cast<Eigen::Index>(chosen[j])) +=
                            part;
                    }
                }
                for (std::size_t next = 0; next < game_.states.size(); ++next) {
                    worth.slopes(row, value_place(next, i)) +=
                        chance * game_.discounts[i] *
                        game_.transitions[s](static_cast<Eigen::Index>(number),
                                             static_cast<Eigen::Index>(next));
                }
            }
        }
        return worth;
    }

    void add_equations(std::size_t s,
                       std::size_t i,
                       const Eigen::VectorXd& point,
                       const Worth& worth,
                       Eigen::VectorXd& residual,
                       Eigen::MatrixXd& jacobian) const {
        const double precision = point(unknowns_);
        const Eigen::Index begin = first_[s][i];
        const Eigen::Index row = begin - first_[s].front();
        const Eigen::Index value = value_place(s, i);
        residual(begin) = -1.0;
        residual(value) = point(value);
        jacobian(value, value) = 1.0;
        for (Eigen::Index a = 0; a < static_cast<Eigen::Index>(game_.states[s].actions[i]); ++a) {
            const double chance = math::exp(point(begin + a));
            residual(begin) += chance;
            jacobian(begin, begin + a) = chance;
            residual(value) -= chance * worth.of(row + a);
            jacobian.row(value).head(unknowns_) -= chance * worth.slopes.row(row + a);
            jacobian(value, begin + a) -= chance * worth.of(row + a);
            if (a > 0) {
                const double better = worth.of(row + a) - worth.of(row);
                residual(begin + a) = point(begin + a) - point(begin) - precision * better;
                jacobian.row(begin + a).head(unknowns_) =
                    -precision * (worth.slopes.row(row + a) - worth.slopes.row(row));
                jacobian(begin + a, begin + a) += 1.0;
                jacobian(begin + a, begin) -= 1.0;
                jacobian(begin + a, unknowns_) = -better;
            }
        }
    }

    const MarkovGame& game_;
    std::vector<std::vector<Eigen::Index>> first_;  ///< [state][player]: of the first action
    Eigen::Index values_ = 0;                       ///< where values begin
    Eigen::Index unknowns_ = 0;
};

double log_likelihood(const Strategies& strategies,
                      const std::vector<std::vector<double>>& counts) {
    double sum = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        for (std::size_t a = 0; a < counts[i].size(); ++a) {
            sum += counts[i][a] > 0 ? counts[i][a] * math::log(strategies[i][a]) : 0.0;
        }
    }
    return sum;
}

std::optional<PrecisionFit> likelihood_at(const NormalForm& game,
                                          const std::vector<std::vector<double>>& counts,
                                          double precision) {
    auto strategies = find_quantal_equilibrium(game, precision);
    if (!strategies) {
        return std::nullopt;
    }
    const double log = log_likelihood(*strategies, counts);
    return PrecisionFit{precision, std::move(*strategies), log};
}

bool better(const std::optional<PrecisionFit>& a, const std::optional<PrecisionFit>& b) {
    return a && (!b || a->log_likelihood > b->log_likelihood);
}

}  // namespace

std::optional<QuantalEquilibrium> find_quantal_equilibrium(const MarkovGame& game,
                                                           double precision) {
    expect_consistent(game);
    ENTENTE_EXPECT(precision >= 0);
    const LogitSystem system(game);
    const PathSystem path{[&](const auto& point, auto& residual, auto& jacobian) {
        system.evaluate(point, residual, jacobian);
    }};
    const auto point = follow_path(path, system.start(), precision);
    if (!point) {
        return std::nullopt;
    }
    return system.equilibrium(*point);
}

std::optional<Strategies> find_quantal_equilibrium(const NormalForm& game, double precision) {
    auto found = find_quantal_equilibrium(played_once(game), precision);
    if (!found) {
        return std::nullopt;
    }
    return std::move(found->policy.front());
}

std::optional<PrecisionFit> fit_precision(const NormalForm& game,
                                          const std::vector<std::vector<double>>& counts,
                                          double most) {
    ENTENTE_EXPECT(counts.size() == game.players() && most > 0);
    constexpr int grid = 64;
    constexpr double golden = 0.6180339887498949;  // (sqrt(5) - 1) / 2
    constexpr double narrow = 1e-9;
    const auto grid_point = [&](int k) {
        const double share = static_cast<double>(k) / grid;
        return most * share * share;
    };
    std::optional<PrecisionFit> best;
    int place = 0;
    for (int k = 0; k <= grid; ++k) {
        auto here = likelihood_at(game, counts, grid_point(k));
        if (better(here, best)) {
            best = std::move(here);
            place = k;
        }
    }
    // Golden sections between the neighbours of the best place.
    double low = grid_point(std::max(place - 1, 0));
    double high = grid_point(std::min(place + 1, grid));
    auto left = likelihood_at(game, counts, high - golden * (high - low));
    auto right = likelihood_at(game, counts, low + golden * (high - low));
    while (left && right && high - low > narrow * (1 + high)) {
        if (better(left, right)) {
            high = right->precision;
            right = std::move(left);
            left = likelihood_at(game, counts, high - golden * (high - low));
        } else {
            low = left->precision;
            left = std::move(right);
            right = likelihood_at(game, counts, low + golden * (high - low));
        }
    }
    for (auto* candidate : {&left, &right}) {
        if (better(*candidate, best)) {
            best = std::move(*candidate);
        }
    }
    return best;
}

}  // namespace entente::games
