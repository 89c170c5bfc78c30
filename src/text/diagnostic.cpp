// SPDX-License-Identifier: Apache-2.0
#include "text/diagnostic.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/contract.hpp"

namespace entente::text {

namespace {

/// Places of one fault; more are no help to anybody.
constexpr std::size_t most_places = 20;

}  // namespace

void Diagnostics::add(Diagnostic diagnostic) {
    const bool known =
        std::any_of(list_.begin(), list_.end(), [&diagnostic](const Diagnostic& other) {
            return other.code == diagnostic.code && other.primary.span == diagnostic.primary.span &&
                   (other.primary.span.file || other.headline == diagnostic.headline);
        });
    if (known) {
        return;
    }
    if (diagnostic.severity() == Severity::error) {
        ++error_count_;
    }
    list_.push_back(std::move(diagnostic));
}

void Diagnostics::add_place(const std::string& code, Span primary, Label place) {
    for (Diagnostic& diagnostic : list_) {
        if (diagnostic.code != code || diagnostic.primary.span != primary) {
            continue;
        }
        const bool known = primary == place.span || std::any_of(diagnostic.others.begin(),
                                                                diagnostic.others.end(),
                                                                [&place](const Label& other) {
                                                                    return other.span == place.span;
                                                                });
        if (!known && diagnostic.others.size() < most_places) {
            diagnostic.others.push_back(std::move(place));
        }
        return;
    }
}

std::vector<Diagnostic> Diagnostics::sorted() const {
    std::vector<Diagnostic> all = list_;
    std::stable_sort(all.begin(), all.end(), [](const Diagnostic& a, const Diagnostic& b) {
        return std::tie(a.primary.span.file, a.primary.span.begin) <
               std::tie(b.primary.span.file, b.primary.span.begin);
    });
    return all;
}

}  // namespace entente::text
