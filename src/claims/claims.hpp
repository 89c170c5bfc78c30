// SPDX-License-Identifier: Apache-2.0
// The final types of judging a claim: what a part's test found under each prior set, which verdict
// the rules of docs/science/claims.md give it and why, and the lines of its card. Plain values; the
// judge fills them, the wording turns them into sentences, nothing here computes.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "model/model.hpp"

namespace entente::claims {

enum class Verdict { supported, possible, undetermined, contradicted };

/// Why a verdict is what it is. Undetermined always has one; Contradicted says in which way.
enum class Reason {
    none,
    prior_driven,          ///< the record does not inform the effect (class E1)
    structure_driven,      ///< every prior already implies it (class E0)
    confounded,            ///< the share changes by more than 0.3 between declared control sets
    definition_dependent,  ///< the series and its variants disagree
    no_data,               ///< no series, or fewer observations in the window than the rule asks
    thin_record,           ///< informed by too few past cases
    sampling_error,        ///< the deciding share is within two standard errors of its threshold
    not_modelled_yet,      ///< the effect passes through a placeholder
    parts_differ,          ///< the parts have different verdicts
    prior_sets_differ,     ///< decided under some prior sets only
    between_thresholds,    ///< informed, but neither for nor against
    negligible,            ///< contradicted: the effect is smaller than the smallest of interest
    opposite_sign,         ///< contradicted: the effect goes the other way
    not_as_claimed,        ///< contradicted in neither of these ways
    better_without,        ///< the forecasts of the test period are better without its links
};

/// How much the record informs the claim's own effect.
enum class EvidenceClass {
    e0,  ///< every prior set already gives the effect: the structure decides
    e1,  ///< posterior as wide as the prior, or no posterior: the prior decides
    e2,  ///< the record informs it
    e3,  ///< and removing its links worsens the forecasts of the test period
};

enum class Confidence { low, medium, high };

enum class TestKind {
    fact,         ///< the record or a text alone
    study,        ///< the record around past events
    perception,   ///< shares of coded rows: votes, statements, texts
    coefficient,  ///< a parameter
    level,        ///< a value in the model's futures, without a comparison
    contrast,     ///< paired futures of two scenarios
    effect,       ///< paired futures with a link and without it
    interaction,  ///< the same effect in two scenarios
};

/// Of finite values; all NaN where there are none.
struct Quantiles {
    double q05 = 0;
    double q25 = 0;
    double q50 = 0;
    double q75 = 0;
    double q95 = 0;
    double mean = 0;
};

/// What the futures of one prior set say of all expectations of a part together.
struct PriorSetResult {
    std::string prior_set;
    std::size_t futures = 0;    ///< whole, finite ones
    std::size_t hits = 0;       ///< futures in which everything claimed holds
    double p_claimed = 0;       ///< hits / futures: p+
    double p_negligible = 0;    ///< share with |effect| below the smallest effect of interest: p0
    double p_opposite = 0;      ///< share at or beyond it in the other direction
    double standard_error = 0;  ///< of p_claimed, from the number of futures alone
    Quantiles effect;           ///< of the first expectation, in its unit
    Quantiles relative;         ///< the same as a fraction of the comparison's own value
    double sd_ratio = 1;        ///< posterior / prior standard deviation of the effect
    double overlap = 1;         ///< of prior and posterior, 0 to 1
};

/// How a part fares where players choose in one way. All ways of a part are run in the same
/// futures.
struct PolicyView {
    std::string policy;      ///< "rule", "myopic", "rollout", "equilibrium"
    std::size_t levels = 0;  ///< of `rollout`, 0 of others
    PriorSetResult result;   ///< of the first prior set
};

/// Why a part has views of policies or none.
enum class PolicyScope {
    not_asked,  ///< claims are judged with one way of choosing
    tried,
    no_choice,  ///< the record, a coefficient, or months before anybody chooses
    too_far,    ///< the test looks beyond the months that are tried
};

/// The condition of an expectation in numbers, for cards and JSON.
struct Condition {
    std::string text;      ///< as written
    std::string measured;  ///< what is measured, as written
    std::string spoken;    ///< the same as the words of a sentence, with what it is compared with
    std::string unit;
    model::Judged::Kind kind = model::Judged::Kind::rises;
    double threshold = 0;  ///< the smallest effect of interest, or the bound
    bool relative = false;
    bool by_default = false;  ///< the threshold is the language's default, not the author's
};

/// A fact under one series definition.
struct VariantResult {
    std::string series;
    std::string label;
    std::string missing;  ///< why there is no such series, or empty
    std::size_t observations = 0;
    std::size_t meeting = 0;  ///< of them, those that satisfy the condition, where it is counted
    bool counted = false;     ///< the condition is asked of each observation
    bool dated = false;       ///< read from dated events and agreements, a value for every month
    bool enough = false;      ///< observations reach the rule's minimum
    bool holds = false;
    std::optional<double> value;  ///< the statistic, where there is one
    std::string unit;
    std::string from;  ///< dates of the first and last observation used
    std::string to;
    char worst_grade = 0;
};

/// What followed dated events in the record, under one definition of the outcome and with one set
/// of controls. Changes are in the outcome's unit, a month's mean.
struct StudyEstimate {
    std::string series;
    std::string label;
    std::string missing;  ///< why there is no such series, or empty
    std::string unit;
    char grade = 0;
    std::string event;
    int within = 0;                     ///< months before and after
    std::vector<std::string> controls;  ///< held equal
    std::size_t observations = 0;       ///< months of the run with a value
    std::size_t cases = 0;              ///< events further than `within` from the one before
    std::size_t others = 0;             ///< months they are compared with
    std::string first;
    std::string last;
    double smallest = 0;        ///< effect of interest
    double effect = 0;          ///< of an event, against the other months
    double standard_error = 0;  ///< from the same dates moved to other months; NaN where too few
    double low = 0;             ///< 90 % of the effect given the record
    double high = 0;
    double detectable = 0;    ///< seen four times in five with this many cases
    double p_claimed = 0;     ///< as claimed and at least the smallest effect
    double p_negligible = 0;  ///< smaller than it
    double p_opposite = 0;    ///< at least it, the other way
};

/// Rows of a table that meet a condition, with the 90 % range of the share behind them.
struct RowShare {
    std::string text;  ///< as written
    std::string table;
    std::size_t rows = 0;
    std::size_t meeting = 0;
    std::string from;  ///< month of the first and last row
    std::string to;
    double low = 0;
    double middle = 0;
    double high = 0;
};

struct Perception {
    std::vector<RowShare> shares;  ///< the second is what the first is compared with
    double bound = 0;              ///< or the amount by which the first exceeds the second
    double p_claimed = 0;          ///< chance that it is as claimed, given the rows
};

/// Past cases of what the scenario changes.
struct RecordCases {
    std::string event;  ///< name, empty where the record has no such cases
    std::size_t cases = 0;
    std::string first;
    std::string last;
    std::string outcome;           ///< what was counted around them, or empty
    std::optional<double> change;  ///< mean of (12 months after) - (12 months before)
    double low = 0;                ///< 90 % of the cases
    double high = 0;
};

/// A parameter's range in which the share of futures would decide differently.
struct Flip {
    std::string parameter;
    std::string unit;
    bool above = true;  ///< it flips above `value`, else below
    double value = 0;
    double share = 0;  ///< p+ there
    char grade = 0;
    double inside = 0;  ///< the middle of the futures beyond it
    double end = 0;     ///< the end of its 90 % range beyond it
    /// What runs with the parameter at one value said; nothing where none were made.
    std::optional<double> share_when_fixed;
    bool confirmed = false;  ///< they decide otherwise as well
};

/// How strongly the claim depends on one parameter.
struct Dependence {
    std::string parameter;
    double low_share = 0;   ///< p+ in its lowest bin
    double high_share = 0;  ///< and in its highest
    char grade = 0;
    double low_value = 0;  ///< ends of its 90 % range
    double high_value = 0;
    std::string unit;
};

/// A parameter at one end of its 90 % range.
struct Setting {
    std::string parameter;
    std::string unit;
    double value = 0;
    char grade = 0;
};

/// The other side's case: runs with all parameters of `PartResult::against` at those ends.
struct OtherSide {
    std::size_t futures = 0;
    std::size_t hits = 0;  ///< in which all claimed still holds
};

struct PartResult {
    std::string name;
    TestKind kind = TestKind::contrast;
    bool may = false;
    Verdict verdict = Verdict::undetermined;
    Reason reason = Reason::none;
    std::string detail;  ///< the placeholder, the missing series
    std::optional<EvidenceClass> evidence;
    Confidence confidence = Confidence::low;
    std::vector<Condition> conditions;
    std::string scenario;                    ///< compared
    std::string with;                        ///< and against
    std::vector<PriorSetResult> prior_sets;  ///< the first is the model's default
    std::vector<VariantResult> variants;     ///< a fact's main series first
    std::vector<StudyEstimate> studies;      ///< of a study: the plain main series first
    std::optional<Perception> perception;
    RecordCases record;
    std::vector<std::string> rests_on;
    std::vector<Dependence> depends;  ///< strongest first, at most three
    std::optional<Flip> flip;
    bool flip_searched = false;           ///< enough futures and parameters to look for one
    std::vector<Setting> against;         ///< ends of ranges that speak against it, strongest first
    std::optional<OtherSide> other_side;  ///< where it was asked for
    PolicyScope policy_scope = PolicyScope::not_asked;
    std::vector<PolicyView> policies;  ///< the leanings first; empty unless tried
};

struct RivalView {
    std::string text;
    std::string source;
};

struct ClaimResult {
    std::string name;
    std::string label;
    std::string row;  ///< "P3" of `P3_4`; the name itself where it has no such prefix
    Verdict verdict = Verdict::undetermined;
    Reason reason = Reason::none;
    Confidence confidence = Confidence::low;
    std::vector<PartResult> parts;
    std::vector<RivalView> rivals;
    std::size_t variants_tried = 0;  ///< versions of this claim in claims.log, this one included
};

/// Names as printed and written to JSON: "supported", "prior-driven", "E1", "low", "contrast".
std::string to_text(Verdict verdict);
std::string to_text(PolicyScope scope);
std::string to_text(Reason reason);
std::string to_text(EvidenceClass evidence);
std::string to_text(Confidence confidence);
std::string to_text(TestKind kind);

/// The row of the brief that a claim's name stands for: "P3" of "P3_4", else the name.
std::string row_of(const std::string& claim_name);

}  // namespace entente::claims
