// SPDX-License-Identifier: Apache-2.0
#include "program/past.hpp"

#include <algorithm>
#include <bit>
#include <map>
#include <memory>
#include <unordered_map>
#include <unordered_set>

#include "base/contract.hpp"
#include "math/site.hpp"
#include "program/lower.hpp"

namespace entente::program {

namespace {

/// Two chains of mixed bits.
class Mixer {
  public:
    explicit Mixer(std::uint64_t what) { add(what); }

    void add(std::uint64_t bits) {
        print_.first = math::mix_bits(print_.first ^ bits);
        print_.second = math::mix_bits(print_.second + (bits ^ 0x9E3779B97F4A7C15U));
    }

    void add(double x) { add(std::bit_cast<std::uint64_t>(x)); }

    void add(const std::string& name) { add(math::site(name)); }

    void add(const Fingerprint& other) {
        add(other.first);
        add(other.second);
    }

    const Fingerprint& print() const { return print_; }

  private:
    Fingerprint print_{.first = 0, .second = 0x2545F4914F6CDD1DU};
};

// What a fingerprint begins with, beside the kinds of values.
constexpr std::uint64_t code_print = 16;
constexpr std::uint64_t place_print = 17;
constexpr std::uint64_t list_print = 18;
constexpr std::uint64_t statement_print = 19;

using Path = std::shared_ptr<const std::vector<double>>;

/// A value as the months before the forecast have it.
struct Cut {
    Fingerprint print;
    ValueKind kind = ValueKind::code;
    Path path;              ///< of a uniform: one number, one a month, or one an instant
    ValueId place_read;     ///< the place value it is, if it is nothing else
    bool is_count = false;  ///< opaque, and never -0

    bool is_uniform() const { return path != nullptr; }
};

bool same_bits(double a, double b) {
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

std::size_t index(Section section) { return static_cast<std::size_t>(section); }

/// Sections whose stores happen when all else in them is done; elsewhere statements run in order.
bool in_order(std::size_t section) {
    return section == index(Section::take) || section >= index(Section::step);
}

/// A code of lanes alone, which Values::number works out.
bool is_plain(Code code) { return code <= Code::negative_binomial || code == Code::lookup; }

bool never_negative_zero(Code code) {
    return code == Code::bernoulli || code == Code::poisson || code == Code::negative_binomial ||
           code == Code::logical_and || code == Code::logical_or || code == Code::logical_not;
}

class Reader {
  public:
    Reader(const Lowered& lowered, int months)
        : lowered_(lowered),
          values_(lowered.values),
          months_(static_cast<std::size_t>(months)),
          instants_(static_cast<std::size_t>(lowered.values.instants())) {
        cut_.resize(values_.size());
        place_paths_.resize(values_.places().size());
        ring_paths_.resize(lowered.rings.size());
        for (std::size_t s = 0; s < index(Section::end); ++s) {
            for (const Statement& statement : lowered.sections[s]) {
                all_.emplace_back(s, &statement);
            }
        }
    }

    Past read() {
        // What is the same for all members may make more the same for all.
        for (bool more = true; more;) {
            more = read_values();
            more = find_known() || more;
        }
        Past past{.months = static_cast<int>(months_), .places = {}, .rings = {}, .outputs = {}};
        write_places(past);
        write_rings(past);
        write_outputs(past);
        return past;
    }

  private:
    // ---- values ----

    /// True where more statements turned out to be idle.
    bool read_values() {
        read_stores();
        for (std::size_t i = 0; i < values_.size(); ++i) {
            const Value& value = values_[ValueId(i)];
            if (value.kind < ValueKind::place) {
                if (!cut_[i].is_uniform()) {
                    cut_[i] = uniform_of(ValueId(i));
                }
            } else if (value.kind == ValueKind::place) {
                cut_[i] = place_of(ValueId(i), value);
            } else {
                cut_[i] = code_of(value);
            }
        }
        bool more = false;
        for (const auto& [section, statement] : all_) {
            if (!idle_.contains(statement) && is_idle(section, *statement)) {
                idle_.insert(statement);
                more = true;
            }
        }
        return more;
    }

    Cut uniform_of(ValueId id) const {
        const Value& value = values_[id];
        if (value.kind == ValueKind::constant) {
            return uniform({value.number}, ValueKind::constant);
        }
        const std::size_t each = value.kind == ValueKind::month ? 1 : instants_;
        const std::vector<double>& whole = values_.path(id);
        return uniform({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(months_ * each)},
                       value.kind);
    }

    /// The shortest form: what does not change within a month is a path of months, and so on.
    Cut uniform(std::vector<double> path, ValueKind kind) const {
        if (kind == ValueKind::instant) {
            bool moves = false;
            for (std::size_t i = 0; i < path.size(); ++i) {
                moves = moves || !same_bits(path[i], path[i - i % instants_]);
            }
            if (!moves) {
                for (std::size_t m = 0; m < months_; ++m) {
                    path[m] = path[m * instants_];
                }
                path.resize(months_);
                kind = ValueKind::month;
            }
        }
        if (std::all_of(
                path.begin(), path.end(), [&](double x) { return same_bits(x, path[0]); })) {
            path.resize(1);
            kind = ValueKind::constant;
        }
        Mixer print(static_cast<std::uint64_t>(kind));
        for (const double x : path) {
            print.add(x);
        }
        return {.print = print.print(),
                .kind = kind,
                .path = std::make_shared<const std::vector<double>>(std::move(path)),
                .place_read = {}};
    }

    /// In step `step` of a path of `kind`.
    double at(const Cut& cut, ValueKind kind, std::size_t step) const {
        if (cut.kind == ValueKind::constant) {
            return cut.path->front();
        }
        const bool finer = kind == ValueKind::instant && cut.kind == ValueKind::month;
        return (*cut.path)[finer ? step / instants_ : step];
    }

    double at_month(const Cut& cut, std::size_t month) const {
        return at(cut, cut.kind, cut.kind == ValueKind::instant ? month * instants_ : month);
    }

    bool is_constant(const Cut& cut, double number) const {
        return cut.kind == ValueKind::constant && same_bits(cut.path->front(), number);
    }

    /// A place changes only in the sections that store into it: which of them lie before counts.
    Cut place_of(ValueId id, const Value& value) const {
        const auto& stores = stores_[value.index];
        const std::size_t section = index(value.section);
        if (place_paths_[value.index]) {
            const bool before = section <= stores.back();
            return before ? shifted(*place_paths_[value.index]) : after(*place_paths_[value.index]);
        }
        Mixer print(place_print);
        print.add(values_.places()[PlaceId(value.index)].name);
        print.add(static_cast<std::uint64_t>(std::count_if(
            stores.begin(), stores.end(), [&](std::size_t s) { return s > 0 && s < section; })));
        return {
            .print = print.print(), .kind = ValueKind::place, .path = nullptr, .place_read = id};
    }

    /// `path` begins with what was there before the first month.
    Cut shifted(const std::vector<double>& path) const {
        return uniform({path.begin(), path.end() - 1}, ValueKind::month);
    }

    Cut after(const std::vector<double>& path) const {
        return uniform({path.begin() + 1, path.end()}, ValueKind::month);
    }

    Cut code_of(const Value& value) const {
        std::array<const Cut*, 3> in{};
        bool all_uniform = true;
        for (std::size_t i = 0; i < 3; ++i) {
            if (value.in[i]) {
                in[i] = &cut_[value.in[i].index];
                all_uniform = all_uniform && in[i]->is_uniform();
            }
        }
        if (const Cut* const same = same_as_operand(value.code, in)) {
            return *same;
        }
        if (all_uniform && is_plain(value.code)) {
            return folded(value, in);
        }
        if (const auto known = decided(value.code, in)) {
            return uniform({*known}, ValueKind::constant);
        }
        if (auto known = from_known_ring(value, in)) {
            return *known;
        }
        Mixer print(code_print);
        print.add(static_cast<std::uint64_t>(value.code));
        for (const Cut* const operand : in) {
            print.add(operand != nullptr ? operand->print : Fingerprint{});
        }
        print.add(extra_of(value));
        return {.print = print.print(),
                .kind = ValueKind::code,
                .path = nullptr,
                .place_read = {},
                .is_count = never_negative_zero(value.code)};
    }

    /// As Values::choose and Values::code: a branch never taken is as if not written.
    const Cut* same_as_operand(Code code, const std::array<const Cut*, 3>& in) const {
        if (code == Code::copy) {
            return in[0];
        }
        if (code == Code::choose) {
            if (in[0]->kind == ValueKind::constant) {
                return in[0]->path->front() != 0.0 ? in[1] : in[2];
            }
            return in[1]->print == in[2]->print ? in[1] : nullptr;
        }
        if (in[1] == nullptr || (in[0]->is_uniform() && in[1]->is_uniform())) {
            return nullptr;
        }
        // A count plus the dates a scenario adds later on.
        if (code == Code::add && in[1]->is_count && is_constant(*in[0], 0.0)) {
            return in[1];
        }
        const bool product = code == Code::multiply;
        if (((product || code == Code::divide) && is_constant(*in[1], 1.0)) ||
            (code == Code::subtract && is_constant(*in[1], 0.0))) {
            return in[0];
        }
        return product && is_constant(*in[0], 1.0) ? in[1] : nullptr;
    }

    /// One side of `and` and `or` may be enough.
    std::optional<double> decided(Code code, const std::array<const Cut*, 3>& in) const {
        if (code != Code::logical_and && code != Code::logical_or) {
            return std::nullopt;
        }
        const bool enough = code == Code::logical_or;
        for (const Cut* const side : {in[0], in[1]}) {
            if (side->kind == ValueKind::constant && (side->path->front() != 0.0) == enough) {
                return enough ? 1.0 : 0.0;
            }
        }
        return std::nullopt;
    }

    Cut folded(const Value& value, const std::array<const Cut*, 3>& in) const {
        ValueKind widest = ValueKind::constant;
        for (const Cut* const operand : in) {
            widest = operand != nullptr ? std::max(widest, operand->kind) : widest;
        }
        std::size_t steps = widest == ValueKind::constant ? 1 : months_;
        steps *= widest == ValueKind::instant ? instants_ : 1;
        std::vector<double> path(steps);
        for (std::size_t s = 0; s < steps; ++s) {
            std::array<double, 3> x{};
            for (std::size_t i = 0; i < 3; ++i) {
                x[i] = in[i] != nullptr ? at(*in[i], widest, s) : 0.0;
            }
            path[s] = values_.number(value.code, value.extra, x[0], x[1], x[2]);
        }
        return uniform(std::move(path), widest);
    }

    /// What a code reads beside its operands.
    Fingerprint extra_of(const Value& value) const {
        Mixer print(list_print);
        const Code code = value.code;
        if (code == Code::lookup) {
            const model::Lookup& lookup = values_.lookups[value.extra];
            for (std::size_t i = 0; i < lookup.x.size(); ++i) {
                print.add(lookup.x[i]);
                print.add(lookup.y[i]);
            }
        }
        if (code == Code::uniform || code == Code::normal) {
            const DrawSite& site = lowered_.sites[value.extra];
            print.add(site.site);
            print.add(static_cast<std::uint64_t>(site.each));
            print.add(static_cast<std::uint64_t>(site.month.has_value()));
            print.add(static_cast<std::uint64_t>(site.month.value_or(0)));
            print.add(static_cast<std::uint64_t>(site.once));
        }
        if (code == Code::ring_read || code == Code::ring_gather || code == Code::window_count ||
            code == Code::window_before) {
            const RingUse& use = lowered_.ring_uses[value.extra];
            print.add(ring_name(use.ring));
            print.add(static_cast<std::uint64_t>(use.count));
        }
        if (code == Code::draw || code == Code::pick || code == Code::likeliest) {
            add_list(values_.lists()[value.extra], print);
        }
        return print.print();
    }

    void add_list(const ValueList& list, Mixer& print) const {
        print.add(static_cast<std::uint64_t>(list.operands.size()));
        for (const ValueId operand : list.operands) {
            print.add(operand ? cut_[operand.index].print : Fingerprint{});
        }
        print.add(static_cast<std::uint64_t>(list.draw.kind));
        for (const std::optional<double>& bound : {list.draw.low, list.draw.high}) {
            print.add(static_cast<std::uint64_t>(bound.has_value()));
            print.add(bound.value_or(0.0));
        }
        print.add(static_cast<std::uint64_t>(list.mean));
    }

    std::string ring_name(std::uint32_t id) const {
        const Ring& ring = lowered_.rings[id];
        return (ring.counts ? "counts of " : ring.whole ? "all of " : "") + ring.quantity;
    }

    // ---- statements ----

    const Cut& cut(ValueId id) const { return cut_[id.index]; }

    /// A statement that never runs before the forecast, or leaves a place as it is.
    bool is_idle(std::size_t section, const Statement& statement) const {
        const auto always = [&](ValueId id, double number) {
            return id && cut(id).is_uniform() && is_constant(cut(id), number);
        };
        if (always(statement.unless, 1.0) || always(statement.only_if, 0.0)) {
            return true;
        }
        if (statement.code != Code::copy || in_order(section)) {
            return false;
        }
        const ValueId read = cut(statement.in[0]).place_read;
        if (!read || values_[read].index != statement.target.index) {
            return false;
        }
        // Nothing stores between the reading and this statement.
        const auto& stores = stores_[statement.target.index];
        return std::none_of(stores.begin(), stores.end(), [&](std::size_t s) {
            return s >= index(values_[read].section) && s < section;
        });
    }

    /// The sections that store into each place, rising.
    void read_stores() {
        stores_.assign(values_.places().size(), {});
        for (const auto& [section, statement] : all_) {
            if (idle_.contains(statement)) {
                continue;
            }
            for (const PlaceId place : {statement->target, statement->sum}) {
                if (place &&
                    (stores_[place.index].empty() || stores_[place.index].back() != section)) {
                    stores_[place.index].push_back(section);
                }
            }
        }
    }

    Fingerprint print_of(std::size_t section,
                         const Statement& statement,
                         const std::map<std::uint32_t, std::uint64_t>& versions) const {
        Mixer print(statement_print);
        print.add(static_cast<std::uint64_t>(section));
        print.add(static_cast<std::uint64_t>(statement.code));
        for (const ValueId id : statement.in) {
            print.add(id ? cut(id).print : Fingerprint{});
            // In sections that run in order a statement sees what those before it stored.
            const ValueId read = id ? cut(id).place_read : ValueId();
            const auto found = read ? versions.find(values_[read].index) : versions.end();
            print.add(found != versions.end() ? found->second : std::uint64_t{0});
        }
        for (const ValueId id : {statement.unless, statement.only_if}) {
            const bool told = id && cut(id).kind != ValueKind::constant;
            print.add(told ? cut(id).print : Fingerprint{});
        }
        for (const PlaceId place : {statement.target, statement.sum}) {
            print.add(place ? values_.places()[place].name : std::string());
        }
        if (statement.code == Code::advance || statement.code == Code::check) {
            add_check(statement.extra, print);
        }
        if (statement.code == Code::record &&
            lowered_.output_checks[statement.extra] != no_operand) {
            add_check(lowered_.output_checks[statement.extra], print);
        }
        if (statement.code == Code::ring_set || statement.code == Code::ring_write) {
            print.add(static_cast<std::uint64_t>(lowered_.ring_uses[statement.extra].count));
        }
        return print.print();
    }

    void add_check(std::uint32_t id, Mixer& print) const {
        const Check& check = lowered_.checks[id];
        print.add(check.quantity);
        print.add(check.low);
        print.add(check.high);
        print.add(static_cast<std::uint64_t>(check.row));
    }

    /// Every statement that runs, with its fingerprint, in order.
    template <class Use>
    void for_each_statement(Use&& use) const {
        std::map<std::uint32_t, std::uint64_t> versions;
        std::size_t now = 0;
        for (const auto& [section, statement] : all_) {
            if (section != now) {
                versions.clear();
                now = section;
            }
            if (idle_.contains(statement)) {
                continue;
            }
            use(*statement, print_of(section, *statement, versions));
            for (const PlaceId place : {statement->target, statement->sum}) {
                if (place && in_order(section)) {
                    ++versions[place.index];
                }
            }
        }
    }

    // ---- what is known ----

    bool find_known() {
        bool found = false;
        for (std::uint32_t p = 0; p < place_paths_.size(); ++p) {
            if (!place_paths_[p]) {
                place_paths_[p] = known_place(p);
                found = found || place_paths_[p].has_value();
            }
        }
        for (std::uint32_t r = 0; r < ring_paths_.size(); ++r) {
            if (!ring_paths_[r] && !lowered_.rings[r].whole) {
                ring_paths_[r] = known_ring(r);
                found = found || ring_paths_[r].has_value();
            }
        }
        return found;
    }

    /// A place that is set once before the first month and once a month, by the same numbers for
    /// every member: those numbers, the one before the first month first.
    std::optional<std::vector<double>> known_place(std::uint32_t place) const {
        const Statement* first = nullptr;
        const Statement* monthly = nullptr;
        for (const auto& [section, statement] : all_) {
            if (idle_.contains(statement) ||
                (statement->target.index != place && statement->sum.index != place)) {
                continue;
            }
            const bool plain = statement->code == Code::copy && !statement->unless &&
                               !statement->only_if && statement->target.index == place;
            const bool before = section == index(Section::start);
            const Statement*& kept = before ? first : monthly;
            if (!plain || kept != nullptr ||
                (!before && section != index(Section::decide) && section != index(Section::open))) {
                return std::nullopt;
            }
            kept = statement;
        }
        if (first == nullptr || !cut(first->in[0]).is_uniform()) {
            return std::nullopt;
        }
        std::vector<double> path{at_month(cut(first->in[0]), 0)};
        if (monthly == nullptr) {
            path.resize(months_ + 1, path.front());
            return path;
        }
        for (std::size_t m = 0; m < months_; ++m) {
            std::unordered_map<std::uint32_t, std::optional<double>> known;
            const auto x = in_month(monthly->in[0], m, place, path.back(), known);
            if (!x) {
                return std::nullopt;
            }
            path.push_back(*x);
        }
        return path;
    }

    /// A value in a month, given what the place held as the month began.
    std::optional<double> in_month(
        ValueId id,
        std::size_t month,
        std::uint32_t place,
        double before,
        std::unordered_map<std::uint32_t, std::optional<double>>& known) const {
        const Cut& now = cut(id);
        if (now.is_uniform()) {
            return at_month(now, month);
        }
        if (now.place_read) {
            const Value& read = values_[now.place_read];
            const bool old = read.index == place && index(read.section) <= stores_[place].back();
            return old ? std::optional(before) : std::nullopt;
        }
        const Value& value = values_[id];
        if (value.kind != ValueKind::code || !is_plain(value.code)) {
            return std::nullopt;
        }
        if (const auto found = known.find(id.index); found != known.end()) {
            return found->second;
        }
        std::array<double, 3> x{};
        for (std::size_t i = 0; i < 3; ++i) {
            const bool skipped = value.code == Code::choose && i > 0 && (x[0] != 0.0) != (i == 1);
            if (!value.in[i] || skipped) {
                continue;
            }
            const auto operand = in_month(value.in[i], month, place, before, known);
            if (!operand) {
                return known[id.index] = std::nullopt;
            }
            x[i] = *operand;
        }
        return known[id.index] = values_.number(value.code, value.extra, x[0], x[1], x[2]);
    }

    /// A ring that is filled and written with the same numbers for every member.
    struct KnownRing {
        std::vector<double> first;   ///< by entry, before the first month
        std::vector<double> months;  ///< by row

        double in_row(std::ptrdiff_t row) const {
            const auto size = static_cast<std::ptrdiff_t>(first.size());
            return row >= 0 ? months[static_cast<std::size_t>(row)]
                            : first[static_cast<std::size_t>((row % size + size) % size)];
        }
    };

    std::optional<KnownRing> known_ring(std::uint32_t ring) const {
        KnownRing known;
        known.first.resize(lowered_.rings[ring].size);
        for (const auto& [section, statement] : all_) {
            const Code code = statement->code;
            if ((code != Code::ring_fill && code != Code::ring_set && code != Code::ring_write) ||
                lowered_.ring_uses[statement->extra].ring != ring) {
                continue;
            }
            if (!cut(statement->in[0]).is_uniform()) {
                return std::nullopt;
            }
            const Cut& x = cut(statement->in[0]);
            if (code == Code::ring_fill) {
                std::fill(known.first.begin(), known.first.end(), at_month(x, 0));
            } else if (code == Code::ring_set) {
                const int entry = lowered_.ring_uses[statement->extra].count;
                known.first[static_cast<std::size_t>(entry)] = at_month(x, 0);
            } else {
                for (std::size_t m = 0; m < months_; ++m) {
                    known.months.push_back(at_month(x, m));
                }
            }
        }
        return known.months.size() == months_ ? std::optional(std::move(known)) : std::nullopt;
    }

    std::optional<Cut> from_known_ring(const Value& value,
                                       const std::array<const Cut*, 3>& in) const {
        const bool now = value.code == Code::window_count;
        if (value.code != Code::ring_read && value.code != Code::window_before && !now) {
            return std::nullopt;
        }
        const RingUse& use = lowered_.ring_uses[value.extra];
        const auto& ring = ring_paths_[use.ring];
        if (!ring || value.section == Section::start || (now && !in[0]->is_uniform())) {
            return std::nullopt;
        }
        std::vector<double> path;
        for (std::size_t m = 0; m < months_; ++m) {
            const auto row = static_cast<std::ptrdiff_t>(m);
            if (value.code == Code::ring_read) {
                path.push_back(ring->in_row(row - use.count));
                continue;
            }
            double sum = 0.0;
            for (std::ptrdiff_t j = now ? use.count - 1 : use.count; j >= 1; --j) {
                sum += ring->in_row(row - j);
            }
            path.push_back(now ? sum + at_month(*in[0], m) : sum);
        }
        return uniform(std::move(path), ValueKind::month);
    }

    // ---- writing ----

    void write_places(Past& past) const {
        std::vector<Mixer> prints(values_.places().size(), Mixer(place_print));
        for_each_statement([&](const Statement& statement, const Fingerprint& print) {
            for (const PlaceId place : {statement.target, statement.sum}) {
                if (place) {
                    prints[place.index].add(print);
                }
            }
            // A check belongs to the stock it looks at.
            if (statement.code == Code::check) {
                prints[values_[statement.in[0]].index].add(print);
            }
        });
        for (std::uint32_t p = 0; p < prints.size(); ++p) {
            Past::Kept kept{values_.places()[PlaceId(p)].name, prints[p].print(), {}};
            if (place_paths_[p]) {
                kept.known.push_back(place_paths_[p]->back());
            }
            past.places.push_back(std::move(kept));
        }
    }

    void write_rings(Past& past) const {
        std::vector<Mixer> prints(lowered_.rings.size(), Mixer(list_print));
        for (std::size_t r = 0; r < prints.size(); ++r) {
            // Where counts of months before the grid stand depends on the size.
            prints[r].add(std::uint64_t{lowered_.rings[r].counts ? lowered_.rings[r].size : 0U});
        }
        for_each_statement([&](const Statement& statement, const Fingerprint& print) {
            const Code code = statement.code;
            if (code == Code::ring_fill || code == Code::ring_write || code == Code::ring_set) {
                prints[lowered_.ring_uses[statement.extra].ring].add(print);
            }
        });
        for (std::uint32_t r = 0; r < prints.size(); ++r) {
            Past::Kept kept{ring_name(r), prints[r].print(), {}};
            if (ring_paths_[r]) {
                const auto size = static_cast<std::ptrdiff_t>(lowered_.rings[r].size);
                kept.known.resize(lowered_.rings[r].size);
                for (std::ptrdiff_t back = size; back >= 1; --back) {
                    const std::ptrdiff_t row = static_cast<std::ptrdiff_t>(months_) - back;
                    kept.known[static_cast<std::size_t>((row % size + size) % size)] =
                        ring_paths_[r]->in_row(row);
                }
            }
            past.rings.push_back(std::move(kept));
        }
    }

    void write_outputs(Past& past) const {
        past.outputs.resize(lowered_.outputs.size());
        for_each_statement([&](const Statement& statement, const Fingerprint& print) {
            if (statement.code == Code::record) {
                past.outputs[statement.extra] = print;
            }
        });
    }

    const Lowered& lowered_;
    const Values& values_;
    std::size_t months_;
    std::size_t instants_;
    std::vector<Cut> cut_;
    std::vector<std::pair<std::size_t, const Statement*>> all_;  ///< with their sections
    std::vector<std::vector<std::size_t>> stores_;               ///< by place
    std::unordered_set<const Statement*> idle_;
    std::vector<std::optional<std::vector<double>>> place_paths_;  ///< where known
    std::vector<std::optional<KnownRing>> ring_paths_;
};

}  // namespace

Past past_of(const Lowered& lowered, int months) {
    ENTENTE_EXPECT(months > 0);
    return Reader(lowered, months).read();
}

}  // namespace entente::program
