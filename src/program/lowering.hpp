// SPDX-License-Identifier: Apache-2.0
// The state shared by the files that lower a model: lower.cpp (expressions and views), months.cpp
// (levers, inputs, events, choices), memories.cpp (rows before this one), steps.cpp (sections).
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "program/lower.hpp"

namespace entente::program {

class Lowering {
  public:
    Lowering(const model::Model& model,
             const data::Data& data,
             const CompileOptions& options,
             text::Diagnostics& diagnostics);

    std::optional<Lowered> run();

  private:
    // lower.cpp: expressions
    ValueId node(View view, model::NodeId id);
    ValueId operation(View view, const model::Node& node);
    ValueId quantity(View view, model::QuantityId id);
    ValueId worked_out(View view, model::QuantityId id);
    ValueId stock(View view, model::QuantityId id);
    ValueId flow(View view, model::QuantityId id);
    ValueId parameter(model::QuantityId id);
    ValueId initial(model::QuantityId id);
    ValueId once(const model::Quantity& quantity, const model::Definition& definition);
    ValueId track(View view, model::TrackId id);
    ValueId time(View view);

    ValueId number(double x) { return out_.values.constant(x); }

    ValueId code(View view, Code code, ValueId a, ValueId b = {}, ValueId c = {});
    ValueId choose(View view, ValueId condition, ValueId yes, ValueId no);
    const std::vector<double>& path(model::TrackId id);

    const model::Quantity& at(model::QuantityId id) const { return m_.quantities[id]; }

    // months.cpp: what holds through a month
    ValueId lever(View view, model::QuantityId id);
    ValueId input(View view, model::QuantityId id);
    ValueId input_model(View view, model::QuantityId id, ValueId otherwise);
    ValueId event(View view, model::QuantityId id);
    ValueId event_draw(View view, model::QuantityId id, ValueId asked);
    ValueId with_settings(View view, const model::Quantity& quantity, ValueId x);
    ValueId drawn(View view, const model::DrawnFrom& draw, std::uint32_t site, bool mean);
    ValueId uniform(View view, std::uint32_t site, Code code);
    ValueId months_before(View view, model::QuantityId id);
    ValueId choice(View view, model::QuantityId id);
    ValueId latch(View view, model::QuantityId id);
    ValueId happened(View view, model::QuantityId id);
    void decide();
    ValueId decided(model::QuantityId id);
    std::vector<ValueId> leanings(model::QuantityId id);
    ValueId is_due(model::QuantityId choice);
    std::vector<double> asked_months() const;
    std::vector<double> known_counts(const model::Quantity& event);
    std::vector<double> drawn_months(const model::Quantity& event);
    bool recorded(const model::Quantity& quantity, int row);
    int last_covered(const model::Quantity& quantity, int row);
    std::uint32_t site(const model::Quantity& quantity, int each, std::optional<int> month);

    // players.cpp: those who look ahead
    void describe_players();
    void describe_deciding();
    ValueId due_now(const model::Quantity& choice, model::QuantityId id);
    std::uint32_t keep(Section section, const std::string& what, ValueId value);
    std::vector<unsigned char> months_of_decision(const model::Quantity& choice);

    // memories.cpp: rows before this one
    ValueId memory(View view, const model::Node& node);
    ValueId earlier_row(View view, model::QuantityId id, const model::Node& node);
    ValueId counted(View view, model::QuantityId id, int months);
    ValueId last_happened(View view, model::QuantityId id);
    std::vector<double> known_last(model::QuantityId id);
    std::vector<double> counts_before(const model::Quantity& event, int months) const;
    std::uint32_t ring(model::QuantityId id, std::uint32_t lag, bool whole);
    std::uint32_t count_ring(model::QuantityId id, std::uint32_t months);
    std::uint32_t use(std::uint32_t ring, std::int32_t count);
    void write_rings();
    ValueId row_value(model::QuantityId id);
    const std::vector<std::pair<model::Month, double>>& earlier(const model::Quantity& q) const;

    // steps.cpp: statements of the sections
    void begin_stocks();
    void take_records();
    void add_pulses();
    void record_rows();
    void move_stocks();
    void move_euler(model::QuantityId id, ValueId net);
    void move_rk4(model::QuantityId id, ValueId net, PlaceId moves);
    void hold_stock(model::QuantityId id, Section section);
    void check_stocks();
    void sum_flow(model::QuantityId id, ValueId opening, PlaceId sum);
    void record_end();
    ValueId net(View view, model::QuantityId stock);
    ValueId flow_mean(model::QuantityId id);
    ValueId covered_months(const model::Quantity& stock);
    PlaceId moving(const std::string& name, ValueId opening, ValueId later);
    std::uint32_t check(const model::Quantity& quantity, bool promise, int row);
    void state(Section section, Statement statement);
    void store(Section section, PlaceId place, ValueId value);
    bool one_step() const;

    const model::Model& m_;
    const data::Data& data_;
    const CompileOptions& options_;
    text::Diagnostics& diagnostics_;
    Lowered out_;

    std::array<std::vector<ValueId>, view_count> nodes_;
    std::array<std::vector<ValueId>, view_count> quantities_;
    std::vector<std::vector<double>> paths_;
    std::vector<ValueId> tracks_;  ///< by month

    std::map<std::uint32_t, PlaceId> stocks_;  ///< places by quantity
    std::map<std::uint32_t, PlaceId> choices_;
    std::map<std::uint32_t, PlaceId> last_months_;  ///< processes of inputs, `when` that fired
    std::map<std::uint32_t, PlaceId> before_;       ///< levers and events of the month before
    std::map<std::uint32_t, PlaceId> last_happened_;
    std::map<std::uint32_t, PlaceId> held_;
    std::map<std::uint32_t, PlaceId> flow_sums_;
    std::map<std::uint32_t, std::uint32_t> rings_;
    std::map<std::uint32_t, std::uint32_t> count_rings_;
    std::map<std::pair<std::uint64_t, std::pair<int, int>>, std::uint32_t> sites_;
    std::map<std::uint64_t, std::string> site_names_;
    std::vector<bool> pulsed_;
};

}  // namespace entente::program
