// SPDX-License-Identifier: Apache-2.0
// What a scenario keeps of the one it extends.
#include "model/resolver.hpp"

namespace entente::model::resolving {

namespace {

/// What a change is about, for a child that says it anew: quantities, an event, an actor.
std::vector<std::string> subjects(const Change& change) {
    std::vector<std::string> names;
    const auto add = [&names](char kind, std::size_t index) {
        names.push_back(kind + std::to_string(index));
    };
    if (const auto* set = std::get_if<SetChange>(&change)) {
        for (const QuantityId id : set->quantities) {
            add('q', id.index);
        }
    } else if (const auto* event = std::get_if<EventChange>(&change)) {
        add('e', event->event.index);
    } else if (const auto* leader = std::get_if<LeaderChange>(&change)) {
        names.push_back("l" + leader->actor);
    } else if (const auto* plays = std::get_if<PlaysChange>(&change)) {
        add('p', plays->choice.index);
    }
    return names;
}

}  // namespace

void inherit(std::vector<Change>& changes, const std::vector<Change>& child) {
    std::set<std::string> said;
    for (const Change& change : child) {
        for (const std::string& subject : subjects(change)) {
            said.insert(subject);
        }
    }
    std::vector<Change> kept;
    for (Change& change : changes) {
        if (auto* set = std::get_if<SetChange>(&change)) {
            SetChange rest = *set;
            rest.quantities.clear();
            rest.values.clear();
            for (std::size_t i = 0; i < set->quantities.size(); ++i) {
                if (said.contains("q" + std::to_string(set->quantities[i].index))) {
                    continue;
                }
                rest.quantities.push_back(set->quantities[i]);
                rest.values.push_back(set->values[i]);
            }
            if (!rest.quantities.empty()) {
                kept.emplace_back(rest);
            }
            continue;
        }
        const std::vector<std::string> about = subjects(change);
        if (about.empty() || !said.contains(about.front())) {
            kept.push_back(change);
        }
    }
    kept.insert(kept.end(), child.begin(), child.end());
    changes = std::move(kept);
}

}  // namespace entente::model::resolving
