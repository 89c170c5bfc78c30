// SPDX-License-Identifier: Apache-2.0
// What a quantity is given: an expression, an interval `3 to 9`, a distribution.
#include <cmath>

#include <fmt/format.h>

#include "model/builtins.hpp"
#include "model/resolver.hpp"

namespace entente::model::resolving {

namespace {

/// The normal quantile of 0.95: an interval `a to b` is central and holds 90 %.
constexpr double z95 = 1.6448536269514722;

NodeId parameter_node(Context& context,
                      const Scope& scope,
                      const Expr& expr,
                      const DistributionParameter& parameter,
                      const std::string& of,
                      const Unit& unit,
                      Span declared) {
    const Typed typed = expression(context, scope, expr);
    switch (parameter.unit) {
        case ParameterUnit::own:
            return fitted(context, typed, unit, declared);
        case ParameterUnit::none:
            return unitless(context, typed, fmt::format("`{}` of `{}`", parameter.name, of));
        case ParameterUnit::per_time:
            break;
    }
    // A mean count is what a rate makes of one month.
    if (typed.kind == Typed::Kind::number && typed.unit.is_dimensionless()) {
        return unitless(context, typed, "a mean count");
    }
    return fitted(context, typed, power(*context.units.find("month"), -1), typed.span);
}

/// Whether the distribution cannot leave the bounds anyway.
bool within(DistributionKind kind,
            const std::optional<double>& low,
            const std::optional<double>& high) {
    const bool from_zero = !low || *low <= 0;
    if (kind == DistributionKind::beta || kind == DistributionKind::logit_normal) {
        return from_zero && (!high || *high >= 1);
    }
    if (kind == DistributionKind::lognormal) {
        return from_zero && !high;
    }
    return !low && !high;
}

std::optional<Definition> interval(Context& context,
                                   const Scope& scope,
                                   const syntax::Value& value,
                                   const Declared& declared,
                                   const std::optional<double>& low,
                                   const std::optional<double>& high) {
    const auto a = constant(context, scope, value.first, declared.unit, declared.unit_span);
    const auto b = constant(context, scope, value.second, declared.unit, declared.unit_span);
    if (!a || !b) {
        return std::nullopt;
    }
    if (!(*a < *b)) {
        context.error("E2043",
                      "an interval goes from its lower to its upper end",
                      value.span,
                      fmt::format("{} is not below {}", *a, *b));
        return std::nullopt;
    }
    for (const double end : {*a, *b}) {
        if ((low && end < *low) || (high && end > *high)) {
            context.error("E2035",
                          fmt::format("{} is outside the range of `{}`", end, declared.name),
                          value.span,
                          "the interval must lie inside");
            return std::nullopt;
        }
    }
    DrawnFrom draw;
    Graph& g = context.graph;
    if (low && high && *low == 0 && *high == 1 && *a > 0 && *b < 1) {
        const auto logit = [](double p) { return std::log(p / (1 - p)); };
        draw.kind = DistributionKind::logit_normal;
        draw.parameters[0] = g.constant((logit(*a) + logit(*b)) / 2);
        draw.parameters[1] = g.constant((logit(*b) - logit(*a)) / (2 * z95));
    } else if (*a > 0) {
        draw.kind = DistributionKind::lognormal;
        draw.parameters[0] = g.constant(std::sqrt(*a * *b));
        draw.parameters[1] = g.constant(std::log(*b / *a) / (2 * z95));
    } else {
        draw.kind = DistributionKind::normal;
        draw.parameters[0] = g.constant((*a + *b) / 2);
        draw.parameters[1] = g.constant((*b - *a) / (2 * z95));
    }
    if (!within(draw.kind, low, high)) {
        draw.low = low;
        draw.high = high;
    }
    return Definition{{}, draw};
}

/// `normal(mean, sd)`
std::string form_of(const DistributionRow& row) {
    std::string form(row.name);
    for (const DistributionParameter& parameter : row.parameters) {
        form += (&parameter == &row.parameters.front() ? "(" : ", ");
        form += parameter.name;
    }
    form += ")";
    return form;
}

/// The arguments in the order of the parameters, those left out null; nothing after a report.
std::optional<std::vector<const Expr*>> given_parameters(Context& context,
                                                         const Expr& expr,
                                                         const DistributionRow& row) {
    std::vector<const Expr*> given(row.parameters.size(), nullptr);
    std::size_t next = 0;
    for (const syntax::Argument& argument : expr.arguments) {
        std::size_t at = next;
        if (argument.name) {
            std::vector<std::string> names;
            for (at = 0; at < row.parameters.size(); ++at) {
                names.emplace_back(row.parameters[at].name);
                const std::string& name = argument.name->text;
                if (row.parameters[at].name == name || row.parameters[at].also == name) {
                    break;
                }
            }
            if (at == row.parameters.size()) {
                unknown_name(context,
                             "E2017",
                             *argument.name,
                             fmt::format("parameter of `{}`", row.name),
                             names);
                return std::nullopt;
            }
        }
        if (at >= given.size() || given[at] != nullptr) {
            context.error("E2017",
                          fmt::format("`{}` takes {} parameters", row.name, given.size()),
                          argument.value.span,
                          fmt::format("one too many: it is written `{}`", form_of(row)));
            return std::nullopt;
        }
        given[at] = &argument.value;
        next = at + 1;
    }
    return given;
}

}  // namespace

bool is_distribution(const std::string& name) { return find_distribution(name) != nullptr; }

std::vector<std::string> distribution_names() {
    std::vector<std::string> names;
    for (const DistributionRow& row : distributions()) {
        names.emplace_back(row.name);
    }
    return names;
}

DrawnFrom distribution(
    Context& context, const Scope& scope, const Expr& expr, const Unit& unit, Span declared) {
    if (expr.kind == syntax::ExprKind::error) {
        return {};
    }
    const DistributionRow* row =
        expr.kind == syntax::ExprKind::call ? find_distribution(expr.name.text) : nullptr;
    if (row == nullptr) {
        if (expr.kind == syntax::ExprKind::call || expr.kind == syntax::ExprKind::place) {
            unknown_name(context, "E2018", expr.name, "distribution", distribution_names());
        } else {
            context.error("E2018",
                          "a distribution was expected here",
                          expr.span,
                          "for instance `normal(0, 1)`");
        }
        return {};
    }
    const auto arguments = given_parameters(context, expr, *row);
    if (!arguments) {
        return {};
    }
    const std::vector<const Expr*>& given = *arguments;
    DrawnFrom draw;
    bool complete = true;
    for (std::size_t i = 0; i < given.size(); ++i) {
        if (given[i] == nullptr) {
            context.error("E2017",
                          fmt::format("`{}` needs its `{}`", row->name, row->parameters[i].name),
                          expr.span,
                          fmt::format("it is written `{}`", form_of(*row)));
            return {};
        }
        draw.parameters[i] = parameter_node(
            context, scope, *given[i], row->parameters[i], std::string(row->name), unit, declared);
        complete = complete && draw.parameters[i];
        // A spread of 0 or less is no distribution; found here where it is a plain number.
        const std::string_view name = row->parameters[i].name;
        const std::optional<double> known =
            draw.parameters[i] ? context.graph.number(draw.parameters[i]) : std::nullopt;
        const bool positive = name == "sd" || name == "log_sd" || name == "a" || name == "b" ||
                              name == "median" || name == "freedom" || name == "size";
        if (known && positive && !(*known > 0)) {
            context.error("E2035",
                          fmt::format("the `{}` of `{}` must be above 0", name, row->name),
                          given[i]->span,
                          fmt::format("this is {}", *known));
            complete = false;
        }
    }
    if (complete) {
        draw.kind = row->kind;
    }
    return draw;
}

std::optional<Definition> definition(Context& context,
                                     const Scope& scope,
                                     const syntax::Value& value,
                                     const Declared& declared,
                                     const std::optional<double>& low,
                                     const std::optional<double>& high) {
    switch (value.kind) {
        case syntax::Value::Kind::interval:
            return interval(context, scope, value, declared, low, high);
        case syntax::Value::Kind::distribution: {
            DrawnFrom draw =
                distribution(context, scope, value.first, declared.unit, declared.unit_span);
            if (draw.kind == DistributionKind::none) {
                return std::nullopt;
            }
            const DistributionRow* row = find_distribution(value.first.name.text);
            if (draw.kind == DistributionKind::ar1 || row->counts) {
                context.error("E2018",
                              fmt::format("`{}` cannot be drawn once", row->name),
                              value.span,
                              draw.kind == DistributionKind::ar1
                                  ? "it is a path: write it after `then` of an input"
                                  : "it counts events: write it after `count` of an event");
                return std::nullopt;
            }
            if (!within(draw.kind, low, high)) {
                draw.low = low;
                draw.high = high;
            }
            return Definition{{}, draw};
        }
        case syntax::Value::Kind::expr:
            break;
    }
    const Typed typed = expression(context, scope, value.first);
    const NodeId node = fitted(context, typed, declared.unit, declared.unit_span);
    if (!node) {
        return std::nullopt;
    }
    const std::optional<double> known = context.graph.number(node);
    if (known && ((low && *known < *low) || (high && *known > *high))) {
        context.error("E2035",
                      fmt::format("{} is outside the range of `{}`", *known, declared.name),
                      value.first.span,
                      low && *known < *low ? fmt::format("the lowest is {}", *low)
                                           : fmt::format("the highest is {}", *high));
        return std::nullopt;
    }
    return Definition{node, {}};
}

}  // namespace entente::model::resolving
