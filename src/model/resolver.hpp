// SPDX-License-Identifier: Apache-2.0
// What the parts of `resolve` share: the trees, the names, the model under construction. Each part
// adds to the model and to the diagnostics; an expression that failed has the kind `error`, which
// silences its consequences. Not for other stages: they include model/resolve.hpp.
#pragma once

#include <functional>
#include <initializer_list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/graph.hpp"
#include "model/model.hpp"
#include "model/units.hpp"
#include "syntax/ast.hpp"
#include "text/diagnostic.hpp"

namespace entente::model::resolving {

using syntax::Expr;
using syntax::Name;
using text::Diagnostic;
using text::Help;
using text::Label;

/// One element of a set: an actor, a word, or a dyad with two ends.
struct Element {
    std::string text;  ///< "exports", "CHN->PRK", "CHN--PRK"
    std::string from;
    std::string to;
    bool directed = true;

    bool is_dyad() const { return !from.empty(); }
};

/// A subscript of a declaration: the name it gives the index and the elements it runs over.
struct Axis {
    std::string index;
    std::string set;
    std::vector<Element> elements;
};

/// What an expression came to.
struct Typed {
    enum class Kind { error, number, date, truth };

    Kind kind = Kind::error;
    NodeId node;
    Unit unit;
    bool bare = false;  ///< made of numbers without units alone: takes the unit of its place
    Span span;

    bool failed() const { return kind == Kind::error; }
};

/// Where an expression stands.
struct Scope {
    std::vector<std::pair<std::string, Element>> indices;
    std::string owner;  ///< qualified name of what it defines: hidden quantities are named after it
    DeclarationId declaration;
    bool in_sum = false;  ///< a term of a sum, so a link needs no `else`
};

/// A quantity or event as declared, with the scalars it became.
struct Declared {
    std::string name;
    QuantityKind kind = QuantityKind::let;
    const syntax::Decl* decl = nullptr;
    DeclarationId id;
    Unit unit;            ///< of the number; an event's count has none
    bool broken = false;  ///< its unit or its subscripts failed: uses of it fail silently
    std::vector<Axis> axes;
    std::vector<QuantityId> elements;  ///< the last axis runs fastest
    Span span;                         ///< of the name
    Span unit_span;
};

/// What a name of the flat namespace stands for.
struct Entry {
    enum class Kind {
        quantity,
        data,
        agreement,
        agreements,
        leader,
        scenario,
        claim,
        influence,
        issue,
        set,
        source,
        actor
    };

    Kind kind = Kind::quantity;
    std::size_t index = 0;  ///< in the table of its kind
    Span span;
};

/// A dimension of an issue as declared, with its scale.
struct DeclaredDimension {
    const syntax::DimensionClause* said = nullptr;
    Unit unit;
    double low = 0;   ///< in that unit
    double high = 1;  ///< above `low`
};

/// An actor at the table: what is said of it, or of the set that it is of.
struct Seat {
    const syntax::IssueActor* said = nullptr;
    std::string code;
};

/// An issue as declared; entry i is Model::issues[i].
struct DeclaredIssue {
    const syntax::IssueDecl* decl = nullptr;
    std::vector<DeclaredDimension> dimensions;
    std::vector<Seat> seats;
    bool broken = false;  ///< not to be defined: what is wrong has been said
};

/// The state of a resolution.
struct Context {
    Context(text::Sources& texts, text::Diagnostics& sink)
        : sources(texts), diagnostics(sink), graph(model.nodes) {}

    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;

    text::Sources& sources;
    text::Diagnostics& diagnostics;
    std::vector<syntax::Tree> trees;  ///< the main file first, then as included
    Model model;
    Graph graph;

    UnitTable units;
    std::map<std::string, Span> unit_spans;
    std::set<std::string> units_used;

    std::map<std::string, Entry> names;
    std::vector<Declared> declared;
    std::vector<DeclaredIssue> issues;
    std::map<std::string, Axis> sets;
    std::map<std::string, SourceId> sources_by_name;
    std::map<std::string, TrackId> dated_lists;  ///< not used by hidden counts twice
    std::map<std::string, LinkId> links;
    std::map<std::string, QuantityId> hidden;  ///< by what they compute
    std::map<std::string, Unit> field_units;   ///< "CHN.horizon": of a leader's field
    std::vector<const syntax::AgreementsDecl*> lists;
    std::map<std::string, Span> unknown;  ///< names reported as unknown, and where first
    std::size_t evaluated = 0;            ///< expressions so far, elements of sets counted each
    std::unordered_map<std::string, QuantityId>
        quantity_names;  ///< of the first `named` quantities
    std::size_t named = 0;
    Span model_span;
    double step = 1;  ///< months

    void error(std::string code, std::string headline, Span where, std::string label);
    void report(Diagnostic diagnostic);

    /// Text of a span, line ends and runs of blanks as one blank.
    std::string written(Span span) const;
};

// ---- names.cpp, declare.cpp: units, sets, everything that has a name ----

void read_model_block(Context& context);
void declare_units(Context& context);
void declare_sets(Context& context);
void declare_names(Context& context);

std::optional<Unit> unit_of(Context& context, const syntax::UnitExpr& unit);
std::optional<Axis> axis_of(Context& context, const syntax::IndexBinding& binding);
SourceId source_of(Context& context, const Name& name);
std::vector<std::string> names_of(const Context& context, std::initializer_list<Entry::Kind> kinds);
const Entry* find_name(const Context& context, const std::string& name);
const Declared* find_declared(const Context& context, const std::string& name);

/// The path without `.` and `..`, so that one file has one path.
std::string tidy(const std::string& path);

/// The path that a file means by one it names: relative to its own folder.
std::string path_beside(const std::string& file, const std::string& written);

/// Reports what is there a second time.
void said_twice(Context& context, std::string headline, Span second, Span first);

/// `find_quantity` in time that does not grow with the model.
QuantityId quantity_named(Context& context, const std::string& name);

/// Says which names are near, or which there are; `what` completes "there is no ... called `x`". A
/// name that is met again is one fault: its places are added to the first.
void unknown_name(Context& context,
                  const std::string& code,
                  const Name& name,
                  const std::string& what,
                  const std::vector<std::string>& candidates);

// ---- indices.cpp ----

/// The element a subscript names, among those of the axis; reports and returns nothing otherwise.
std::optional<Element> element_of(Context& context,
                                  const Scope& scope,
                                  const syntax::Subscript& subscript,
                                  const Axis& axis,
                                  const std::string& of);

/// The quantity a place names: one scalar.
std::optional<QuantityId> scalar_of(Context& context,
                                    const Scope& scope,
                                    const Expr& place,
                                    const Declared& declared);

/// Calls `body` once an element with the scope that binds its indexes.
void for_each_element(const Declared& declared,
                      const std::function<void(QuantityId, const Scope&)>& body,
                      const Context& context);

/// The axis that `for i in SET` runs over.
std::optional<Axis> axis_named(Context& context, const Name& set);

/// A condition on elements alone, known as the model is read.
std::optional<bool> static_condition(Context& context, const Scope& scope, const Expr& expr);

/// The text an expression of elements stands for: an index, its end, an element.
std::optional<std::string> static_text(const Scope& scope, const Expr& expr);

// ---- expressions.cpp, operators.cpp, functions.cpp, record_calls.cpp ----

Typed expression(Context& context, const Scope& scope, const Expr& expr);
Typed call(Context& context, const Scope& scope, const Expr& expr);
Typed record_call(Context& context, const Scope& scope, const Expr& expr);
Typed binary(Context& context, const Scope& scope, const Expr& expr);
Typed power(Context& context, const Typed& base, const Typed& exponent, const Expr& expr);

/// Whether a unit is usable; reports it otherwise.
bool check_unit(Context& context, const Unit& unit, Span span);

Typed number(NodeId node, Unit unit, Span span);
Typed failed(Span span);

/// The node in another unit of the same dimension.
NodeId converted(Context& context, const Typed& typed, const Unit& unit);

/// "multiply by something in `month`, ...": what is missing between two units, or nothing.
std::string factor_between(const Unit& have, const Unit& want);

/// Adds how a number could come to that unit, where there is something to say.
void add_way_out(const Context& context,
                 Diagnostic& diagnostic,
                 const Typed& typed,
                 const Unit& unit);

/// Whether it is the number 0 written without a unit.
bool is_zero(const Context& context, const Typed& typed);

/// The node in the unit of its place: a bare number takes it, another is converted. Reports a
/// mismatch, with `declared` as the other place, and returns none.
NodeId fitted(Context& context, const Typed& typed, const Unit& unit, Span declared);

/// The same for a place that wants a number without unit, for instance the argument of `exp`.
NodeId unitless(Context& context, const Typed& typed, const std::string& why);

/// A length of time in months, or none after a report. `why` completes "... is a time".
NodeId in_months(Context& context, const Typed& typed, const std::string& why);

/// A condition, or none after a report.
NodeId condition(Context& context, const Scope& scope, const Expr& expr);

/// The number an expression without any quantity has, in the unit given, or nothing after a report.
std::optional<double> constant(
    Context& context, const Scope& scope, const Expr& expr, const Unit& unit, Span declared);

/// Months of `3 months`, `1 year`; whole and above 0, or nothing after a report.
std::optional<int> whole_months(Context& context, const syntax::Quantity& quantity);
std::optional<double> months_of(Context& context, const syntax::Quantity& quantity);

// ---- memory.cpp: smooth, delay and other hidden quantities ----

QuantityId hidden_let(Context& context,
                      const Scope& scope,
                      const Typed& value,
                      const std::string& what);
Typed memory_call(Context& context, const Scope& scope, const Expr& expr);
bool is_memory(const std::string& function);
/// The quantity itself where the node reads one, otherwise a hidden let of it.
QuantityId as_quantity(Context& context,
                       const Scope& scope,
                       const Typed& value,
                       const std::string& what);
/// The rate of an event, a hidden let that the event's definition fills.
QuantityId rate_of(Context& context, QuantityId event);

// ---- values.cpp: distributions, intervals, tables ----

/// A distribution's call in the unit of its quantity; none kind after a report.
DrawnFrom distribution(
    Context& context, const Scope& scope, const Expr& call, const Unit& unit, Span declared);
std::optional<Definition> definition(Context& context,
                                     const Scope& scope,
                                     const syntax::Value& value,
                                     const Declared& declared,
                                     const std::optional<double>& low,
                                     const std::optional<double>& high);
bool is_distribution(const std::string& name);
std::vector<std::string> distribution_names();

// ---- quantities.cpp, clauses.cpp, stocks.cpp, events.cpp, records.cpp ----

/// 'A' to 'E', or 0 with a diagnostic.
char grade_of(Context& context, const syntax::GradeClause& grade);

/// Grade, source and caveat of a declaration.
void add_evidence(Context& context,
                  const Declared& declared,
                  const std::vector<syntax::Clause>& clauses);
/// The right-hand sides as written.
std::string equation_of(const Context& context, const syntax::QuantityDecl& decl);
/// Reports clauses that this kind does not have.
void check_clauses(Context& context,
                   const Declared& declared,
                   const std::vector<syntax::Clause>& clauses);

void define_quantities(Context& context);
void define_stock(Context& context, const Declared& declared, QuantityId id, const Scope& scope);
void define_event(Context& context, const Declared& declared, QuantityId id, const Scope& scope);

/// Fills record and covered of a quantity, and returns whether all was well.
bool add_record(Context& context,
                const syntax::RecordExpr& record,
                const Unit& unit,
                const Scope& scope,
                QuantityId id);
RecordId record_of(Context& context,
                   const syntax::RecordExpr& record,
                   RecordUse use,
                   const Unit& unit,
                   const Scope& scope);

/// Two counts by month: of a file's rows, and of those that meet a condition.
struct RowsAndMeeting {
    RecordId rows;
    RecordId meeting;
};

/// What `share of RECORD with CONDITION` counts, or nothing after a report.
std::optional<RowsAndMeeting> rows_meeting(Context& context,
                                           const syntax::RecordExpr& record,
                                           const Expr& condition);
LinkId link_named(Context& context, const std::string& name, const std::string& family);

// ---- issues.cpp, issue_equations.cpp, election.cpp ----

/// Enters the results of an issue whose name is entered: quantities that `define_issues` fills.
void declare_issue(Context& context, const syntax::Decl& decl, const std::string& section);
/// The result that `package.strictness` names; failed after a report.
Typed issue_result(Context& context, const Expr& expr, const Issue& issue);
void define_issues(Context& context);

enum class Election { conditional, uniform, incentive };

/// Who contests what in an election, all of it nodes.
struct Contestants {
    std::vector<std::string> places;          ///< names of the options, for what is hidden
    std::vector<NodeId> weights;              ///< of each actor
    std::vector<std::vector<NodeId>> losses;  ///< [actor][place]: distance from its own, at least 0
    NodeId exponent;                          ///< of contests, above 0
    Election election = Election::conditional;
};

/// The chance of each place; they sum to 1. Adds hidden lets of the scope's owner.
std::vector<NodeId> election_chances(Context& context,
                                     const Scope& scope,
                                     const Contestants& contestants);

// ---- declarations of the world: institutions.cpp, players.cpp, series.cpp ----

void define_agreements(Context& context);
void define_leaders(Context& context);
void define_players(Context& context);
void define_data(Context& context);

// ---- observations.cpp ----

/// What an `observes` clause says, the expression in the unit of its series; nothing after a
/// report.
std::optional<Observation> observation(Context& context,
                                       const syntax::ObservesClause& clause,
                                       const Unit& unit,
                                       Span declared,
                                       const std::string& series);

// ---- dates.cpp ----

Month month_of(const syntax::DateLiteral& date);
/// The month of a date; reports one that is no whole number of months away.
std::optional<Month> month_of(Context& context, const syntax::DateExpr& date);
/// The same, the last month of a bare year.
std::optional<Month> last_month_of(Context& context, const syntax::DateExpr& date);
std::optional<MonthWindow> window_of(Context& context, const syntax::Window& window);
/// The same for what may have begun before the run: series and rows of tables.
std::optional<MonthWindow> window_of_record(Context& context, const syntax::Window& window);
bool in_run(Context& context, Month month, Span span);

// ---- scenarios.cpp, claims.cpp, placeholders.cpp, rings.cpp, warnings.cpp ----

/// reciprocals.cpp: divisions by what a member never changes become multiplications.
void take_out_reciprocals(Context& context);

void define_scenarios(Context& context);
/// The child's word replaces the parent's: what a child sets, plays or makes happen, the parent
/// does not. `changes` are the parent's, and then both.
void inherit(std::vector<Change>& changes, const std::vector<Change>& child);
void define_claims(Context& context);
void define_influences(Context& context);
void find_placeholders(Context& context);
/// Reports rings and parameters that depend on what changes.
void check_order(Context& context);
/// Reports rings that the changes of a scenario close; the model has none by itself.
void check_scenario_orders(Context& context);
/// `with_scenario` without the orders of evaluation, which a ring would have none of.
Model unordered_with_scenario(const Model& model, const Scenario& scenario);
void warn(Context& context);

/// The names of the clauses that a quantity of that kind may hold are checked by this.
template <class T>
const T* find_clause(const std::vector<syntax::Clause>& clauses) {
    for (const syntax::Clause& clause : clauses) {
        if (const T* found = std::get_if<T>(&clause.what)) {
            return found;
        }
    }
    return nullptr;
}

}  // namespace entente::model::resolving
