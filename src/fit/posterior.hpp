// SPDX-License-Identifier: Apache-2.0
// Posterior files: one or more posteriors (prior sets, windows) in one NetCDF-4 file, each a group
// with the groups of ArviZ inside, first dimensions `chain` and `draw`:
//
//     literature/posterior             a variable for every quantity, in its unit
//     literature/prior                 the same under the prior
//     literature/posterior_predictive  a variable for every observed series, with `time`
//     literature/observed_data         what was observed, NaN in gaps
//     literature/sample_stats          lp (log density), and what the caller adds
//     literature/unconstrained         z[chain][draw][coordinate], from which runs are repeated
//
// `xarray.open_dataset(path, group="literature/posterior")` opens one. Each posterior's group has
// who made it in its attributes. No clock: the same inputs give the same bytes.
//
// Numbers are single precision, deflated, and rounded to what sampling error leaves meaning: z to
// multiples of 2^-10, draws in their units to 12 significant bits. Runs must be made from
// stored_z(z), the numbers that the file will hold, and then are the same before and after a file.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace entente::fit {

/// What made a posterior. Texts as they shall stand in the file.
struct PosteriorOrigin {
    std::string model;       ///< its name
    std::string model_hash;  ///< SHA-256
    std::string data_hash;
    std::string prior_set;    ///< `literature`
    std::string first_month;  ///< of the window fitted, "2006-01"
    std::string last_month;
    std::string seed;
    std::string version;   ///< of entente
    std::string manifest;  ///< JSON: all that is needed to fit again

    friend bool operator==(const PosteriorOrigin&, const PosteriorOrigin&) = default;
};

/// A quantity that was fitted.
struct FittedQuantity {
    std::string name;  ///< as in the model, "x0" or "tie[CHN->PRK]"
    std::string unit;
    std::vector<double> draws;  ///< [chain][draw], in `unit`
    std::vector<double> prior;  ///< any number of prior draws, the same for all quantities
    std::vector<double> z;      ///< [chain][draw]
};

/// A series that the fit has seen.
struct FittedSeries {
    std::string name;
    std::string unit;
    std::vector<std::string> months;  ///< "2006-01", when each value is observed
    std::vector<double> observed;     ///< [month], NaN in gaps
    /// [predicted draw][month]; as many draws as the caller keeps, the same for all series, chosen
    /// by `Posterior::predictive_draws`. May be empty.
    std::vector<double> predictive;
};

/// A further variable of sample_stats, for instance `log_likelihood`.
struct SampleStatistic {
    std::string name;
    std::vector<double> values;  ///< [chain][draw]
};

struct Posterior {
    std::string name;  ///< of its group: letters, digits, `_`, `-`
    PosteriorOrigin origin;
    std::size_t chains = 0;
    std::size_t draws = 0;  ///< a chain
    std::vector<FittedQuantity> quantities;
    std::vector<double> log_density;  ///< [chain][draw]
    std::vector<SampleStatistic> statistics;
    std::vector<FittedSeries> series;
    std::size_t predictive_draws = 0;
    /// Numbers about the fit as a whole, written as attributes of sample_stats:
    /// `acceptance_snooker`, `divergences`, `evaluations`.
    std::vector<std::pair<std::string, double>> figures;
};

/// z as a file holds it: the nearest multiple of 2^-10, a fiftieth of the sampling error of 2,000
/// independent draws, within -31..31.
double stored_z(double z);

/// A draw as a file holds it: 12 significant bits, to the nearest; NaN and infinities as they are.
double stored_value(double x);

/// Writes and renames. Posteriors have distinct names, at least one draw, and columns of the
/// lengths given; throws BrokenContract otherwise, results::FileError when the file cannot be
/// written.
void write_posteriors(const std::filesystem::path& path, const std::vector<Posterior>& posteriors);

/// The names and origins in a file, in its order. Throws results::FileError.
std::vector<std::pair<std::string, PosteriorOrigin>> list_posteriors(
    const std::filesystem::path& path);

/// One posterior, as it was written but for rounding; nothing if the file has none of that name.
/// Throws results::FileError when the file cannot be read or is no file of ours.
std::optional<Posterior> read_posterior(const std::filesystem::path& path, const std::string& name);

/// All of them, in the order of the file.
std::vector<Posterior> read_posteriors(const std::filesystem::path& path);

}  // namespace entente::fit
