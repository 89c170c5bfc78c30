// SPDX-License-Identifier: Apache-2.0
// Verdicts as sentences. Likelihood words are those of ICD 203 with the number in brackets, never
// 0 % or 100 %; likelihood and confidence never share a sentence; nothing here foretells. The rules
// are in docs/science/claims.md, and a test greps what these functions return.
#pragma once

#include <string>
#include <vector>

#include "claims/claims.hpp"

namespace entente::claims {

/// "likely" for 0.55 <= p < 0.80: half-open intervals, lower end in. Below 0.01 and from 0.99 on
/// the outermost words still serve.
std::string likelihood_word(double p);

/// Word and number, for instance "likely (63 %)", "likely (about 65 %)" at low confidence (steps of
/// 5 %), "almost no chance (fewer than 1 in 667 of the model's futures)" where `hits` is 0. The
/// word is that of the number shown.
std::string likelihood(std::size_t hits, std::size_t futures, Confidence confidence);

/// Three significant digits, a true minus sign: "−0.2", "1,240".
std::string number(double value);
std::string signed_number(double value);

/// Rounded to a multiple of `step`, a power of ten, without zeros at the end: "−0.05", "4,200".
std::string to_step(double value, double step);

enum class Signs { negative, both };

/// A middle and its 90 % range, "−0.054 [90 %: −0.18 to −0.013]": all three rounded to one step of
/// at most a twentieth of the range, about what 2,000 futures tell of its ends. `both` signs for
/// changes.
std::string interval_text(double low, double middle, double high, Signs signs = Signs::negative);

/// "Supported", "Undetermined (prior-driven)", "Contradicted (negligible)".
std::string verdict_text(Verdict verdict, Reason reason);

/// The mark before the word: ● ◐ ○ ✕.
std::string verdict_mark(Verdict verdict);

/// One sentence on what the reason means, naming the placeholder or the series.
std::string reason_sentence(const PartResult& part);

/// "In 2,000 paired futures, ... changed by ... [90 %: ... to ...]. A rise of 10 % or more: ...".
/// Empty for facts.
std::string model_line(const PartResult& part);

/// What the series, texts or past cases say; "none" in words where there is nothing.
std::string record_line(const PartResult& part);

/// Shares under the other prior sets; empty with one set.
std::string prior_sets_line(const PartResult& part);

std::string depends_line(const PartResult& part);
std::string flip_line(const PartResult& part);
/// What was compared and what had to hold, as written, with a smallest effect not the author's.
std::string asks_line(const PartResult& part);

/// The share of futures with all it depends on at the ends that speak against the claim; empty
/// where that was not asked for.
std::string other_side_line(const PartResult& part);

std::string rests_line(const PartResult& part);
std::string rival_line(const RivalView& rival);
std::string confidence_line(Confidence confidence);

/// One sentence for the whole claim: what is shown to the user first.
std::string sentence(const ClaimResult& claim);

/// Words that generated text never uses.
const std::vector<std::string>& banned_words();

}  // namespace entente::claims
