// SPDX-License-Identifier: Apache-2.0
#include "games/path.hpp"

#include <algorithm>
#include <cmath>

#include <Eigen/LU>
#include <Eigen/QR>

#include "base/contract.hpp"

namespace entente::games {

namespace {

constexpr double first_step = 0.05;
constexpr double least_step = 1e-10;
constexpr int most_steps = 100'000;
constexpr int most_corrections = 12;
/// A point is on the curve when Newton's method moves it by less than this share of its size.
constexpr double close_enough = 1e-13;
/// A first correction longer than this share of the step may have hopped to another curve.
constexpr double longest_correction = 0.25;
/// Below this share the curve is straight enough for longer steps.
constexpr double short_correction = 0.05;
/// Cosine of the sharpest bend in one step.
constexpr double sharpest_bend = 0.9;

class Follower {
  public:
    Follower(const PathSystem& system, Eigen::VectorXd start)
        : system_(system), point_(std::move(start)), size_(point_.size()) {
        system_.evaluate(point_, residual_, jacobian_);
        tangent_ = tangent();
        if (tangent_(size_ - 1) < 0) {
            tangent_ = -tangent_;
        }
    }

    std::optional<Eigen::VectorXd> go_to(double parameter) {
        double step = first_step;
        for (int taken = 0; taken < most_steps && step > least_step; ++taken) {
            const double left = parameter - point_(size_ - 1);
            if (left <= 0) {
                return at(parameter, 0.0);
            }
            if (tangent_(size_ - 1) * step >= left) {
                const double last = left / tangent_(size_ - 1);
                if (auto reached = at(parameter, last)) {
                    return reached;
                }
                step = last / 2;
                continue;
            }
            step *= advance(step);
        }
        return std::nullopt;
    }

  private:
    /// The unit vector along which all residuals stay zero, of either sign.
    Eigen::VectorXd tangent() const {
        const Eigen::HouseholderQR<Eigen::MatrixXd> qr(jacobian_.transpose());
        return qr.householderQ() * Eigen::VectorXd::Unit(size_, size_ - 1);
    }

    /// One step along the curve where it can be taken; what to multiply its length by.
    double advance(double step) {
        constexpr double shorter = 0.5;
        constexpr double longer = 1.5;
        Eigen::VectorXd next = point_ + step * tangent_;
        double first = 0;
        if (!correct(next, step, first)) {
            return shorter;
        }
        Eigen::VectorXd direction = tangent();
        const double cosine = direction.dot(tangent_);
        if (std::abs(cosine) < sharpest_bend) {
            return shorter;
        }
        point_ = std::move(next);
        tangent_ = cosine < 0 ? Eigen::VectorXd(-direction) : direction;
        return first < short_correction * step ? longer : 1.0;
    }

    /// Newton's method to the nearest point of the curve. `first` is the length of its first move.
    bool correct(Eigen::VectorXd& point, double step, double& first) {
        for (int i = 0; i < most_corrections; ++i) {
            system_.evaluate(point, residual_, jacobian_);
            const Eigen::VectorXd move =
                jacobian_.completeOrthogonalDecomposition().solve(-residual_);
            const double length = move.norm();
            first = i == 0 ? length : first;
            if (!(length <= longest_correction * step)) {
                return false;
            }
            point += move;
            if (length <= close_enough * (1 + point.norm())) {
                system_.evaluate(point, residual_, jacobian_);
                return true;
            }
        }
        return false;
    }

    /// The unknowns where the parameter has this value, `step` ahead along the tangent.
    std::optional<Eigen::VectorXd> at(double parameter, double step) {
        Eigen::VectorXd point = point_ + step * tangent_;
        point(size_ - 1) = parameter;
        const Eigen::Index n = size_ - 1;
        for (int i = 0; i < most_corrections; ++i) {
            system_.evaluate(point, residual_, jacobian_);
            const Eigen::VectorXd move = jacobian_.leftCols(n).partialPivLu().solve(-residual_);
            const double length = move.norm();
            if (!(length <= longest_correction * std::max(step, first_step))) {
                return std::nullopt;
            }
            point.head(n) += move;
            if (length <= close_enough * (1 + point.norm())) {
                return Eigen::VectorXd(point.head(n));
            }
        }
        return std::nullopt;
    }

    const PathSystem& system_;
    Eigen::VectorXd point_;
    Eigen::Index size_;  ///< unknowns and the parameter
    Eigen::VectorXd tangent_;
    Eigen::VectorXd residual_;
    Eigen::MatrixXd jacobian_;
};

}  // namespace

std::optional<Eigen::VectorXd> follow_path(const PathSystem& system,
                                           Eigen::VectorXd start,
                                           double parameter) {
    ENTENTE_EXPECT(start.size() > 1 && start(start.size() - 1) <= parameter);
    return Follower(system, std::move(start)).go_to(parameter);
}

}  // namespace entente::games
