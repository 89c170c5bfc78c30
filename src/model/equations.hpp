// SPDX-License-Identifier: Apache-2.0
// The equations of a resolved model: every quantity is one scalar (indexed declarations are
// expanded to their elements), every expression a node of a directed acyclic graph. Units are
// already converted: a node computes the number in the unit of the quantity it defines.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "model/calendar.hpp"
#include "text/source.hpp"

namespace entente::model {

struct NodeTag {};

struct QuantityTag {};

struct TrackTag {};

struct RecordTag {};

struct LinkTag {};

struct LookupTag {};

struct DeclarationTag {};

struct SourceTag {};

using NodeId = Id<NodeTag>;
using QuantityId = Id<QuantityTag>;
using TrackId = Id<TrackTag>;
using RecordId = Id<RecordTag>;
using LinkId = Id<LinkTag>;
using LookupId = Id<LookupTag>;
using DeclarationId = Id<DeclarationTag>;
using SourceId = Id<SourceTag>;

/// What a node computes. Truth is 1, falsehood 0; a condition holds when it is not 0.
/// Rules for NaN and signed zero are those of math/vector.hpp.
enum class Op : std::uint8_t {
    constant,  ///< Node::value
    track,     ///< Node::track: the month's value, the same for every member
    quantity,  ///< Node::quantity: its value at this instant (an event: its count this month)
    time,      ///< months since 1970-01-01 00:00 at this instant; runs on through sub-steps
    negate,
    logical_not,
    exp,
    ln,
    sqrt,
    abs,
    logistic,  ///< 1 / (1 + exp(-a))
    logit,     ///< ln(a / (1 - a))
    add,
    subtract,
    multiply,
    divide,
    power,
    min,
    max,
    less,
    less_equal,
    equal,
    not_equal,
    logical_and,
    logical_or,
    choose,        ///< a != 0 ? b : c; only the chosen side counts
    lookup,        ///< Node::lookup at a: piecewise linear, held flat outside
    link,          ///< Node::link: a, or b where the link is switched off
    previous,      ///< Node::quantity in row m - 1; its opening value in the first row
    delayed,       ///< Node::quantity as recorded a months ago (whole months, rounded), held at the
                   ///< first row
    window_count,  ///< Node::quantity, an event: its counts over the last Node::months months, this
                   ///< one included
    decay_since,   ///< Node::quantity, an event: exp(-(time - last) / a), 0 before the first; last
                   ///< is a month's opening
};

struct Node {
    Op op = Op::constant;
    std::array<NodeId, 3> arguments;  ///< a, b, c
    double value = 0;
    QuantityId quantity;
    TrackId track;
    LinkId link;
    LookupId lookup;
    int months = 0;
};

/// Points of a `lookup`, x strictly rising.
struct Lookup {
    std::vector<double> x;
    std::vector<double> y;
};

enum class DistributionKind : std::uint8_t {
    none,
    normal,             ///< mean, sd
    lognormal,          ///< median, log sd
    logit_normal,       ///< mean and sd on the logit scale
    beta,               ///< a, b
    scaled_beta,        ///< a, b, low, high
    student_t,          ///< location, scale, degrees of freedom
    uniform,            ///< low, high
    bernoulli,          ///< chance
    poisson,            ///< mean
    negative_binomial,  ///< mean, size
    ar1,                ///< mean, persistence per month, sd of the monthly innovation
};

/// A distribution whose parameters are nodes, in the order given above.
struct DrawnFrom {
    DistributionKind kind = DistributionKind::none;
    std::array<NodeId, 4> parameters;
    std::optional<double> low;  ///< truncation
    std::optional<double> high;
};

/// One of an expression and a distribution.
struct Definition {
    NodeId node;     ///< where it is an expression
    DrawnFrom draw;  ///< where it is drawn, kind != none

    bool is_drawn() const { return draw.kind != DistributionKind::none; }
};

/// A path over the months of the grid that no member changes.
struct Track {
    enum class Kind {
        values,         ///< known from the text: one value per row
        record_value,   ///< the record's value in the month, 0 where it covers none
        record_covers,  ///< 1 where the record covers the month, else 0
        record_count,   ///< rows of a dated list in the last `months` months, this one included
    };

    Kind kind = Kind::values;
    std::vector<double> values;  ///< grid rows long, the end row included
    RecordId record;
    int months = 0;
};

enum class QuantityKind : std::uint8_t {
    parameter,  ///< constant for a member
    input,      ///< constant through a month
    lever,      ///< constant through a month, set by precedence
    event,      ///< a count a month; as an expression it was turned into count / 1 month
    let,        ///< an expression at an instant
    flow,       ///< of a stock; positive as written
    stock,
    choice,  ///< the option a player has in force: its index, -1 for none
    latch,   ///< months since a `once` condition first held, -1 before
};

/// `name = value while active`; later settings win. Blends from what holds otherwise over `ramp`.
struct Setting {
    TrackId window;    ///< 1 in the months it applies to
    QuantityId latch;  ///< where it waits for a condition
    NodeId value;
    int ramp = 0;  ///< months
    Month from;    ///< where the ramp begins, unless latched
};

enum class EventModel : std::uint8_t {
    none,
    draw,    ///< a count drawn from `definition.draw` once a month
    hazard,  ///< 1 with chance 1 - exp(-rate * 1 month); `definition.node` is the rate
    when,    ///< 1 in the first month in which `definition.node` holds
    dated,   ///< `dates` alone
};

/// A pulse on a stock as a month opens.
struct Pulse {
    Month month;
    NodeId amount;
};

/// One scalar of the model.
struct Quantity {
    std::string
        name;  ///< qualified and unique: "sanctions[exports]", "reserves.bought"; its draws' site
    /// Whose draws it takes where those are not its own: the name of a parameter that a scenario
    /// replaced. Empty for its own.
    std::string draws_as;
    QuantityKind kind = QuantityKind::let;
    DeclarationId declaration;
    std::string unit;     ///< as declared, for people
    bool hidden = false;  ///< made by the resolver: smooth, claims, expressions under previous()

    /// Parameter: one a prior set, or one for all. Stock: the initial value. Let, flow: the
    /// expression. Event: rate, condition or distribution. Input: what follows the record.
    std::vector<Definition> definitions;

    NodeId otherwise;  ///< input, lever: the default before and without a record
    TrackId record;  ///< value of the record where it covers the month (input, lever, event, stock)
    TrackId covered;  ///< 1 where it does
    int each = 1;     ///< input: months for which one draw holds, counted in calendar periods

    std::optional<double> low;  ///< the promise, or for `held` the bounds
    std::optional<double> high;
    bool held = false;

    QuantityId stock;               ///< flow: the stock it belongs to
    bool outward = false;           ///< flow: leaves the stock
    LinkId link;                    ///< flow: a link of its own name
    std::vector<QuantityId> flows;  ///< stock: in the order written

    EventModel event_model = EventModel::none;
    TrackId dates;     ///< event `on`, and dates a scenario adds: counts by month
    TrackId replaced;  ///< event under `only` or `never`: 1 where neither record nor draw counts

    QuantityId player;              ///< lever: the choice that sets it
    std::vector<NodeId> by_option;  ///< lever: its value under each option, none for the default

    std::vector<Setting> settings;  ///< lever, input: a scenario's, in rising precedence
    std::vector<Pulse> pulses;      ///< stock: a scenario's

    // choice
    std::vector<NodeId> leanings;  ///< one an option; a missing node is 0
    NodeId inertia;
    TrackId turn;                   ///< 1 in the months in which the player is due
    std::vector<QuantityId> after;  ///< events of the month before that call the player
    TrackId scripted;  ///< option index + 1 that a scenario or record fixes, 0 for none

    NodeId condition;  ///< latch
};

struct Link {
    std::string name;    ///< "emboldens", "x[CHN]", or a flow's "frustration.provoked"
    std::string family;  ///< without the element: what `without` names
    TrackId off;         ///< 1 in the months it is switched off; none for never
};

}  // namespace entente::model
