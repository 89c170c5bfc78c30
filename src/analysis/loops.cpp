// SPDX-License-Identifier: Apache-2.0
#include "analysis/loops.hpp"

#include <algorithm>
#include <cmath>

#include "base/contract.hpp"

namespace entente::analysis {

namespace {

/// Walks from each stock over stocks of higher index alone, so that each loop is met once.
class Walker {
  public:
    Walker(std::size_t n, std::span<const double> answers, std::size_t longest, double least)
        : n_(n), answers_(answers), longest_(longest), least_(least), on_path_(n, 0) {}

    std::vector<Loop> walk() {
        for (std::size_t first = 0; first < n_; ++first) {
            path_ = {first};
            on_path_[first] = 1;
            follow(1);
            on_path_[first] = 0;
        }
        return std::move(found_);
    }

  private:
    double gain(std::size_t to, std::size_t from) const {
        const double loss = std::max(least_loss, 1 - answers_[to * n_ + to]);
        return answers_[to * n_ + from] / loss;
    }

    void follow(double product) {
        const std::size_t last = path_.back();
        if (path_.size() > 1) {
            const double whole = product * gain(path_.front(), last);
            if (std::abs(whole) >= least_) {
                found_.push_back({path_, whole});
            }
        }
        if (path_.size() == longest_) {
            return;
        }
        for (std::size_t next = path_.front() + 1; next < n_; ++next) {
            const double step = gain(next, last);
            if (on_path_[next] != 0 || step == 0 || !std::isfinite(step)) {
                continue;
            }
            path_.push_back(next);
            on_path_[next] = 1;
            follow(product * step);
            on_path_[next] = 0;
            path_.pop_back();
        }
    }

    std::size_t n_;
    std::span<const double> answers_;
    std::size_t longest_;
    double least_;
    std::vector<std::size_t> path_;
    std::vector<char> on_path_;
    std::vector<Loop> found_;
};

}  // namespace

std::vector<Loop> strongest_loops(std::size_t n,
                                  std::span<const double> answers,
                                  std::size_t longest,
                                  double least,
                                  std::size_t most) {
    ENTENTE_EXPECT(answers.size() == n * n);
    std::vector<Loop> loops = Walker(n, answers, longest, least).walk();
    std::stable_sort(loops.begin(), loops.end(), [](const Loop& a, const Loop& b) {
        return std::abs(a.gain) > std::abs(b.gain);
    });
    if (loops.size() > most) {
        loops.resize(most);
    }
    return loops;
}

}  // namespace entente::analysis
