// SPDX-License-Identifier: Apache-2.0
// One member of a model as the reference evaluator runs it: evaluate.cpp goes through the months,
// evaluate_values.cpp works out a number when it is asked for.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "program/evaluate.hpp"

namespace entente::program {

/// When the number asked for is wanted: it decides what a lever or an event reads.
enum class MemberView {
    initial,   ///< before the first month
    decision,  ///< stocks at the opening, levers and events of the month before
    opening,   ///< the month's own
};

class Member {
  public:
    Member(const model::Model& m,
           const data::Data& d,
           const CompileOptions& o,
           std::uint64_t seed,
           std::uint32_t member,
           const GivenDraws* given);

    Evaluation run();

  private:
    const model::Quantity& quantity(model::QuantityId q) const { return m_.quantities[q]; }

    double track(model::TrackId t) const {
        return tracks_[t.index][static_cast<std::size_t>(row_)];
    }

    model::Month month() const { return m_.grid.month(row_); }

    double uniform_at(const model::Quantity& q, model::Month when) const;

    /// Of what is drawn once: the one given, if there is one.
    double uniform_once(const model::Quantity& q) const;

    // ---- what holds for the whole run ----

    double parameter(model::QuantityId id);

    /// A number drawn or computed once a member.
    double once(const model::Quantity& q, const model::Definition& d);

    double initial(model::QuantityId id);

    /// The initial view: what the first month's memories and decisions look back on.
    void begin();

    /// An event's counts before the grid.
    const std::vector<std::pair<model::Month, double>>& earlier(const model::Quantity& q) const;

    bool recorded(const model::Quantity& q) const;

    // ---- a month ----

    void open_month();

    double decide(model::QuantityId id, const model::Quantity& q);

    /// Whether the player chooses this month.
    bool is_due(const model::Quantity& q);

    // ---- looking ahead: evaluate_ahead.cpp ----

    /// Of a player that looks ahead in this run; null for any other choice, and in a look ahead.
    const model::Player* looking_player(model::QuantityId choice) const;

    /// What a player says of itself as it decides, or the usual.
    double said(model::NodeId id, double usual);

    using Leanings = std::map<std::uint32_t, std::vector<double>>;  ///< by choice
    using Options = std::map<std::uint32_t, double>;

    /// The options of the players due, by choice; `before` is this member before the month.
    Options answers_ahead(const Member& before, std::vector<const model::Player*> due);

    /// Leanings of the last of so many levels.
    Leanings reply(const Member& before,
                   const std::vector<const model::Player*>& due,
                   std::size_t levels);

    /// Leanings in equilibrium.
    Leanings settled(const Member& before, const std::vector<const model::Player*>& due);

    /// What players choose in a future, by these leanings.
    Options foreseen(const Leanings& leanings, std::uint32_t replicate) const;

    /// What an option is worth in a future in which others choose as given.
    double worth_ahead(const Member& before,
                       const model::Player& player,
                       std::size_t option,
                       std::uint32_t replicate,
                       const Options& others);

    /// Values of a month that do not move within it, and what is computed at this instant, are
    /// worked out afresh.
    void forget();

    /// Only what moves within a month.
    void forget_instant();

    double get(model::QuantityId id);

    double work_out(model::QuantityId id, const model::Quantity& q);

    bool link_off(model::LinkId link) const;

    /// The last row up to this one that a record covers, -1 where there is none.
    int last_covered(const model::Quantity& q) const;

    double lever(const model::Quantity& q);

    double with_settings(const model::Quantity& q, double x);

    double input(model::QuantityId id, const model::Quantity& q);

    bool first_covered_after(const model::Quantity& q) const;

    double event(model::QuantityId id, const model::Quantity& q);

    double drawn_count(model::QuantityId id, const model::Quantity& q);

    // ---- rows ----

    std::vector<double> record_row();

    /// Stocks and lets at the end of the last month; all else stands as it opened.
    std::vector<double> end_row();

    // ---- sub-steps ----

    /// Moves the stocks through the month and writes the flows' means into the row.
    void integrate(std::vector<double>& row);

    void rk4(const std::vector<double>& start,
             double t0,
             double h,
             bool again,
             std::map<std::uint32_t, double>& sum);

    void at(double time, bool afresh);

    std::map<std::uint32_t, double> flows();

    std::vector<double> slopes();

    /// NAME.held, what the bounds of a stock add: known when the month is over.
    static bool is_held_flow(const model::Quantity& q);

    /// A stock with flows that no record holds this month.
    bool moves(std::size_t i) const;

    /// Puts held stocks back within their bounds; what that adds is summed by stock.
    void hold(std::map<std::uint32_t, double>& added);

    void close_month();

    /// Whether the event counts as having happened this month.
    bool happened(const model::Quantity& q, double count) const;

    // ---- expressions ----

    double node(model::NodeId id);

    double memory(const model::Node& n);

    /// Counts of an event over the last months, oldest first; up to the month before but in the
    /// opening view.
    double counted(model::QuantityId id, int months);

    const model::Model& m_;
    const data::Data& data_;
    const CompileOptions& options_;
    std::uint64_t seed_;
    std::uint32_t member_;
    const GivenDraws* given_;
    int substeps_;
    std::vector<std::vector<double>> tracks_;

    MemberView view_ = MemberView::initial;
    int row_ = 0;
    double time_ = 0;
    std::vector<double> value_;
    std::vector<bool> known_;
    std::vector<double> last_;     ///< levers and events of the month before; choices, latches now
    std::vector<double> process_;  ///< inputs of the month before, without settings
    std::vector<double> state_;    ///< stocks
    std::vector<double> seed_value_;  ///< everything in the initial view
    std::vector<double> opened_;      ///< everything as the month opened; flows: their means
    std::vector<double> last_time_;   ///< events: the opening of the last month they happened in
    std::vector<std::vector<double>> history_;  ///< [quantity][row]
    std::map<std::uint32_t, double> new_process_;
    std::map<std::uint32_t, bool> happened_before_;
    std::map<std::uint32_t, bool> held_now_;  ///< conditions of `when` looked at and found true
    std::map<std::uint32_t, bool> fired_;     ///< and before this month
    std::vector<std::pair<std::size_t, double>> pulses_;
    bool ahead_ = false;                      ///< a copy that looks ahead
    std::map<std::uint32_t, double> forced_;  ///< options that it is to choose this month
};

}  // namespace entente::program
