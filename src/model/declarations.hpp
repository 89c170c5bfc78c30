// SPDX-License-Identifier: Apache-2.0
// What a resolved model declares beside its equations: actors, sets, sources, records and data,
// agreements, leaders, players, scenarios and claims, with names resolved to ids and months.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/equations.hpp"

namespace entente::model {

struct DataTag {};

struct ScenarioTag {};

struct ClaimTag {};

using DataId = Id<DataTag>;
using ScenarioId = Id<ScenarioTag>;
using ClaimId = Id<ClaimTag>;

using text::Span;

enum class DeclarationKind { param, input, let, stock, lever, event, issue, player };

/// What the text declares once, before expansion to elements.
struct Declaration {
    std::string name;
    std::string label;
    std::string doc;
    std::string section;  ///< name of the section it stands in, or empty
    DeclarationKind kind = DeclarationKind::let;
    std::string unit;
    std::string held_by;   ///< lever: actor code
    std::string equation;  ///< the right-hand sides as written, for `explain` and the page
    char grade = 0;        ///< 'A' to 'E', 0 where none
    SourceId source;
    std::string caveat;
    bool placeholder = false;
    std::vector<QuantityId> elements;
    Span span;
};

struct Actor {
    std::string code;
    std::string label;
};

struct IndexSet {
    std::string name;
    std::vector<std::string> elements;  ///< "CHN", or "CHN->PRK", "CHN--PRK" for dyads
    bool dyads = false;
};

struct Source {
    std::string name;
    std::string citation;
};

/// A condition on the columns of a row.
struct Filter {
    enum class Kind { all_of, any_of, none_of, compare };
    enum class Comparison { equal, not_equal, less, less_equal, greater, greater_equal };

    Kind kind = Kind::compare;
    std::vector<Filter> parts;
    std::string column;
    Comparison comparison = Comparison::equal;
    std::string text;              ///< compared as text
    std::optional<double> number;  ///< compared as a number where given
    Span span;
};

enum class RecordUse {
    values,  ///< a path: value by month
    counts,  ///< a dated list: rows (or weights, or a value column) counted by month
    data,    ///< a series of its own dates, for `data`
};

enum class Fill { none, hold, linear };

/// How to read a table of the text or of a file.
struct Record {
    RecordUse use = RecordUse::values;
    std::string path;   ///< as found from the current folder; empty for a table in the text
    std::string shown;  ///< as written
    std::vector<std::pair<Month, double>> rows;  ///< of a table in the text
    std::string column;  ///< of the values; for counts empty means one a row
    std::string dates = "date";
    Fill fill = Fill::hold;
    std::optional<Filter> filter;
    std::optional<Month> complete_through;
    double factor = 1;               ///< from the file's unit to the declared one
    bool yearly = false;             ///< dates are years
    bool none_is_an_answer = false;  ///< a filter that keeps no row is no slip
    Span span;
};

enum class Period { month, quarter, year };

/// How what is observed strays from what the model has. The settings in the order of each row.
enum class ErrorModel : std::uint8_t {
    normal,             ///< sd, persistence
    lognormal,          ///< sd of the logarithm, persistence
    student_t,          ///< scale, degrees of freedom, persistence
    beta,               ///< precision: the sum of its two parameters
    beta_binomial,      ///< precision, trials
    poisson,            ///< none
    negative_binomial,  ///< size
    bernoulli,          ///< none
    ordered,            ///< cuts, rising; the model's value is the place on the logit scale
};

/// A setting of an error model: a number, or a quantity of the model where it moves or is a
/// parameter.
struct ErrorSetting {
    std::string name;
    double value = 0;
    QuantityId quantity;
};

/// How a series is observed: `observes average trade_china with lognormal(sd = 0.08)`.
struct Observation {
    enum class Window { closing, average, total, growth };

    Window window = Window::closing;
    QuantityId quantity;
    ErrorModel errors = ErrorModel::normal;
    std::vector<ErrorSetting> settings;
    double scale = 1;  ///< of a number of the series without unit: 0.01 for percent
};

struct DataSeries {
    std::string name;
    std::string label;
    std::string doc;
    std::string unit;
    Period each = Period::month;
    RecordId record;
    std::string missing;  ///< why there is no such series, else empty
    char grade = 0;
    SourceId source;
    std::string caveat;
    std::string licence;
    std::vector<Observation> observes;
    Span span;
};

struct Agreement {
    std::string name;
    std::string label;
    std::vector<std::string> parties;
    std::optional<Month> signed_on;
    std::optional<Month> in_force_from;
    std::optional<Month> until;
    std::string sector;
    std::vector<std::string> obliges;
    SourceId source;
    TrackId in_force;  ///< 1 in months it is in force
    Span span;
};

struct Leader {
    std::string name;
    std::string label;
    std::string actor;
    std::optional<Month> from;
    std::optional<Month> until;
    std::vector<std::pair<std::string, double>> fields;
    Span span;
};

/// `leader(CHN).party_control`: the track that a scenario's change of leader rewrites.
struct LeaderField {
    std::string actor;
    std::string field;
    TrackId track;
};

/// A side of an issue. Its result is the mean over the positions of the actors, by their chances.
struct IssueDimension {
    std::string name;
    std::string label;
    QuantityId mean;    ///< `package.strictness`, in the unit of the dimension
    QuantityId spread;  ///< `package.strictness.spread`: standard deviation of the same
};

struct IssueActor {
    std::string code;
    QuantityId chance;  ///< `package.USA.chance`: that the position it stands at prevails
};

/// What actors bargain about. All of it is equations: these are the names of the results.
struct Issue {
    std::string name;
    std::vector<IssueDimension> dimensions;
    std::vector<IssueActor> actors;
    DeclarationId declaration;
    Span span;  ///< of the name
};

struct PlayerOption {
    std::string name;
    std::string label;
};

struct Player {
    std::string actor;
    QuantityId choice;
    int every = 3;  ///< months
    std::vector<PlayerOption> options;
    NodeId wants, horizon, discount, precision;
    Span span;
};

// ---- scenarios: changes with their months known ----

struct Timing {
    Month from;                  ///< default: start
    std::optional<Month> until;  ///< the first month it no longer applies
    NodeId once;                 ///< a condition, or none
    int ramp = 0;                ///< months
};

struct SetChange {
    std::vector<QuantityId> quantities;
    std::vector<NodeId> values;
    Timing timing;
};

struct AddChange {
    QuantityId stock;
    NodeId amount;
    Month month;
};

struct WithoutChange {
    std::vector<LinkId> links;
    Timing timing;
};

struct EventChange {
    QuantityId event;
    bool only = false;          ///< nothing but these dates while it applies
    std::vector<Month> months;  ///< of the added events; empty with `only` means never
    Timing timing;
};

struct LeaderChange {
    std::string actor;
    std::size_t leader = 0;
    Timing timing;
};

struct PlaysChange {
    QuantityId choice;
    std::size_t option = 0;
    Timing timing;
};

struct EndChange {
    std::size_t agreement = 0;
    Month month;
};

using Change = std::
    variant<SetChange, AddChange, WithoutChange, EventChange, LeaderChange, PlaysChange, EndChange>;

/// The changes of its parents come first, so the child's win.
struct Scenario {
    std::string name;
    std::string label;
    std::string doc;  ///< the `##` lines above it, joined by line ends
    std::vector<Change> changes;
    bool rewrites_history = false;  ///< a change before `forecast` overrides a record
    Span span;
};

// ---- claims ----

struct Stat {
    enum class Kind {
        total,
        average,
        highest,
        lowest,
        spread,
        value,
        change,
        around,
        share,
        effect,
        plain
    };

    Kind kind = Kind::plain;
    QuantityId quantity;  ///< what is measured in a run (a hidden let where it is an expression)
    DataId data;          ///< or the series
    MonthWindow window;   ///< value: first; change: first to last
    QuantityId event;     ///< around: an event with a record
    int within = 0;       ///< around: months on either side of it
    RecordId rows;        ///< share: the rows that count
    RecordId meeting;     ///< share: those of them that meet the condition
    std::vector<LinkId> links;  ///< effect of
    std::vector<Stat> on;       ///< effect on: one
    std::string unit;
    std::string text;  ///< as written, for the card
    Span span;
};

struct Judged {
    enum class Kind { rises, falls, changes, at_least, at_most, exceeds };

    Kind kind = Kind::rises;
    double amount = 0;                  ///< in the stat's unit, or a fraction where relative
    bool relative = false;              ///< `by 10%` of the comparison's own value
    std::vector<Stat> other;            ///< exceeds
    std::optional<double> share;        ///< `in 80% of`
    std::optional<MonthWindow> window;  ///< of the share
    std::string text;
};

struct Expectation {
    Stat stat;
    Judged judged;
    Span span;
};

/// One part of a claim; a claim without parts has one, unnamed.
struct Part {
    std::string name;
    bool fact = false;
    bool may = false;
    std::optional<ScenarioId> scenario;  ///< compare: with the change
    std::optional<ScenarioId> with;      ///< and against
    std::vector<Expectation> expectations;
    std::vector<LinkId> rests_on;
    std::vector<std::string> rests_on_names;
    std::vector<DataId> variants;
    std::vector<std::vector<Stat>> controls;  ///< of a study around events, one entry a set
    std::vector<QuantityId> placeholders;     ///< stand-ins that its effect passes through
    Span span;
};

/// A way through which one side moves the other: what goes when its links are taken away.
struct Channel {
    std::string name;
    std::string label;
    std::vector<LinkId> links;
};

/// How much of a movement comes through which channel.
struct Influence {
    std::string name;
    std::string label;
    std::string doc;
    std::vector<QuantityId> on;
    MonthWindow window;  ///< channels are taken away from its first month on
    std::vector<Channel> channels;
    Span span;
};

struct Rival {
    std::string text;
    SourceId source;
};

struct Claim {
    std::string name;
    std::string label;
    std::string doc;
    std::vector<Part> parts;
    std::vector<Rival> rivals;
    Span span;
};

}  // namespace entente::model
