// SPDX-License-Identifier: Apache-2.0
// The rules of judging, as pure functions of shares and samples: evidence class, verdict of a part,
// common verdict of parts, confidence. Thresholds are named here and nowhere else.
#pragma once

#include <span>
#include <vector>

#include "claims/claims.hpp"

namespace entente::claims {

inline constexpr double supported_share = 0.90;      ///< p+ from which a claim is supported
inline constexpr double contradicted_share = 0.10;   ///< p+ up to which it is contradicted
inline constexpr double possible_share = 0.10;       ///< p+ from which a `may` claim is possible
inline constexpr double structural_share = 0.99;     ///< of every prior: class E0
inline constexpr double informed_ratio = 0.8;        ///< posterior/prior SD and overlap above: E1
inline constexpr std::size_t fact_observations = 5;  ///< in the window
inline constexpr std::size_t document_observations = 1;
inline constexpr std::size_t study_cases = 5;  ///< around which a study may decide
inline constexpr double confounding = 0.3;     ///< of p+ between control sets
inline constexpr std::size_t few_cases = 20;   ///< below, the card says "too few cases"
inline constexpr double sampling_errors = 2;   ///< standard errors that a decision must be clear of

/// Quantiles by linear interpolation between order statistics; ignores values that are not finite.
Quantiles quantiles(std::vector<double> values);

/// Of finite values; 0 for fewer than two.
double standard_deviation(std::span<const double> values);

/// Shared area of two samples on 50 equal bins over their common range, 0 to 1; two constants that
/// agree give 1.
double overlap(std::span<const double> a, std::span<const double> b);

/// One prior set's shares from the prior itself, for class E0.
struct PriorShares {
    double p_claimed = 0;
    double p_opposite = 0;
};

/// What the forecasts of the test period say of the links that a part rests on.
struct LinkWorth {
    bool earn_their_place = false;  ///< each worsens them by more than 2 SE where it is off
    bool cost = false;              ///< one improves them by more than 2 SE where it is off
};

/// The class of one effect. `informed` holds (sd_ratio, overlap) of each prior set with a
/// posterior and is empty without one; `links_earn_their_place` is whether removing the links
/// worsens the test-period score by more than 2 SE.
EvidenceClass evidence_class(const std::vector<PriorShares>& priors,
                             const std::vector<PriorSetResult>& informed,
                             bool has_posterior,
                             bool links_earn_their_place);

struct Decision {
    Verdict verdict = Verdict::undetermined;
    Reason reason = Reason::none;
};

/// The rule of docs/science/claims.md on all prior sets.
Decision decide(const std::vector<PriorSetResult>& prior_sets, EvidenceClass evidence, bool may);

/// The rule of facts: main series first.
Decision decide_fact(const std::vector<VariantResult>& variants);

/// The rule of studies around events, as study_events orders them.
Decision decide_study(const std::vector<StudyEstimate>& estimates, bool may);

/// The rule of shares of coded rows.
Decision decide_perception(const Perception& perception, bool may);

/// The common verdict, or Undetermined (parts differ).
Decision common(const std::vector<PartResult>& parts);

/// What is known of the answer's quality; never typed by an author.
struct ConfidenceInputs {
    bool backtested = false;
    bool beats_naive = false;
    bool structures_agree = false;  ///< at least two model structures
    char worst_grade = 0;           ///< of the key inputs; 0 where none has a grade
};

Confidence confidence(const ConfidenceInputs& inputs);

/// A fact's: high needs grade A or B and a second definition that agrees; low where it is
/// undetermined or a grade is D or E.
Confidence fact_confidence(const Decision& decision, const std::vector<VariantResult>& variants);

/// A study's: low where it is undetermined, of grade D or E, or has fewer than 20 cases.
Confidence study_confidence(const Decision& decision, const StudyEstimate& main);

/// Low where undetermined or of fewer than 20 rows; a coding has no grade, so never high.
Confidence perception_confidence(const Decision& decision, const Perception& perception);

/// The worse of two grades; 0 (none) is worst of all when `none_is_worst`.
char worse_grade(char a, char b);

}  // namespace entente::claims
