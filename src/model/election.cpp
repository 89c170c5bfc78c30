// SPDX-License-Identifier: Apache-2.0
// The probabilistic Condorcet election as equations, so that it moves with a model: the formulae of
// games/condorcet.hpp, written for nodes. tests/science/issues_test.cpp holds the two together.
#include <fmt/format.h>

#include "model/resolver.hpp"

namespace entente::model::resolving {

namespace {

/// Of the strongest coalition: what every coalition has at least, as in games/condorcet.cpp.
constexpr double least_support = 1e-10;

using Nodes = std::vector<NodeId>;
using Square = std::vector<Nodes>;

class ElectionEquations {
  public:
    ElectionEquations(Context& context, const Scope& scope, const Contestants& contestants)
        : context_(context),
          scope_(scope),
          of_(contestants),
          graph_(context.graph),
          places_(contestants.places.size()),
          support_(places_, Nodes(places_)),
          wins_(places_, Nodes(places_)) {}

    Nodes chances() {
        if (places_ == 1) {
            return {graph_.constant(1)};
        }
        find_support();
        find_wins();
        const Nodes shares =
            of_.election == Election::conditional ? products() : long_run(transitions());
        const NodeId total = kept(sum(shares), "total");
        Nodes found;
        found.reserve(places_);
        for (const NodeId share : shares) {
            found.push_back(graph_.binary(Op::divide, share, total));
        }
        return found;
    }

  private:
    /// A let of its own, so that what many equations read is worked out once.
    NodeId kept(NodeId node, const std::string& what) {
        if (graph_.number(node) || context_.model.nodes[node].op == Op::quantity) {
            return node;
        }
        return graph_.quantity(hidden_let(context_, scope_, number(node, {}, {}), what));
    }

    NodeId kept(NodeId node, const char* what, std::size_t a) {
        return kept(node, fmt::format("{}.{}", what, of_.places[a]));
    }

    NodeId kept(NodeId node, const char* what, std::size_t a, std::size_t b) {
        return kept(node, fmt::format("{}.{}.{}", what, of_.places[a], of_.places[b]));
    }

    NodeId sum(const Nodes& terms) {
        NodeId all = terms.empty() ? graph_.constant(0) : terms.front();
        for (std::size_t i = 1; i < terms.size(); ++i) {
            all = graph_.binary(Op::add, all, terms[i]);
        }
        return all;
    }

    /// By how much an actor prefers a to b, at least 0; none where it cannot.
    NodeId preference(std::size_t actor, std::size_t a, std::size_t b) {
        const NodeId loss_a = of_.losses[actor][a];
        const NodeId loss_b = of_.losses[actor][b];
        if (graph_.number(loss_b) == 0.0) {
            return {};
        }
        if (graph_.number(loss_a) == 0.0) {
            return loss_b;
        }
        return graph_.binary(
            Op::max, graph_.constant(0), graph_.binary(Op::subtract, loss_b, loss_a));
    }

    /// Coalitions, and a floor under them so that every chance is above 0.
    void find_support() {
        NodeId strongest = graph_.constant(0);
        for (std::size_t a = 0; a < places_; ++a) {
            for (std::size_t b = 0; b < places_; ++b) {
                Nodes terms;
                terms.reserve(of_.weights.size());
                for (std::size_t actor = 0; a != b && actor < of_.weights.size(); ++actor) {
                    if (const NodeId prefers = preference(actor, a, b)) {
                        terms.push_back(graph_.binary(Op::multiply, of_.weights[actor], prefers));
                    }
                }
                support_[a][b] = kept(sum(terms), "support", a, b);
                strongest = graph_.binary(Op::max, strongest, support_[a][b]);
            }
        }
        const NodeId some = graph_.binary(Op::less, graph_.constant(0), strongest);
        const NodeId floor =
            kept(graph_.scaled(graph_.choose(some, strongest, graph_.constant(1)), least_support),
                 "floor");
        for (Nodes& row : support_) {
            for (NodeId& support : row) {
                support = graph_.binary(Op::add, support, floor);
            }
        }
    }

    /// wins_[a][b]: the logarithm of the chance that a beats b, 1 / (1 + exp(-z)) with z the
    /// logarithm of the odds. As min(z, 0) - ln(1 + exp(-|z|)), which no exponent overflows.
    void find_wins() {
        const NodeId zero = graph_.constant(0);
        for (std::size_t a = 0; a < places_; ++a) {
            for (std::size_t b = a + 1; b < places_; ++b) {
                const NodeId odds = graph_.binary(Op::divide, support_[a][b], support_[b][a]);
                const NodeId z =
                    kept(graph_.binary(Op::multiply, of_.exponent, graph_.unary(Op::ln, odds)),
                         "odds",
                         a,
                         b);
                const NodeId size = graph_.unary(Op::abs, z);
                const NodeId tail = graph_.unary(Op::exp, graph_.unary(Op::negate, size));
                const NodeId doubt =
                    kept(graph_.unary(Op::ln, graph_.binary(Op::add, graph_.constant(1), tail)),
                         "doubt",
                         a,
                         b);
                const NodeId back = graph_.unary(Op::negate, z);
                wins_[a][b] = graph_.binary(Op::subtract, graph_.binary(Op::min, z, zero), doubt);
                wins_[b][a] =
                    graph_.binary(Op::subtract, graph_.binary(Op::min, back, zero), doubt);
            }
        }
    }

    /// In proportion to the chance of beating every other place, contests taken as separate.
    Nodes products() {
        Nodes logs;
        logs.reserve(places_);
        NodeId highest;
        for (std::size_t a = 0; a < places_; ++a) {
            Nodes terms;
            terms.reserve(places_);
            for (std::size_t b = 0; b < places_; ++b) {
                if (a != b) {
                    terms.push_back(wins_[a][b]);
                }
            }
            logs.push_back(kept(sum(terms), "beats_all", a));
            highest = highest ? graph_.binary(Op::max, highest, logs[a]) : logs[a];
        }
        highest = kept(highest, "highest");
        Nodes shares;
        shares.reserve(places_);
        for (std::size_t a = 0; a < places_; ++a) {
            const NodeId above = graph_.binary(Op::subtract, logs[a], highest);
            shares.push_back(kept(graph_.unary(Op::exp, above), "share", a));
        }
        return shares;
    }

    /// [from][to]: how often a favourite gives way to a challenger, up to a common factor.
    Square transitions() {
        Square rates(places_, Nodes(places_));
        for (std::size_t from = 0; from < places_; ++from) {
            Nodes gains;
            for (std::size_t to = 0; to < places_; ++to) {
                if (from == to) {
                    continue;
                }
                rates[from][to] = kept(graph_.unary(Op::exp, wins_[to][from]), "beats", to, from);
                gains.push_back(graph_.binary(Op::multiply, support_[to][from], rates[from][to]));
            }
            if (of_.election != Election::incentive) {
                continue;
            }
            const NodeId all = kept(sum(gains), "gains", from);
            for (std::size_t to = 0, next = 0; to < places_; ++to) {
                if (from != to) {
                    const NodeId often = graph_.binary(Op::divide, gains[next++], all);
                    rates[from][to] = kept(
                        graph_.binary(Op::multiply, often, rates[from][to]), "gives", from, to);
                }
            }
        }
        return rates;
    }

    /// Shares of time in the long run, up to a common factor, by the elimination of Grassmann,
    /// Taksar and Heyman (1985), Operations Research 33, 1107-1116: it subtracts nothing.
    Nodes long_run(Square rates) {
        for (std::size_t k = places_ - 1; k > 0; --k) {
            const NodeId out = kept(
                sum(Nodes(rates[k].begin(), rates[k].begin() + static_cast<std::ptrdiff_t>(k))),
                "leaves",
                k);
            for (std::size_t i = 0; i < k; ++i) {
                rates[i][k] = kept(graph_.binary(Op::divide, rates[i][k], out), "enters", i, k);
            }
            for (std::size_t i = 0; i < k; ++i) {
                for (std::size_t j = 0; j < k; ++j) {
                    if (i != j) {
                        const NodeId through =
                            graph_.binary(Op::multiply, rates[i][k], rates[k][j]);
                        rates[i][j] =
                            kept(graph_.binary(Op::add, rates[i][j], through), "gives", i, j);
                    }
                }
            }
        }
        Nodes shares = {graph_.constant(1)};
        shares.reserve(places_);
        for (std::size_t k = 1; k < places_; ++k) {
            Nodes terms;
            terms.reserve(k);
            for (std::size_t i = 0; i < k; ++i) {
                terms.push_back(graph_.binary(Op::multiply, shares[i], rates[i][k]));
            }
            shares.push_back(kept(sum(terms), "share", k));
        }
        return shares;
    }

    Context& context_;
    const Scope& scope_;
    const Contestants& of_;
    Graph& graph_;
    std::size_t places_;
    Square support_;
    Square wins_;
};

}  // namespace

std::vector<NodeId> election_chances(Context& context,
                                     const Scope& scope,
                                     const Contestants& contestants) {
    return ElectionEquations(context, scope, contestants).chances();
}

}  // namespace entente::model::resolving
