// SPDX-License-Identifier: Apache-2.0
// Issues: actors with positions, saliences and capabilities become the equations of an election
// over their positions (docs/design/0009-issues.md). Its results are quantities like any other.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "model/resolver.hpp"

namespace entente::model::resolving {

namespace {

/// Sums of saliences are written with rounding.
constexpr double salience_tolerance = 1e-9;

/// Turns what one issue says into nodes.
class IssueEquations {
  public:
    IssueEquations(Context& context, const Issue& issue, DeclaredIssue& declared)
        : context_(context), graph_(context.graph), issue_(issue), declared_(declared) {
        scope_.owner = issue.name;
        scope_.declaration = issue.declaration;
    }

    void define() {
        bool fine = read_ranges();
        contestants_.exponent = exponent();
        fine = read_election() && fine && contestants_.exponent;
        for (const Seat& seat : declared_.seats) {
            fine = read_seat(seat) && fine;
        }
        if (!fine) {
            return;
        }
        find_places();
        find_losses();
        const std::vector<NodeId> chances = election_chances(context_, scope_, contestants_);
        for (std::size_t actor = 0; actor < issue_.actors.size(); ++actor) {
            fill(issue_.actors[actor].chance, chances[place_of_[actor]]);
        }
        for (std::size_t d = 0; d < issue_.dimensions.size(); ++d) {
            define_results(d);
        }
    }

  private:
    /// What one actor says, known to be complete.
    struct Scores {
        std::vector<NodeId> positions;  ///< in the unit of each dimension
        std::vector<NodeId> saliences;
    };

    NodeId kept(NodeId node, const std::string& what) {
        if (graph_.number(node) || context_.model.nodes[node].op == Op::quantity) {
            return node;
        }
        return graph_.quantity(hidden_let(context_, scope_, number(node, {}, {}), what));
    }

    void fill(QuantityId quantity, NodeId node) {
        context_.model.quantities[quantity].definitions.push_back({node, {}});
    }

    bool read_ranges() {
        bool fine = true;
        for (DeclaredDimension& dimension : declared_.dimensions) {
            const auto& range = dimension.said->range;
            const Span unit = dimension.said->unit.span;
            if (!range || !range->low || !range->high) {
                context_.error("E2020",
                               fmt::format("`{}` does not say how far positions can be apart",
                                           dimension.said->name.text),
                               dimension.said->name.span,
                               "a dimension needs both ends of its scale, for instance `in 0..1`");
                fine = false;
                continue;
            }
            const auto low = constant(context_, scope_, *range->low, dimension.unit, unit);
            const auto high = constant(context_, scope_, *range->high, dimension.unit, unit);
            if (low && high && !(*low < *high)) {
                context_.error("E2043",
                               "a range goes from its lowest to its highest",
                               range->span,
                               fmt::format("{} is not below {}", *low, *high));
            }
            fine = fine && low && high && *low < *high;
            dimension.low = low.value_or(0);
            dimension.high = high.value_or(1);
        }
        return fine;
    }

    bool read_election() {
        if (!declared_.decl->election) {
            return true;
        }
        constexpr std::array<std::pair<const char*, Election>, 3> elections = {
            {{"conditional", Election::conditional},
             {"uniform", Election::uniform},
             {"incentive", Election::incentive}}};
        std::vector<std::string> names;
        names.reserve(elections.size());
        for (const auto& [name, election] : elections) {
            if (declared_.decl->election->text == name) {
                contestants_.election = election;
                return true;
            }
            names.emplace_back(name);
        }
        unknown_name(context_, "E2001", *declared_.decl->election, "election", names);
        return false;
    }

    void out_of_range(const std::string& what, double value, const std::string& why, Span span) {
        context_.error("E2035", fmt::format("{} is {}", what, value), span, why);
    }

    NodeId exponent() {
        if (!declared_.decl->exponent) {
            return graph_.constant(1);
        }
        const syntax::Expr& said = *declared_.decl->exponent;
        const NodeId node = unitless(context_, expression(context_, scope_, said), "an exponent");
        if (node && graph_.number(node).value_or(1) <= 0) {
            out_of_range("the exponent of contests",
                         *graph_.number(node),
                         "it is above 0: the stronger coalition wins more often",
                         said.span);
            return {};
        }
        return node ? kept(node, "exponent") : node;
    }

    /// The score of a dimension, or nothing after a report.
    const syntax::Score* score_of(const std::vector<syntax::Score>& scores,
                                  std::size_t dimension,
                                  const Seat& seat,
                                  const char* what) {
        const std::string& name = issue_.dimensions[dimension].name;
        const syntax::Score* found = nullptr;
        for (const syntax::Score& score : scores) {
            if (score.dimension ? score.dimension->text != name : dimension > 0) {
                continue;
            }
            if (found != nullptr) {
                said_twice(context_,
                           fmt::format("the {} of `{}` is said twice", what, seat.code),
                           score.span,
                           found->span);
                return nullptr;
            }
            found = &score;
        }
        if (found == nullptr) {
            context_.error("E2020",
                           issue_.dimensions.size() == 1
                               ? fmt::format("`{}` has no {}", seat.code, what)
                               : fmt::format("`{}` has no {} on `{}`", seat.code, what, name),
                           seat.said->name.span,
                           issue_.dimensions.size() == 1
                               ? fmt::format("needs `{} VALUE`", what)
                               : fmt::format("needs `{} {} = VALUE`", what, name));
        }
        return found;
    }

    /// Reports scores of dimensions that there are not, and those that name none of several.
    bool check_dimensions(const std::vector<syntax::Score>& scores, const char* what) {
        std::vector<std::string> names;
        names.reserve(issue_.dimensions.size());
        for (const IssueDimension& dimension : issue_.dimensions) {
            names.push_back(dimension.name);
        }
        bool fine = true;
        for (const syntax::Score& score : scores) {
            if (!score.dimension && names.size() > 1) {
                context_.error("E2020",
                               fmt::format("a {} on which dimension?", what),
                               score.span,
                               fmt::format("say it: `{} {} = VALUE`", what, names.front()));
                fine = false;
            } else if (score.dimension &&
                       std::find(names.begin(), names.end(), score.dimension->text) ==
                           names.end()) {
                unknown_name(
                    context_, "E2001", *score.dimension, "dimension of " + issue_.name, names);
                fine = false;
            }
        }
        return fine;
    }

    /// A number below 0 has no meaning here: it makes the member's run fail (E5001).
    NodeId not_negative(NodeId node, const std::string& what) {
        if (graph_.number(node)) {
            return node;
        }
        const NodeId value = kept(node, what);
        const NodeId below = graph_.binary(Op::less, value, graph_.constant(0));
        return kept(graph_.choose(below, graph_.unary(Op::sqrt, value), value), what + ".checked");
    }

    NodeId position(const Scope& scope,
                    const syntax::Score& said,
                    std::size_t d,
                    const Seat& seat) {
        const DeclaredDimension& dimension = declared_.dimensions[d];
        const NodeId node = fitted(context_,
                                   expression(context_, scope, said.value),
                                   dimension.unit,
                                   dimension.said->unit.span);
        const std::optional<double> known = graph_.number(node);
        if (known && (*known < dimension.low || *known > dimension.high)) {
            out_of_range(fmt::format("the position of `{}`", seat.code),
                         *known,
                         fmt::format("`{}` goes from {} to {}",
                                     dimension.said->name.text,
                                     dimension.low,
                                     dimension.high),
                         said.span);
            return {};
        }
        return node
                   ? kept(node, fmt::format("{}.{}.position", dimension.said->name.text, seat.code))
                   : node;
    }

    NodeId salience(const Scope& scope, const syntax::Score& said, const Seat& seat) {
        const NodeId node =
            unitless(context_, expression(context_, scope, said.value), "a salience");
        const std::optional<double> known = graph_.number(node);
        if (known && (*known < 0 || *known > 1)) {
            out_of_range(fmt::format("a salience of `{}`", seat.code),
                         *known,
                         "it is a share of attention, from 0 to 1",
                         said.span);
            return {};
        }
        return node;
    }

    /// All capabilities are in the unit of the first that has one.
    NodeId capability(const Scope& scope, const Seat& seat) {
        if (!seat.said->capability) {
            context_.error("E2020",
                           fmt::format("`{}` has no capability", seat.code),
                           seat.said->name.span,
                           "needs `capability VALUE`: what it can bring to bear");
            return {};
        }
        const syntax::Expr& said = *seat.said->capability;
        const Typed typed = expression(context_, scope, said);
        if (!typed.failed() && !capability_unit_) {
            capability_unit_ = typed.unit;
            capability_span_ = said.span;
        }
        const Unit unit = capability_unit_.value_or(Unit{});
        if (typed.bare && !unit.is_dimensionless()) {
            context_.report({.code = "E3004",
                             .headline = "capabilities are weighed against each other, so they "
                                         "have one unit",
                             .primary = {said.span, "this has no unit"},
                             .others = {{capability_span_, "this " + described(unit)}},
                             .notes = {},
                             .helps = {}});
            return {};
        }
        const NodeId node = fitted(context_, typed, unit, capability_span_);
        const std::optional<double> known = graph_.number(node);
        if (known && *known <= 0) {
            out_of_range(fmt::format("the capability of `{}`", seat.code),
                         *known,
                         "it is above 0: leave out actors who bring nothing to bear",
                         said.span);
            return {};
        }
        return node;
    }

    bool read_seat(const Seat& seat) {
        Scope scope = scope_;
        if (seat.said->set) {
            scope.indices = {{seat.said->name.text, {seat.code, "", "", true}}};
        }
        bool fine = check_dimensions(seat.said->positions, "position") &&
                    check_dimensions(seat.said->saliences, "salience");
        const NodeId strength = capability(scope, seat);
        Scores scores;
        std::vector<NodeId> saliences;
        for (std::size_t d = 0; fine && d < issue_.dimensions.size(); ++d) {
            const auto* where = score_of(seat.said->positions, d, seat, "position");
            const auto* how_much = score_of(seat.said->saliences, d, seat, "salience");
            scores.positions.push_back(where != nullptr ? position(scope, *where, d, seat)
                                                        : NodeId{});
            saliences.push_back(how_much != nullptr ? salience(scope, *how_much, seat) : NodeId{});
        }
        fine = fine && strength;
        for (std::size_t d = 0; d < saliences.size(); ++d) {
            fine = fine && scores.positions[d] && saliences[d];
        }
        if (!fine || !add_weight(seat, strength, saliences, scores)) {
            return false;
        }
        scores_.push_back(std::move(scores));
        return true;
    }

    /// The weight of an actor: capability times the attention it gives to the whole issue.
    bool add_weight(const Seat& seat,
                    NodeId strength,
                    const std::vector<NodeId>& saliences,
                    Scores& scores) {
        NodeId attention;
        for (std::size_t d = 0; d < saliences.size(); ++d) {
            const NodeId one = not_negative(
                saliences[d], fmt::format("{}.{}.salience", issue_.dimensions[d].name, seat.code));
            scores.saliences.push_back(one);
            attention = attention ? graph_.binary(Op::add, attention, one) : one;
        }
        const double known = graph_.number(attention).value_or(1);
        if (known > 1 + salience_tolerance || known <= 0) {
            const std::vector<syntax::Score>& said = seat.said->saliences;
            context_.error("E2047",
                           fmt::format("the saliences of `{}` sum to {:.6g}", seat.code, known),
                           text::join(said.front().span, said.back().span),
                           known > 1 ? "they are shares of its attention: 1 at the most"
                                     : "leave out actors who do not care");
            return false;
        }
        const NodeId can = not_negative(strength, seat.code + ".capability");
        contestants_.weights.push_back(
            kept(graph_.binary(Op::multiply, can, attention), seat.code + ".weight"));
        return true;
    }

    /// Options are places: actors whose positions are the same expressions share one.
    void find_places() {
        for (std::size_t actor = 0; actor < scores_.size(); ++actor) {
            std::size_t place = 0;
            while (place < first_at_.size() &&
                   scores_[first_at_[place]].positions != scores_[actor].positions) {
                ++place;
            }
            if (place == first_at_.size()) {
                first_at_.push_back(actor);
                contestants_.places.push_back(issue_.actors[actor].code);
            }
            place_of_.push_back(place);
        }
    }

    /// What an actor loses by each place: its distance on the scale 0..1, dimensions weighted by
    /// salience, sqrt(sum of (s (x - y))^2) / sqrt(sum of s^2); utilities are 1 less that.
    void find_losses() {
        for (std::size_t actor = 0; actor < scores_.size(); ++actor) {
            contestants_.losses.emplace_back();
            for (const std::size_t other : first_at_) {
                contestants_.losses.back().push_back(loss(actor, other));
            }
        }
    }

    NodeId gap(std::size_t actor, std::size_t other, std::size_t d) {
        const DeclaredDimension& dimension = declared_.dimensions[d];
        const NodeId apart =
            graph_.binary(Op::subtract, scores_[actor].positions[d], scores_[other].positions[d]);
        return graph_.binary(Op::divide, apart, graph_.constant(dimension.high - dimension.low));
    }

    NodeId loss(std::size_t actor, std::size_t other) {
        if (place_of_[actor] == place_of_[other]) {
            return graph_.constant(0);
        }
        const std::string what =
            fmt::format("loss.{}.{}", issue_.actors[actor].code, issue_.actors[other].code);
        if (issue_.dimensions.size() == 1) {
            return kept(graph_.unary(Op::abs, gap(actor, other, 0)), what);
        }
        NodeId squares;
        for (std::size_t d = 0; d < issue_.dimensions.size(); ++d) {
            const NodeId part =
                kept(graph_.binary(Op::multiply, scores_[actor].saliences[d], gap(actor, other, d)),
                     fmt::format("{}.{}", what, issue_.dimensions[d].name));
            const NodeId square = graph_.binary(Op::multiply, part, part);
            squares = squares ? graph_.binary(Op::add, squares, square) : square;
        }
        return kept(graph_.binary(Op::divide, graph_.unary(Op::sqrt, squares), attention(actor)),
                    what);
    }

    /// The length of an actor's saliences; 1 where nothing matters to it and it has no weight.
    NodeId attention(std::size_t actor) {
        NodeId squares;
        for (const NodeId salience : scores_[actor].saliences) {
            const NodeId square = graph_.binary(Op::multiply, salience, salience);
            squares = squares ? graph_.binary(Op::add, squares, square) : square;
        }
        const NodeId some = graph_.binary(Op::less, graph_.constant(0), squares);
        return kept(graph_.unary(Op::sqrt, graph_.choose(some, squares, graph_.constant(1))),
                    issue_.actors[actor].code + ".attention");
    }

    /// Mean and spread over places by their chances.
    void define_results(std::size_t d) {
        NodeId mean;
        NodeId variance;
        for (const std::size_t actor : first_at_) {
            const NodeId part = graph_.binary(Op::multiply,
                                              graph_.quantity(issue_.actors[actor].chance),
                                              scores_[actor].positions[d]);
            mean = mean ? graph_.binary(Op::add, mean, part) : part;
        }
        fill(issue_.dimensions[d].mean, mean);
        for (const std::size_t actor : first_at_) {
            const NodeId apart = graph_.binary(Op::subtract,
                                               scores_[actor].positions[d],
                                               graph_.quantity(issue_.dimensions[d].mean));
            const NodeId part = graph_.binary(Op::multiply,
                                              graph_.quantity(issue_.actors[actor].chance),
                                              graph_.binary(Op::multiply, apart, apart));
            variance = variance ? graph_.binary(Op::add, variance, part) : part;
        }
        fill(issue_.dimensions[d].spread, graph_.unary(Op::sqrt, variance));
    }

    Context& context_;
    Graph& graph_;
    const Issue issue_;  ///< by value: the table may grow
    DeclaredIssue& declared_;
    Scope scope_;
    Contestants contestants_;
    std::vector<Scores> scores_;
    std::vector<std::size_t> first_at_;  ///< the first actor of each place
    std::vector<std::size_t> place_of_;
    std::optional<Unit> capability_unit_;
    Span capability_span_;
};

}  // namespace

void define_issues(Context& context) {
    for (std::size_t i = 0; i < context.issues.size(); ++i) {
        if (!context.issues[i].broken) {
            IssueEquations(context, context.model.issues[i], context.issues[i]).define();
        }
    }
}

}  // namespace entente::model::resolving
