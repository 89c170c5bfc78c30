// SPDX-License-Identifier: Apache-2.0
// What an `expect` measures: a quantity in the model's futures, a series, rows of a table, or what
// happened around recorded events. For claims.cpp alone, which says how it is judged.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/resolver.hpp"

namespace entente::model::resolving {

/// A stat with the unit its amounts are judged in.
struct Measured {
    Stat stat;
    Unit unit;
};

/// The links that a name stands for: one, or a family. Reports where there is none.
std::vector<LinkId> links_called(Context& context, const Name& name);

class StatReader {
  public:
    /// What may be measured: all there is, or the record alone.
    enum class Asks { model, record, record_and_inputs };

    /// `owner` names the hidden quantities of measured expressions.
    StatReader(Context& context, std::string owner, Asks asks)
        : context_(context), owner_(std::move(owner)), asks_(asks) {}

    /// Nothing after a report.
    std::optional<Measured> read(const syntax::Stat& written);

    /// The quantity or series measured, and its unit; nothing after a report.
    std::optional<Measured> measured(const Expr& expr);

  private:
    std::optional<Measured> read_effect(const syntax::Stat& written);
    std::optional<Measured> read_rows(const syntax::Stat& written);
    bool read_around(const syntax::Stat& written, Stat& stat);
    bool read_dates(const syntax::Stat& written, Stat& stat);
    Unit unit_of_series(DataId id);
    bool text_only(NodeId node, const Expr& expr);
    Unit in_total(const Unit& unit, const Unit& month);

    Context& context_;
    std::string owner_;
    Asks asks_;
};

}  // namespace entente::model::resolving
