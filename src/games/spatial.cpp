// SPDX-License-Identifier: Apache-2.0
#include "games/spatial.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "base/contract.hpp"

namespace entente::games {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

VectorXd capabilities(const Issue& issue) {
    VectorXd all(static_cast<Index>(issue.actors.size()));
    for (Index i = 0; i < all.size(); ++i) {
        all(i) = issue.actors[static_cast<std::size_t>(i)].capability;
    }
    return all;
}

/// Distances of positions from each actor's own, [actor, position].
MatrixXd distances(const Issue& issue, const Positions& positions) {
    const Index n = positions.rows();
    MatrixXd all(n, n);
    for (Index i = 0; i < n; ++i) {
        for (Index j = 0; j < n; ++j) {
            all(i, j) = weighted_distance(issue.actors[static_cast<std::size_t>(i)].salience,
                                          positions.row(i),
                                          positions.row(j));
        }
    }
    return all;
}

MatrixXd utilities(const MatrixXd& distance, const VectorXd& risks) {
    MatrixXd worth(distance.rows(), distance.cols());
    for (Index i = 0; i < worth.rows(); ++i) {
        for (Index j = 0; j < worth.cols(); ++j) {
            worth(i, j) = spatial_utility(distance(i, j), risks(i));
        }
    }
    return worth;
}

/// From -1/2 for the least likely position to 1 for the likeliest; 0 where all are alike.
VectorXd risks_of(const VectorXd& chances) {
    constexpr double lowest = -0.5;
    constexpr double highest = 1.0;
    constexpr double alike = 1e-12;
    const double least = chances.minCoeff();
    const double range = chances.maxCoeff() - least;
    if (range < alike) {
        return VectorXd::Zero(chances.size());
    }
    return (lowest + (highest - lowest) * (chances.array() - least) / range).matrix();
}

VectorXd risks_at(const Issue& issue, const MatrixXd& distance, const Contest& contest) {
    const MatrixXd neutral = utilities(distance, VectorXd::Zero(distance.rows()));
    return risks_of(
        election(coalitions(capabilities(issue), neutral), contest.exponent, contest.kind));
}

std::vector<Place> places_of(const Positions& positions) {
    std::vector<Place> places;
    for (Index i = 0; i < positions.rows(); ++i) {
        const VectorXd here = positions.row(i);
        auto place = std::find_if(places.begin(), places.end(), [&](const Place& known) {
            return known.position == here;
        });
        if (place == places.end()) {
            place = places.insert(places.end(), Place{{}, here, 0.0});
        }
        place->actors.push_back(static_cast<std::size_t>(i));
    }
    return places;
}

/// Contests as one actor sees them: it takes others' risk aversion to be nearer to its own than it
/// is (two parts own, one part theirs: "OneThird").
class Outlook {
  public:
    Outlook(const Issue& issue, const MatrixXd& distance, const VectorXd& risks, Index observer)
        : issue_(issue),
          worth_(utilities(distance, VectorXd((2 * risks(observer) + risks.array()) / 3))) {}

    struct Estimate {
        double victory;
        double gain;
    };

    /// Of i challenging j, as i values it. Third parties weigh in as their side's chances and their
    /// own fate make them ("SemiCommit": who loses moves, who wins stays).
    Estimate challenge(Index i, Index j) const {
        double for_i = least_support + influence(i) * std::max(0.0, worth_(i, i) - worth_(i, j));
        double for_j = least_support + influence(j) * std::max(0.0, worth_(j, j) - worth_(j, i));
        const double own_i = for_i;
        const double own_j = for_j;
        for (Index k = 0; k < worth_.rows(); ++k) {
            if (k == i || k == j) {
                continue;
            }
            const double vote = influence(k) * third_party(k, i, j, own_i, own_j);
            for_i += std::max(0.0, vote);
            for_j += std::max(0.0, -vote);
        }
        const double victory = for_i / (for_i + for_j);
        // Utilities of the two positions in question: after victory both are i's, after defeat j's.
        const double win = 2 * worth_(i, i);
        const double lose = 2 * worth_(i, j);
        const double now = worth_(i, i) + worth_(i, j);
        const double salience = total_salience(j);
        // The less the target minds, the likelier it gives way without a contest.
        const double contested = victory * win + (1 - victory) * lose;
        return {victory, (1 - salience) * win + salience * contested - now};
    }

  private:
    /// Keeps chances defined where nobody minds.
    static constexpr double least_support = 1e-10;

    const SpatialActor& actor(Index k) const { return issue_.actors[static_cast<std::size_t>(k)]; }

    double total_salience(Index k) const { return actor(k).salience.sum() / scale_end; }

    double influence(Index k) const { return actor(k).capability * total_salience(k); }

    /// How much better k expects to fare on the side of i than on that of j.
    double third_party(Index k, Index i, Index j, double own_i, double own_j) const {
        const double to_i = worth_(k, i);
        const double to_j = worth_(k, j);
        const double prefers = influence(k) * (to_i - to_j);
        const double strength_i = own_i + std::max(0.0, prefers);
        const double strength_j = own_j + std::max(0.0, -prefers);
        const double p = strength_i / (strength_i + strength_j);
        // Positions of i, j and k after each end of the contest, worth to k.
        const double with_i = p * (2 * to_i + worth_(k, k)) + (1 - p) * 3 * to_j;
        const double with_j = p * 3 * to_i + (1 - p) * (2 * to_j + worth_(k, k));
        return with_i - with_j;
    }

    const Issue& issue_;
    MatrixXd worth_;  ///< [actor, position], in the observer's eyes
};

/// Where two actors would meet: on each dimension the mean of their positions, weighted by the
/// squares of salience and chance ("S2P2").
VectorXd meeting(const SpatialActor& one,
                 const SpatialActor& other,
                 const VectorXd& from,
                 const VectorXd& to,
                 double victory) {
    const VectorXd pull_one = (one.salience * victory).array().square();
    const VectorXd pull_other = (other.salience * (1 - victory)).array().square();
    VectorXd meet = from;
    for (Index d = 0; d < meet.size(); ++d) {
        const double both = pull_one(d) + pull_other(d);
        if (both > 0) {
            meet(d) = (pull_one(d) * from(d) + pull_other(d) * to(d)) / both;
        }
    }
    return meet;
}

/// A proposed change: two actors move to one place.
struct Bargain {
    Index challenger;
    Index target;
    VectorXd meet;
};

/// What every actor makes of a state of positions, from where it stands now: the mean over actors
/// of the utility of their positions.
VectorXd worth_of_state(const Issue& issue,
                        const Positions& now,
                        const Positions& state,
                        const VectorXd& risks) {
    VectorXd worth = VectorXd::Zero(now.rows());
    for (Index a = 0; a < now.rows(); ++a) {
        const VectorXd& salience = issue.actors[static_cast<std::size_t>(a)].salience;
        for (Index j = 0; j < now.rows(); ++j) {
            worth(a) +=
                spatial_utility(weighted_distance(salience, now.row(a), state.row(j)), risks(a)) /
                static_cast<double>(now.rows());
        }
    }
    return worth;
}

}  // namespace

Positions stated_positions(const Issue& issue) {
    ENTENTE_EXPECT(!issue.actors.empty());
    Positions all(static_cast<Index>(issue.actors.size()),
                  static_cast<Index>(issue.dimensions.size()));
    for (Index i = 0; i < all.rows(); ++i) {
        const SpatialActor& actor = issue.actors[static_cast<std::size_t>(i)];
        ENTENTE_EXPECT(actor.position.size() == all.cols());
        ENTENTE_EXPECT(actor.salience.size() == all.cols() && actor.salience.minCoeff() >= 0);
        ENTENTE_EXPECT(actor.capability > 0 && actor.salience.sum() > 0);
        all.row(i) = actor.position;
    }
    return all;
}

double weighted_distance(const VectorXd& salience, const VectorXd& x, const VectorXd& y) {
    return salience.cwiseProduct(x - y).norm() / salience.norm() / scale_end;
}

double spatial_utility(double distance, double risk) {
    return (1 - distance) * (1 + distance * risk);
}

Standing standing(const Issue& issue, const Positions& positions, const Contest& contest) {
    const MatrixXd distance = distances(issue, positions);
    Standing found;
    found.risks = risks_at(issue, distance, contest);
    const MatrixXd worth = utilities(distance, found.risks);
    found.places = places_of(positions);
    std::vector<Index> first;
    for (const Place& place : found.places) {
        first.push_back(static_cast<Index>(place.actors.front()));
    }
    const VectorXd shares = election(
        coalitions(capabilities(issue), worth(Eigen::all, first)), contest.exponent, contest.kind);
    found.mean = VectorXd::Zero(positions.cols());
    for (std::size_t p = 0; p < found.places.size(); ++p) {
        found.places[p].chance = shares(static_cast<Index>(p));
        found.mean += found.places[p].chance * found.places[p].position;
    }
    VectorXd squares = VectorXd::Zero(positions.cols());
    for (const Place& place : found.places) {
        squares += place.chance * (place.position - found.mean).array().square().matrix();
    }
    found.spread = squares.cwiseSqrt();
    return found;
}

std::vector<std::optional<Challenge>> challenges(const Issue& issue,
                                                 const Positions& positions,
                                                 const Contest& contest) {
    const MatrixXd distance = distances(issue, positions);
    const VectorXd risks = risks_at(issue, distance, contest);
    std::vector<std::optional<Challenge>> all(issue.actors.size());
    for (Index i = 0; i < positions.rows(); ++i) {
        const Outlook outlook(issue, distance, risks, i);
        std::optional<Challenge>& best = all[static_cast<std::size_t>(i)];
        for (Index j = 0; j < positions.rows(); ++j) {
            if (positions.row(i) == positions.row(j)) {
                continue;
            }
            const Outlook::Estimate estimate = outlook.challenge(i, j);
            if (estimate.gain > (best ? best->gain : 0.0)) {
                best = Challenge{static_cast<std::size_t>(j), estimate.victory, estimate.gain, {}};
            }
        }
        if (best) {
            const auto j = static_cast<Index>(best->target);
            best->meet = meeting(issue.actors[static_cast<std::size_t>(i)],
                                 issue.actors[best->target],
                                 positions.row(i),
                                 positions.row(j),
                                 best->victory);
        }
    }
    return all;
}

Positions next_positions(const Issue& issue, const Positions& positions, const Contest& contest) {
    const VectorXd risks = risks_at(issue, distances(issue, positions), contest);
    std::vector<Bargain> bargains;
    const auto proposed = challenges(issue, positions, contest);
    for (std::size_t i = 0; i < proposed.size(); ++i) {
        if (const auto& challenge = proposed[i]) {
            bargains.push_back(
                {static_cast<Index>(i), static_cast<Index>(challenge->target), challenge->meet});
        }
    }
    const VectorXd staying = worth_of_state(issue, positions, positions, risks);
    std::vector<VectorXd> worth;
    for (const Bargain& bargain : bargains) {
        Positions state = positions;
        state.row(bargain.challenger) = bargain.meet;
        state.row(bargain.target) = bargain.meet;
        worth.push_back(worth_of_state(issue, positions, state, risks));
    }
    const VectorXd weights = capabilities(issue);
    Positions next = positions;
    for (Index k = 0; k < positions.rows(); ++k) {
        // Staying is the first option; of equally likely ones the first is taken.
        std::vector<std::size_t> mine;
        MatrixXd options = staying;
        for (std::size_t b = 0; b < bargains.size(); ++b) {
            if (bargains[b].challenger == k || bargains[b].target == k) {
                mine.push_back(b);
                options.conservativeResize(Eigen::NoChange, options.cols() + 1);
                options.rightCols(1) = worth[b];
            }
        }
        Index chosen = 0;
        election(coalitions(weights, options), contest.exponent, contest.kind).maxCoeff(&chosen);
        if (chosen > 0) {
            next.row(k) = bargains[mine[static_cast<std::size_t>(chosen - 1)]].meet;
        }
    }
    return next;
}

Bargaining bargain(const Issue& issue, const Contest& contest, std::size_t most) {
    constexpr double movement = 0.05;  // on the scale 0..100: half of what is printed
    Bargaining all;
    all.rounds.push_back(stated_positions(issue));
    while (!all.settled && all.rounds.size() <= most) {
        const Positions& now = all.rounds.back();
        Positions next = next_positions(issue, now, contest);
        all.settled = (next - now).cwiseAbs().maxCoeff() < movement;
        all.rounds.push_back(std::move(next));
    }
    return all;
}

}  // namespace entente::games
