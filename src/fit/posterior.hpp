// SPDX-License-Identifier: Apache-2.0
// Posterior files: one or more posteriors (prior sets, windows) in one NetCDF-4 file, each a group
// with the groups of ArviZ inside, first dimensions `chain` and `draw`:
//
//     literature/posterior             value[chain][draw][quantity], each quantity in its unit
//     literature/prior                 the same under the prior
//     literature/posterior_predictive  value[chain][draw][observation], all series in one, with
//                                      `series_index` and `time` of each observation
//     literature/observed_data         value[observation], what was observed, NaN in gaps
//     literature/sample_stats          lp (log density), and what the caller adds
//     literature/unconstrained         z[chain][draw][quantity], from which runs are repeated
//
// `xarray.open_dataset(path, group="literature/posterior")` opens one. Each posterior's group has
// who made it in its attributes. No clock: the same inputs give the same bytes.
//
// Six posteriors of 2,048 draws of 220 quantities fit into 5 MB. So z is a 16-bit number, and lies
// on a grid that is coarse beside the posterior and fine beside the sampling error of its draws
// (stored_z); runs are made from these very numbers, and the log density is that of them. `value`
// has the quantities whose posterior is narrowest, `values_kept` at most, to 12 significant bits;
// any other stays near its prior and is z through the quantiles of that. What is only looked at,
// draws of prior and records, has 8 bits.
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
    std::vector<double> draws;  ///< [chain][draw], in `unit`; empty where a file has none
    std::vector<double> prior;  ///< any number of prior draws, the same for all quantities
    std::vector<double> z;      ///< [chain][draw], multiples of 2^-10 within -31..31
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

/// Quantities with values in their unit in a file, at most: those whose z deviates least.
inline constexpr std::size_t values_kept = 32;

/// z as a file holds it, within -31..31: the nearest multiple of the greatest power of two that is
/// at most a 12th of `deviation`, the posterior's; but at least 2^-10 and at most 2^-4. The
/// variance of 2,000 draws grows by less than a 1,700th; sampling leaves 3 % of it uncertain.
double stored_z(double z, double deviation);

/// A number to so many significant bits, at most 52, to the nearest; NaN and infinities as they
/// are.
double stored_value(double x, unsigned bits);

/// Writes and renames. Posteriors have distinct names, at least one draw, z on the grid, and
/// columns of the lengths given; throws BrokenContract otherwise, results::FileError when the file
/// cannot be written.
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
