// SPDX-License-Identifier: Apache-2.0
#include "fit/windows.hpp"

#include <algorithm>

namespace entente::fit {

namespace {

using Window = model::Observation::Window;

void total(
    const OutputRows& rows, std::uint32_t output, int first, int last, std::vector<double>& into) {
    std::fill(into.begin(), into.end(), 0.0);
    for (int r = first; r <= last; ++r) {
        const float* const from = rows.row(r, output);
        for (std::size_t lane = 0; lane < into.size(); ++lane) {
            into[lane] += static_cast<double>(from[lane]);
        }
    }
}

void average(
    const OutputRows& rows, std::uint32_t output, int first, int last, std::vector<double>& into) {
    total(rows, output, first, last, into);
    const double months = last - first + 1;
    for (double& x : into) {
        x /= months;
    }
}

}  // namespace

int last_row(const Target& target, const Observed& point) {
    const bool next = target.window == Window::closing && target.closes_after;
    return point.last + (next ? 1 : 0);
}

int rows_read(const Target& target, const Observed& point) {
    const int before = target.window == Window::growth ? target.period : 0;
    return last_row(target, point) - point.first + before + 1;
}

TargetReader::TargetReader(const Targets& targets, std::size_t lanes, math::InstructionSet set)
    : targets_(targets), model_(lanes), before_(lanes) {
    for (const Target& target : targets.targets) {
        laws_.emplace_back(target, lanes, set);
        std::vector<std::vector<double>>& settings = settings_.emplace_back();
        for (const Setting& setting : target.settings) {
            settings.emplace_back(setting.output ? lanes : 0);
        }
    }
}

LanePoint TargetReader::look(const OutputRows& rows, std::size_t t, const Observed& point) {
    const Target& target = targets_.targets[t];
    LanePoint at;
    fill(rows, target, point);
    at.model = model_.data();
    for (std::size_t i = 0; i < target.settings.size(); ++i) {
        std::vector<double>& setting = settings_[t][i];
        if (target.settings[i].output) {
            average(rows, *target.settings[i].output, point.first, point.last, setting);
        }
        at.settings.push_back(target.settings[i].output ? setting.data() : nullptr);
    }
    return at;
}

void TargetReader::fill(const OutputRows& rows, const Target& target, const Observed& point) {
    switch (target.window) {
        case Window::average:
            average(rows, target.output, point.first, point.last, model_);
            return;
        case Window::total:
            total(rows, target.output, point.first, point.last, model_);
            return;
        case Window::closing: {
            const int at = last_row(target, point);
            total(rows, target.output, at, at, model_);
            return;
        }
        case Window::growth: {
            total(rows, target.output, point.first - target.period, point.first - 1, before_);
            total(rows, target.output, point.first, point.last, model_);
            for (std::size_t lane = 0; lane < model_.size(); ++lane) {
                model_[lane] = (model_[lane] / before_[lane] - 1) / target.scale;
            }
            return;
        }
    }
}

}  // namespace entente::fit
