// SPDX-License-Identifier: Apache-2.0
#include "fit/shape.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include <Eigen/Dense>

#include "base/contract.hpp"
#include "math/normal_cdf.hpp"
#include "math/vector.hpp"

namespace entente::fit {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;
using Rows =
    Eigen::Map<const Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;

/// Rotations of varimax go over all pairs so many times at most.
constexpr int most_sweeps = 30;

/// Slopes a direction from which the map is learned.
constexpr double slopes_for_map = 1.5;

/// The least precision along any direction, the prior's being 1: less is a hollow that the map
/// cannot show.
constexpr double least_precision = 0.3;

/// Bends and spreads that explain less, as a correlation, are taken for chance; no direction has
/// more of a kind; and there must be so many rows a direction.
constexpr double least_correlation = 0.3;
constexpr std::size_t most_terms = 6;
constexpr Index rows_for_terms = 10;

/// Independent draws that the slopes are worth beside the rows.
constexpr double believed_slopes = 60.0;

/// Levels of rows count with this many others that stand as the slopes say.
constexpr double believed_rows = 100.0;

/// Where levels stand in w, and by how much they rise at least.
constexpr std::array<double, level_count> level_places = {-2.0, -1.0, 0.0, 1.0, 2.0};
constexpr double least_rise = 0.1;

Rows rows_of(const std::vector<double>& table, std::size_t width) {
    return {table.data(), static_cast<Index>(table.size() / width), static_cast<Index>(width)};
}

/// Turns rows of a basis in pairs until the sum of fourth powers is as great as it gets.
void turn_to_coordinates(std::vector<double>& basis, std::size_t d) {
    const std::size_t r = basis.size() / d;
    bool turned = true;
    for (int sweep = 0; sweep < most_sweeps && turned; ++sweep) {
        turned = false;
        for (std::size_t p = 0; p < r; ++p) {
            for (std::size_t q = p + 1; q < r; ++q) {
                double* x = &basis[p * d];
                double* y = &basis[q * d];
                double sum_u = 0.0;
                double sum_v = 0.0;
                double sum_squares = 0.0;
                double sum_products = 0.0;
                for (std::size_t j = 0; j < d; ++j) {
                    const double u = x[j] * x[j] - y[j] * y[j];
                    const double v = 2.0 * x[j] * y[j];
                    sum_u += u;
                    sum_v += v;
                    sum_squares += u * u - v * v;
                    sum_products += 2.0 * u * v;
                }
                const auto n = static_cast<double>(d);
                const double angle =
                    0.25 * std::atan2(sum_products - 2.0 * sum_u * sum_v / n,
                                      sum_squares - (sum_u * sum_u - sum_v * sum_v) / n);
                if (std::fabs(angle) < 1e-6) {
                    continue;
                }
                turned = true;
                const double c = std::cos(angle);
                const double t = std::sin(angle);
                for (std::size_t j = 0; j < d; ++j) {
                    const double before = x[j];
                    x[j] = c * before + t * y[j];
                    y[j] = -t * before + c * y[j];
                }
            }
        }
    }
}

double mean_product(const VectorXd& a, const VectorXd& b) {
    return a.dot(b) / static_cast<double>(a.size());
}

double correlation(const VectorXd& a, const VectorXd& b) {
    const double ma = a.mean();
    const double mb = b.mean();
    const double variance = (mean_product(a, a) - ma * ma) * (mean_product(b, b) - mb * mb);
    return variance > 0.0 ? (mean_product(a, b) - ma * mb) / std::sqrt(variance) : 0.0;
}

/// One term that may enter, and how it correlates with what is left to explain.
struct Candidate {
    std::uint32_t a = 0;
    std::uint32_t b = 0;
    double correlation = 0.0;
};

/// The strongest of the notable ones, strongest first.
std::vector<Candidate> strongest(std::vector<Candidate> all) {
    std::erase_if(
        all, [](const Candidate& c) { return !(std::fabs(c.correlation) > least_correlation); });
    std::stable_sort(all.begin(), all.end(), [](const Candidate& x, const Candidate& y) {
        return std::fabs(x.correlation) > std::fabs(y.correlation);
    });
    all.resize(std::min(all.size(), most_terms));
    return all;
}

/// Takes out of a column what the features explain, and returns the coefficients.
VectorXd explain(VectorXd& column, const MatrixXd& features) {
    MatrixXd gram = features.transpose() * features;
    // As if a few more rows had shown nothing.
    gram.diagonal().array() += static_cast<double>(features.cols());
    VectorXd size = gram.ldlt().solve(features.transpose() * column);
    column -= features * size;
    return size;
}

/// The eigenvectors of H, as rows of a basis.
std::vector<double> informed_directions(const Slopes& seen,
                                        std::size_t dimension,
                                        double left_out) {
    const Rows slopes = rows_of(seen.slopes, dimension);
    const auto d = static_cast<Index>(dimension);
    MatrixXd moment = slopes.transpose() * slopes;
    moment /= std::max<double>(1.0, static_cast<double>(slopes.rows()));
    // Eigenvalues rise.
    const Eigen::SelfAdjointEigenSolver<MatrixXd> solver(moment);
    ENTENTE_ENSURE(solver.info() == Eigen::Success);
    Index without = 0;
    double sum = 0.0;
    while (without < d) {
        sum += std::max(solver.eigenvalues()(without), 0.0);
        if (sum > left_out) {
            break;
        }
        ++without;
    }
    std::vector<double> basis;
    for (Index k = d - 1; k >= without; --k) {
        for (Index i = 0; i < d; ++i) {
            basis.push_back(solver.eigenvectors()(i, k));
        }
    }
    return basis;
}

/// A normal density, as slopes show it.
struct Normal {
    VectorXd centre;
    MatrixXd covariance;
};

/// `x` and slopes `s` of the whole log density along the directions, [point][direction].
Normal normal_of(const MatrixXd& x, const MatrixXd& s) {
    const Eigen::RowVectorXd mean_x = x.colwise().mean();
    const Eigen::RowVectorXd mean_s = s.colwise().mean();
    const MatrixXd dx = x.rowwise() - mean_x;
    const MatrixXd ds = s.rowwise() - mean_s;
    MatrixXd spread = dx.transpose() * dx;
    spread.diagonal().array() += 1e-9 * spread.trace() / static_cast<double>(spread.rows());
    MatrixXd precision = -spread.ldlt().solve(dx.transpose() * ds);
    precision = (0.5 * (precision + precision.transpose())).eval();
    const Eigen::SelfAdjointEigenSolver<MatrixXd> solver(precision);
    ENTENTE_ENSURE(solver.info() == Eigen::Success);
    const VectorXd variances = solver.eigenvalues().cwiseMax(least_precision).cwiseInverse();
    Normal made;
    made.covariance =
        solver.eigenvectors() * variances.asDiagonal() * solver.eigenvectors().transpose();
    made.centre = mean_x.transpose() + made.covariance * mean_s.transpose();
    return made;
}

/// The directions in an order in which those that the squares of others bend come last.
std::vector<Index> bent_last(const MatrixXd& x, const Normal& normal) {
    const Index r = x.cols();
    // Whitened by the symmetric root, which keeps each direction nearest to itself.
    const Eigen::SelfAdjointEigenSolver<MatrixXd> solver(normal.covariance);
    const MatrixXd w = (x.rowwise() - normal.centre.transpose()) * solver.operatorInverseSqrt();
    MatrixXd bends = MatrixXd::Zero(r, r);
    for (Index a = 0; a < r; ++a) {
        const VectorXd square = w.col(a).cwiseProduct(w.col(a));
        for (Index i = 0; i < r; ++i) {
            const double c = a == i ? 0.0 : correlation(square, w.col(i));
            bends(a, i) = c * c;
        }
    }
    std::vector<std::pair<double, Index>> order;
    for (Index i = 0; i < r; ++i) {
        order.emplace_back(bends.col(i).maxCoeff() - bends.row(i).maxCoeff(), i);
    }
    std::sort(order.begin(), order.end());
    std::vector<Index> result;
    result.reserve(order.size());
    for (const auto& [score, i] : order) {
        result.push_back(i);
    }
    return result;
}

/// Independent draws that rows of chains, [draw][chain], are worth: the median over directions of
/// what the spread of the chains' means says.
double effective_rows(const MatrixXd& u, Index chains) {
    if (chains < 2 || u.rows() % chains != 0 || u.rows() < 2 * chains) {
        return 1.0;
    }
    const Index length = u.rows() / chains;
    std::vector<double> effective;
    for (Index i = 0; i < u.cols(); ++i) {
        VectorXd means = VectorXd::Zero(chains);
        for (Index row = 0; row < u.rows(); ++row) {
            means(row % chains) += u(row, i) / static_cast<double>(length);
        }
        const double middle = means.mean();
        const double between =
            (means.array() - middle).square().sum() / static_cast<double>(chains - 1);
        const double all =
            (u.col(i).array() - middle).square().sum() / static_cast<double>(u.rows());
        effective.push_back(static_cast<double>(chains) * all / std::max(between, 1e-12 * all));
    }
    std::sort(effective.begin(), effective.end());
    return std::clamp(effective[effective.size() / 2], 1.0, static_cast<double>(u.rows()));
}

/// The covariance of rows that slopes say have covariance I: something between the two, for both
/// are uncertain, the rows where they follow one another and the slopes where they bend.
MatrixXd blended_covariance(const MatrixXd& u, Index chains) {
    const MatrixXd gaps = u.rowwise() - u.colwise().mean();
    const double rows = effective_rows(u, chains);
    MatrixXd sum = gaps.transpose() * gaps * (rows / static_cast<double>(u.rows()));
    sum.diagonal().array() += believed_slopes;
    return sum / (rows + believed_slopes);
}

std::span<const double> levels_of(const Shape& shape, std::size_t direction) {
    return std::span(shape.levels).subspan(direction * level_count, level_count);
}

/// The piece between neighbours of rising ends in which x lies, by the number of its lower end. The
/// outer pieces go on for ever.
std::size_t piece_at(std::span<const double> ends, double x) {
    const auto inner = ends.subspan(1, ends.size() - 2);
    return static_cast<std::size_t>(std::upper_bound(inner.begin(), inner.end(), x) -
                                    inner.begin());
}

/// g, its slope, and its inverse.
double levelled(std::span<const double> levels, double w) {
    const std::size_t piece = piece_at(level_places, w);
    return levels[piece] + (w - level_places[piece]) * (levels[piece + 1] - levels[piece]);
}

double rise(std::span<const double> levels, double w) {
    const std::size_t piece = piece_at(level_places, w);
    return levels[piece + 1] - levels[piece];
}

double unlevelled(std::span<const double> levels, double g) {
    const std::size_t piece = piece_at(levels, g);
    return level_places[piece] + (g - levels[piece]) / (levels[piece + 1] - levels[piece]);
}

/// Learns the triangular part of the map from rows u, direction by direction.
class TermLearner {
  public:
    TermLearner(Shape& shape, MatrixXd u)
        : shape_(shape), u_(std::move(u)), w_(u_.rows(), u_.cols()) {}

    void learn() {
        const bool with_terms = u_.rows() >= rows_for_terms * u_.cols();
        for (Index i = 0; i < u_.cols(); ++i) {
            VectorXd rest = u_.col(i);
            if (with_terms) {
                const double mean = rest.mean();
                rest.array() -= mean;
                bend(i, rest);
                const VectorXd spreads = spread(i, rest);
                rest.array() += mean;
                rest = rest.cwiseQuotient(spreads);
            }
            level(rest);
            const std::span<const double> levels = levels_of(shape_, static_cast<std::size_t>(i));
            w_.col(i) = rest.unaryExpr([levels](double u) { return unlevelled(levels, u); });
        }
    }

  private:
    /// Levels are the quantiles of what is left that w has there.
    void level(const VectorXd& rest) {
        std::vector<double> sorted(rest.begin(), rest.end());
        std::sort(sorted.begin(), sorted.end());
        const auto rows = static_cast<double>(rest.size());
        double lowest = -std::numeric_limits<double>::infinity();
        for (const double place : level_places) {
            const auto row = static_cast<std::size_t>(math::normal_cdf(place) * rows);
            const double seen = sorted[std::min(row, sorted.size() - 1)];
            const double level = (rows * seen + believed_rows * place) / (rows + believed_rows);
            shape_.levels.push_back(std::max(level, lowest));
            lowest = shape_.levels.back() + least_rise;
        }
    }

    VectorXd product(std::uint32_t a, std::uint32_t b) const {
        VectorXd made = w_.col(a).cwiseProduct(w_.col(b));
        made.array() -= a == b ? 1.0 : 0.0;
        return made;
    }

    void bend(Index i, VectorXd& rest) {
        std::vector<Candidate> all;
        for (std::uint32_t a = 0; a < i; ++a) {
            for (std::uint32_t b = 0; b <= a; ++b) {
                all.push_back({a, b, correlation(product(a, b), rest)});
            }
        }
        all = strongest(std::move(all));
        MatrixXd features(rest.size(), std::ssize(all));
        for (Index k = 0; k < features.cols(); ++k) {
            const Candidate& one = all[static_cast<std::size_t>(k)];
            features.col(k) = product(one.a, one.b);
        }
        take(i, all, explain(rest, features), shape_.bends);
    }

    /// The spread of what is left in each row, and the terms that say so: the log of the absolute
    /// value of a normal number has a constant mean, whatever the number is multiplied by.
    VectorXd spread(Index i, const VectorXd& rest) {
        const double usual = rest.norm() / std::sqrt(static_cast<double>(rest.size()));
        VectorXd size = (rest.array().abs() + 1e-3 * usual + 1e-12).log().matrix();
        size.array() -= size.mean();
        std::vector<Candidate> all;
        for (std::uint32_t a = 0; a < i; ++a) {
            all.push_back({a, 0, correlation(w_.col(a), size)});
        }
        all = strongest(std::move(all));
        MatrixXd features(rest.size(), std::ssize(all));
        for (Index k = 0; k < features.cols(); ++k) {
            features.col(k) = w_.col(all[static_cast<std::size_t>(k)].a);
        }
        const VectorXd sizes = explain(size, features);
        take(i, all, sizes, shape_.spreads);
        return (features * sizes).array().exp().matrix();
    }

    static void take(Index i,
                     const std::vector<Candidate>& all,
                     const VectorXd& sizes,
                     std::vector<Bend>& into) {
        for (std::size_t k = 0; k < all.size(); ++k) {
            into.push_back(
                {static_cast<std::uint32_t>(i), all[k].a, all[k].b, sizes(static_cast<Index>(k))});
        }
    }

    Shape& shape_;
    MatrixXd u_;  ///< [row][direction]
    MatrixXd w_;
};

/// What the terms make of a direction once w of those before it is known: u = bent + scale g(w).
struct Bent {
    double bent = 0.0;
    double scale = 1.0;
};

/// The terms of a map, direction by direction.
class Terms {
  public:
    explicit Terms(const Shape& shape) : bends_(shape.bends), spreads_(shape.spreads) {}

    /// Of the next direction.
    Bent next(std::span<const double> w) {
        double bent = 0.0;
        for (; !bends_.empty() && bends_.front().to == direction_; bends_ = bends_.subspan(1)) {
            const Bend& term = bends_.front();
            bent += term.size * (w[term.a] * w[term.b] - (term.a == term.b ? 1.0 : 0.0));
        }
        double spread = 0.0;
        for (; !spreads_.empty() && spreads_.front().to == direction_;
             spreads_ = spreads_.subspan(1)) {
            spread += spreads_.front().size * w[spreads_.front().a];
        }
        ++direction_;
        return {.bent = bent, .scale = math::exp(spread)};
    }

  private:
    std::span<const Bend> bends_;
    std::span<const Bend> spreads_;
    std::size_t direction_ = 0;
};

}  // namespace

std::vector<double> slope_points(std::span<const double> at, std::span<const double> steps) {
    const std::size_t d = steps.size();
    std::vector<double> points;
    points.reserve(at.size() * (d + 1));
    for (std::size_t i = 0; i < at.size(); i += d) {
        const auto point = at.subspan(i, d);
        points.insert(points.end(), point.begin(), point.end());
        for (std::size_t j = 0; j < d; ++j) {
            points.insert(points.end(), point.begin(), point.end());
            points[points.size() - d + j] += steps[j];
        }
    }
    return points;
}

Slopes slopes_of(std::span<const double> at,
                 std::span<const double> values,
                 std::span<const double> steps) {
    const std::size_t d = steps.size();
    const std::size_t count = at.size() / d;
    ENTENTE_EXPECT(values.size() == count * (d + 1));
    Slopes seen;
    for (std::size_t i = 0; i < count; ++i) {
        const auto value = values.subspan(i * (d + 1), d + 1);
        if (!std::isfinite(value[0])) {
            continue;
        }
        for (std::size_t j = 0; j < d; ++j) {
            const double z = at[i * d + j];
            // The slope of log N(0, 1) over the same step is -(z + step / 2).
            const double slope = (value[j + 1] - value[0]) / steps[j] + z + 0.5 * steps[j];
            seen.at.push_back(z);
            seen.slopes.push_back(std::isfinite(slope) ? slope : 0.0);
        }
    }
    return seen;
}

Shape learn_shape(const Slopes& seen,
                  std::span<const double> rows,
                  std::size_t dimension,
                  std::size_t chains,
                  double left_out) {
    Shape shape;
    shape.known = true;
    shape.basis = informed_directions(seen, dimension, left_out);
    turn_to_coordinates(shape.basis, dimension);
    const std::size_t r = shape.basis.size() / dimension;
    const std::size_t points = seen.at.size() / dimension;
    if (r == 0 || static_cast<double>(points) < slopes_for_map * static_cast<double>(r)) {
        return shape;
    }
    const std::vector<double> kept(rows.begin(), rows.end());
    const MatrixXd basis = rows_of(shape.basis, dimension);
    const MatrixXd at = rows_of(seen.at, dimension) * basis.transpose();
    const MatrixXd scores = rows_of(seen.slopes, dimension) * basis.transpose() - at;
    const MatrixXd x = rows_of(kept, dimension) * basis.transpose();
    const Normal normal = normal_of(at, scores);
    const std::vector<Index> order = bent_last(x, normal);
    shape.basis.clear();
    MatrixXd ordered(x.rows(), x.cols());
    Eigen::PermutationMatrix<Eigen::Dynamic> turn(x.cols());
    for (Index i = 0; i < x.cols(); ++i) {
        const Index from = order[static_cast<std::size_t>(i)];
        turn.indices()(from) = static_cast<int>(i);
        for (Index j = 0; j < basis.cols(); ++j) {
            shape.basis.push_back(basis(from, j));
        }
    }
    const VectorXd centre = turn * normal.centre;
    const MatrixXd covariance = turn * normal.covariance * turn.transpose();
    MatrixXd factor = covariance.llt().matrixL();
    const MatrixXd gaps = (x * turn.transpose()).rowwise() - centre.transpose();
    MatrixXd u = factor.triangularView<Eigen::Lower>().solve(gaps.transpose()).transpose();
    const MatrixXd correction = blended_covariance(u, static_cast<Index>(chains)).llt().matrixL();
    factor = (factor * correction).eval();
    u = correction.triangularView<Eigen::Lower>().solve(u.transpose()).transpose().eval();
    for (Index i = 0; i < x.cols(); ++i) {
        shape.centre.push_back(centre(i));
        for (Index j = 0; j < x.cols(); ++j) {
            shape.factor.push_back(factor(i, j));
        }
    }
    TermLearner(shape, std::move(u)).learn();
    return shape;
}

std::vector<double> unmapped(const Shape& shape, std::span<const double> x) {
    const std::size_t r = x.size();
    std::vector<double> u(r);
    std::vector<double> w(r);
    Terms terms(shape);
    for (std::size_t i = 0; i < r; ++i) {
        double rest = x[i] - shape.centre[i];
        for (std::size_t j = 0; j < i; ++j) {
            rest -= shape.factor[i * r + j] * u[j];
        }
        u[i] = rest / shape.factor[i * r + i];
        const auto [bent, scale] = terms.next(w);
        w[i] = unlevelled(levels_of(shape, i), (u[i] - bent) / scale);
    }
    return w;
}

std::vector<double> mapped(const Shape& shape, std::span<const double> w) {
    const std::size_t r = w.size();
    std::vector<double> u(r);
    std::vector<double> x(r);
    Terms terms(shape);
    for (std::size_t i = 0; i < r; ++i) {
        const auto [bent, scale] = terms.next(w);
        u[i] = bent + scale * levelled(levels_of(shape, i), w[i]);
        double sum = shape.centre[i];
        for (std::size_t j = 0; j <= i; ++j) {
            sum += shape.factor[i * r + j] * u[j];
        }
        x[i] = sum;
    }
    return x;
}

double log_volume(const Shape& shape, std::span<const double> w) {
    double sum = 0.0;
    for (const Bend& spread : shape.spreads) {
        sum += spread.size * w[spread.a];
    }
    for (std::size_t i = 0; i < w.size(); ++i) {
        sum += math::log(rise(levels_of(shape, i), w[i]));
    }
    return sum;
}

Frame::Frame(const Shape& shape, std::size_t dimension)
    : shape_(shape),
      dimension_(dimension),
      size_(shape.known ? shape.basis.size() / dimension : dimension) {}

std::span<const double> Frame::direction(std::size_t i) const {
    return std::span(shape_.basis).subspan(i * dimension_, dimension_);
}

std::vector<double> Frame::components(std::span<const double> vector) const {
    if (!shape_.known) {
        return {vector.begin(), vector.end()};
    }
    std::vector<double> result(size_);
    for (std::size_t i = 0; i < size_; ++i) {
        const auto along = direction(i);
        double sum = 0.0;
        for (std::size_t j = 0; j < dimension_; ++j) {
            sum += along[j] * vector[j];
        }
        result[i] = sum;
    }
    return result;
}

void Frame::add(std::span<const double> components, std::span<double> to) const {
    for (std::size_t i = 0; i < size_; ++i) {
        if (!shape_.known) {
            to[i] += components[i];
            continue;
        }
        if (components[i] == 0.0) {
            continue;
        }
        const auto along = direction(i);
        for (std::size_t j = 0; j < dimension_; ++j) {
            to[j] += components[i] * along[j];
        }
    }
}

}  // namespace entente::fit
