// SPDX-License-Identifier: Apache-2.0
// What burn-in learns of a density's shape. A record of some hundred numbers informs a few dozen
// combinations of coordinates, and leaves the rest of the space as the prior had it. Which, is told
// by the second moment of the slopes of the log likelihood over the posterior,
//
//     H = E[g g^T],  g = grad log(p / N(0, I)):
//
// a posterior in which all but the first r eigenvectors of H keep their prior differs from the true
// one by a Kullback-Leibler divergence of at most half the sum of the eigenvalues left out (Zahm,
// Cui, Law, Spantini & Marzouk, Mathematics of Computation 91, 2022, after Cui, Martin, Marzouk,
// Solonen & Spantini, Inverse Problems 30, 2014). N(0, I) is the same in every rotated frame, so
// jumps may treat the two parts of the space each in its own way (fit/jumps.hpp).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace entente::fit {

/// Places of w at which the map below has a level.
inline constexpr std::size_t level_count = 5;

/// A term of the map below, in w_a times (w_b, or 1).
struct Bend {
    std::uint32_t to = 0;
    std::uint32_t a = 0;
    std::uint32_t b = 0;
    double size = 0.0;

    friend bool operator==(const Bend&, const Bend&) = default;
};

/// The informed directions, and a map from independent normal w to the posterior along them: a
/// straight one, x = centre + factor u, after a triangular one for what bends (transport maps:
/// Parno & Marzouk, SIAM/ASA J. Uncertainty Quantification 6, 2018):
///
///     u_i = sum_{bends to i} size (w_a w_b - [a = b]) + s_i g_i(w_i),  a, b < i,
///     s_i = exp(sum_{spreads to i} size w_a)
///
/// g_i rises, straight between whole numbers from -2 to 2 and beyond them: long and short tails.
struct Shape {
    bool known = false;          ///< while it is not, the directions are the coordinates
    std::vector<double> basis;   ///< [direction][dimension], orthonormal
    std::vector<double> centre;  ///< [direction]; empty while the map is not known
    std::vector<double> factor;  ///< [direction][direction], lower triangle
    std::vector<double> levels;  ///< [direction][level_count], g_i of -2, -1, 0, 1, 2
    std::vector<Bend> bends;     ///< rising by `to`
    std::vector<Bend> spreads;   ///< rising by `to`

    friend bool operator==(const Shape&, const Shape&) = default;
};

/// Slopes of log(p / N(0, I)) at some points, both [point][dimension].
struct Slopes {
    std::vector<double> at;
    std::vector<double> slopes;
};

/// The points at which slopes are looked for: each of `at` and, behind it, the same moved by
/// steps[j] along coordinate j, for every j.
std::vector<double> slope_points(std::span<const double> at, std::span<const double> steps);

/// The slopes that log densities p at these points show. A point that is impossible shows none and
/// is left out.
Slopes slopes_of(std::span<const double> at,
                 std::span<const double> values,
                 std::span<const double> steps);

/// Directions: the fewest eigenvectors of H that leave out no more than `left_out` of the sum of
/// eigenvalues, turned among themselves so that each has few coordinates (varimax: Kaiser,
/// Psychometrika 23, 1958), and put in an order in which those that others bend come last. What
/// bends together then stands in few directions.
///
/// Map: the slopes of a normal density are straight in the place, s = P (m - x), so centre and
/// covariance follow from slopes and places, however badly the places are mixed, if there are more
/// of them than directions. Rows of the chains, [draw][chain][dimension], correct the covariance as
/// far as they are well mixed, and give deviations, bends and spreads. With too few slopes the map
/// stays unknown.
Shape learn_shape(const Slopes& seen,
                  std::span<const double> rows,
                  std::size_t dimension,
                  std::size_t chains,
                  double left_out);

/// w of x, and x of w, along the directions.
std::vector<double> unmapped(const Shape& shape, std::span<const double> x);
std::vector<double> mapped(const Shape& shape, std::span<const double> w);

/// log of the volume that the map gives a piece of the space of w, but for a constant.
double log_volume(const Shape& shape, std::span<const double> w);

/// A vector seen along the directions, and back.
class Frame {
  public:
    /// The shape must outlive the frame.
    Frame(const Shape& shape, std::size_t dimension);

    /// Directions.
    std::size_t size() const { return size_; }

    std::vector<double> components(std::span<const double> vector) const;

    /// to += sum of components[i] times direction i.
    void add(std::span<const double> components, std::span<double> to) const;

  private:
    std::span<const double> direction(std::size_t i) const;

    const Shape& shape_;
    std::size_t dimension_;
    std::size_t size_;
};

}  // namespace entente::fit
