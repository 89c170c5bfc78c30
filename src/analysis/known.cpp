// SPDX-License-Identifier: Apache-2.0
#include "analysis/known.hpp"

#include <algorithm>

namespace entente::analysis {

namespace {

using model::QuantityKind;

void cut(data::RecordValues& record, int row) {
    for (auto r = static_cast<std::size_t>(std::max(row, 0)); r < record.covered.size(); ++r) {
        record.covered[r] = 0;
    }
}

}  // namespace

bool knows(Conditioning level, QuantityKind kind) {
    switch (level) {
        case Conditioning::nothing:
            return false;
        case Conditioning::shocks:
            return kind == QuantityKind::input;
        case Conditioning::decisions:
            return kind == QuantityKind::input || kind == QuantityKind::lever ||
                   kind == QuantityKind::event || kind == QuantityKind::stock;
    }
    return false;
}

std::string_view name(Conditioning level) {
    switch (level) {
        case Conditioning::nothing:
            return "C0";
        case Conditioning::shocks:
            return "C1";
        case Conditioning::decisions:
            return "C2";
    }
    return "";
}

data::Data known_at(const model::Model& model,
                    const data::Data& data,
                    model::Month origin,
                    Conditioning level) {
    data::Data known = data;
    const int row = model.grid.row(origin);
    for (const model::Quantity& quantity : model.quantities) {
        if (!quantity.covered || knows(level, quantity.kind)) {
            continue;
        }
        const model::Track& covered = model.tracks[quantity.covered];
        if (covered.kind == model::Track::Kind::record_covers) {
            cut(known.records[covered.record], row);
        }
    }
    return known;
}

}  // namespace entente::analysis
