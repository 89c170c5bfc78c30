// SPDX-License-Identifier: Apache-2.0
#include "report/sentences.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "claims/wording.hpp"

namespace entente::report {

namespace {

using claims::ClaimResult;
using claims::Confidence;
using claims::Verdict;

std::string counted_verdict(std::size_t count, Verdict verdict) {
    if (count == 0) {
        return fmt::format("none is {}", claims::to_text(verdict));
    }
    return fmt::format("{} {} {}", count, count == 1 ? "is" : "are", claims::to_text(verdict));
}

/// The reason that most undetermined claims have, with how many; the first one of the enumeration
/// where several do.
std::string frequent_reason(const std::vector<ClaimResult>& claims) {
    std::map<claims::Reason, std::size_t> counts;
    for (const ClaimResult& claim : claims) {
        if (claim.verdict == Verdict::undetermined) {
            ++counts[claim.reason];
        }
    }
    const auto most =
        std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) {
            return a.second < b.second;
        });
    if (most == counts.end() || most->second < 2) {
        return {};
    }
    return fmt::format(
        "; the most frequent reason is “{}” ({})", claims::to_text(most->first), most->second);
}

/// "3 [90 %: 1 to 6]", or the number alone where all futures agree.
std::string interval(const results::Quantiles& q, bool with_sign) {
    const auto text = with_sign ? claims::signed_number : claims::number;
    if (q.q05 == q.q95) {
        return text(q.q50);
    }
    return fmt::format("{} [90 %: {} to {}]", text(q.q50), text(q.q05), text(q.q95));
}

std::string when(const model::Grid& grid, int row, Measure measure) {
    const std::string month = model::to_text(grid.month(row));
    return measure == Measure::twelve_months ? "twelve months to " + month : month;
}

std::string upper(std::string text) {
    if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') {
        text.front() = static_cast<char>(text.front() - 'a' + 'A');
    }
    return text;
}

std::string at(const Fan& fan, int row, const model::Grid& grid, Measure measure, bool with_sign) {
    const auto index = static_cast<std::size_t>(row - fan.first_row);
    return fmt::format("{}: {}", when(grid, row, measure), interval(fan.rows[index], with_sign));
}

/// The last row with a value, or -1.
int last_row(const Fan& fan) {
    for (std::size_t i = fan.rows.size(); i-- > 0;) {
        if (std::isfinite(fan.rows[i].q50)) {
            return fan.first_row + static_cast<int>(i);
        }
    }
    return -1;
}

}  // namespace

std::string answer_sentence(const std::vector<ClaimResult>& claims) {
    if (claims.empty()) {
        return "This model makes no claim; the charts show its futures.";
    }
    if (claims.size() == 1) {
        return fmt::format("{}: {}", claims.front().label, claims::sentence(claims.front()));
    }
    constexpr std::array<Verdict, 4> verdicts = {
        Verdict::supported, Verdict::contradicted, Verdict::possible, Verdict::undetermined};
    std::vector<std::string> parts;
    for (const Verdict verdict : verdicts) {
        const auto count = std::count_if(claims.begin(), claims.end(), [&](const ClaimResult& c) {
            return c.verdict == verdict;
        });
        parts.push_back(counted_verdict(static_cast<std::size_t>(count), verdict));
    }
    return fmt::format("Of {} claims, {}, {}, {} and {}{}.",
                       claims.size(),
                       parts[0],
                       parts[1],
                       parts[2],
                       parts[3],
                       frequent_reason(claims));
}

std::string answer_confidence(const std::vector<ClaimResult>& claims) {
    if (claims.empty()) {
        return {};
    }
    if (claims.size() == 1) {
        return claims::confidence_line(claims.front().confidence);
    }
    std::vector<std::string> parts;
    for (const Confidence confidence : {Confidence::high, Confidence::medium, Confidence::low}) {
        const auto count = std::count_if(claims.begin(), claims.end(), [&](const ClaimResult& c) {
            return c.confidence == confidence;
        });
        if (count > 0) {
            parts.push_back(fmt::format("{} for {}", claims::to_text(confidence), count));
        }
    }
    return fmt::format("confidence in these answers: {}", fmt::join(parts, ", "));
}

std::string level_summary(const Fan& fan, const model::Grid& grid, Measure measure) {
    const int last = last_row(fan);
    if (last < 0) {
        return {};
    }
    const int opens = std::max(fan.first_row, grid.row(grid.forecast));
    std::string text;
    if (opens < last) {
        text = at(fan, opens, grid, measure, false) + "; ";
    }
    return upper(text + at(fan, last, grid, measure, false) + ".");
}

std::string difference_summary(const Fan& fan, const model::Grid& grid, Measure measure) {
    const int last = last_row(fan);
    if (last < 0) {
        return {};
    }
    std::size_t largest = 0;
    for (std::size_t i = 0; i < fan.rows.size(); ++i) {
        if (std::abs(fan.rows[i].q50) > std::abs(fan.rows[largest].q50)) {
            largest = i;
        }
    }
    const int row = fan.first_row + static_cast<int>(largest);
    if (fan.rows[largest].q50 == 0 || row == last) {
        return upper(at(fan, last, grid, measure, true) + ".");
    }
    return fmt::format("Largest median difference, {}; {}.",
                       at(fan, row, grid, measure, true),
                       at(fan, last, grid, measure, true));
}

std::vector<std::string> limits(const model::Model& model) {
    std::vector<std::string> all;
    all.push_back(model.omits.empty() ? std::string("The model does not say what it leaves out.")
                                      : fmt::format("Not in this model: {}.", model.omits));
    all.emplace_back(
        "The bands hold two kinds of spread together: inputs that we are unsure of, and luck. They "
        "do "
        "not hold what the model leaves out.");
    all.emplace_back(
        "A likelihood is the share of this model's futures, under its priors and its structure; it "
        "is "
        "not the chance of the thing itself.");
    std::size_t inputs = 0;
    std::size_t poor = 0;
    for (const model::Declaration& declared : model.declarations) {
        if (declared.kind == model::DeclarationKind::param && declared.grade != 0) {
            ++inputs;
            poor += declared.grade >= 'C' ? 1 : 0;
        }
    }
    if (inputs > 0) {
        all.push_back(
            fmt::format("{} of the {} uncertain inputs are of grade C or worse.", poor, inputs));
    }
    all.emplace_back("This is a model, not a forecast; it is not for targeting or warning.");
    return all;
}

}  // namespace entente::report
