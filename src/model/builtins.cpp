// SPDX-License-Identifier: Apache-2.0
#include "model/builtins.hpp"

namespace entente::model {

const std::vector<Function>& functions() {
    using enum FunctionKind;
    static const std::vector<Function> table = {
        {"exp", number, 1, 1, "exp(x)", "e to the power x"},
        {"ln", number, 1, 1, "ln(x)", "natural logarithm"},
        {"sqrt", number, 1, 1, "sqrt(x)", "square root, of a number without unit"},
        {"abs", number, 1, 1, "abs(x)", "size without sign"},
        {"min", aggregate, 1, 99, "min(x, y, ...)", "the least; also over a set"},
        {"max", aggregate, 1, 99, "max(x, y, ...)", "the greatest; also over a set"},
        {"clamp", number, 3, 3, "clamp(x, low, high)", "x held between two bounds"},
        {"logistic", number, 1, 1, "logistic(x)", "1 / (1 + exp(-x))"},
        {"logit", number, 1, 1, "logit(p)", "ln(p / (1 - p))"},
        {"share", number, 2, 2, "share(part, whole)", "part / whole, 0 where the whole is 0"},
        {"sum", aggregate, 1, 1, "sum(x[i] for i in SET where ...)", "sum over a set; 0 over none"},
        {"product",
         aggregate,
         1,
         1,
         "product(x[i] for i in SET)",
         "product over a set; 1 over none"},
        {"mean", aggregate, 1, 1, "mean(x[i] for i in SET)", "mean over a set"},
        {"count",
         record,
         1,
         2,
         "count(event, 12 months)",
         "events this month, or in the months up to and with this one"},
        {"in_force", record, 1, 1, "in_force(agreement)", "1 in months in which it is in force"},
        {"obliges", record, 2, 2, "obliges(agreement, word)", "1 where its text says so"},
        {"leader", record, 1, 1, "leader(ACTOR).field", "the field of the leader in office"},
        {"decay_since",
         memory,
         2,
         2,
         "decay_since(event, T)",
         "exp(-(time since the last) / T), 0 before the first"},
        {"smooth", memory, 2, 2, "smooth(x, T)", "x followed with a delay, steady at the start"},
        {"delay", memory, 2, 2, "delay(x, T)", "x as recorded T ago"},
        {"delay3", memory, 2, 2, "delay3(x, T)", "x through three delays of T / 3"},
        {"lookup",
         number,
         5,
         99,
         "lookup(x, x1, y1, x2, y2, ...)",
         "straight lines between points, flat outside"},
        {"previous", memory, 1, 1, "previous(x)", "x as recorded a month ago"},
    };
    return table;
}

const Function* find_function(std::string_view name) {
    for (const Function& function : functions()) {
        if (function.name == name) {
            return &function;
        }
    }
    return nullptr;
}

const std::vector<DistributionRow>& distributions() {
    using enum ParameterUnit;
    using Kind = DistributionKind;
    static const std::vector<DistributionRow> table = {
        {"normal", Kind::normal, {{"mean", own, ""}, {"sd", own, ""}}, false},
        {"lognormal", Kind::lognormal, {{"median", own, ""}, {"log_sd", none, "sd"}}, false},
        {"logit_normal", Kind::logit_normal, {{"mean", none, ""}, {"sd", none, ""}}, false},
        {"beta", Kind::beta, {{"a", none, ""}, {"b", none, ""}}, false},
        {"scaled_beta",
         Kind::scaled_beta,
         {{"a", none, ""}, {"b", none, ""}, {"low", own, ""}, {"high", own, ""}},
         false},
        {"student_t",
         Kind::student_t,
         {{"mean", own, "location"}, {"sd", own, "scale"}, {"freedom", none, ""}},
         false},
        {"uniform", Kind::uniform, {{"low", own, ""}, {"high", own, ""}}, false},
        {"ar1", Kind::ar1, {{"mean", own, ""}, {"persistence", none, ""}, {"sd", own, ""}}, false},
        {"bernoulli", Kind::bernoulli, {{"chance", none, ""}}, true},
        {"poisson", Kind::poisson, {{"rate", per_time, "mean"}}, true},
        {"negative_binomial",
         Kind::negative_binomial,
         {{"rate", per_time, "mean"}, {"size", none, ""}},
         true},
    };
    return table;
}

const DistributionRow* find_distribution(std::string_view name) {
    for (const DistributionRow& row : distributions()) {
        if (row.name == name) {
            return &row;
        }
    }
    return nullptr;
}

}  // namespace entente::model
