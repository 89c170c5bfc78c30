// SPDX-License-Identifier: Apache-2.0
// Compiled once per instruction set; see math/lanes.hpp for what that forbids.
#include "program/kernels.hpp"

#include "math/counts.hpp"
#include "math/normal.hpp"
#include "math/random.hpp"
#include "math/vector.hpp"

namespace entente::program {
inline namespace ENTENTE_ISA {

namespace {

constexpr int width = math::native_lanes;
using L = math::Lanes<width>;
using M = math::Mask<width>;

// An operand: lanes of a slot, or one number.
template <bool Uniform>
struct In {
    L value;

    ENTENTE_INLINE explicit In(const double* p) : value(*p) {}

    ENTENTE_INLINE L at(int) const { return value; }
};

template <>
struct In<false> {
    const double* from;

    ENTENTE_INLINE explicit In(const double* p) : from(p) {}

    ENTENTE_INLINE L at(int k) const { return L::load(from + k); }
};

ENTENTE_INLINE L truth(M m) { return select(m, L(1.0), L(0.0)); }

// ---- one function object per value code ----

#define ENTENTE_UNARY(name, expression)                        \
    struct name {                                              \
        ENTENTE_INLINE static L of(L a) { return expression; } \
    };
#define ENTENTE_BINARY(name, expression)                            \
    struct name {                                                   \
        ENTENTE_INLINE static L of(L a, L b) { return expression; } \
    };
#define ENTENTE_TERNARY(name, expression)                                \
    struct name {                                                        \
        ENTENTE_INLINE static L of(L a, L b, L c) { return expression; } \
    };

namespace op {

ENTENTE_UNARY(copy, a)
ENTENTE_UNARY(negate, -a)
ENTENTE_UNARY(logical_not, truth(a == L(0.0)))
ENTENTE_UNARY(exp, math::exp(a))
ENTENTE_UNARY(ln, math::log(a))
ENTENTE_UNARY(sqrt, math::sqrt(a))
ENTENTE_UNARY(abs, math::abs(a))
ENTENTE_UNARY(logistic, math::logistic(a))
ENTENTE_UNARY(logit, math::logit(a))
ENTENTE_UNARY(expm1, math::expm1(a))
ENTENTE_UNARY(normal_quantile, math::normal_quantile(a))
ENTENTE_BINARY(add, a + b)
ENTENTE_BINARY(subtract, a - b)
ENTENTE_BINARY(multiply, a* b)
ENTENTE_BINARY(divide, a / b)
ENTENTE_BINARY(power, math::pow(a, b))
ENTENTE_BINARY(min, math::min(a, b))
ENTENTE_BINARY(max, math::max(a, b))
ENTENTE_BINARY(less, truth(a < b))
ENTENTE_BINARY(less_equal, truth(a <= b))
ENTENTE_BINARY(equal, truth(a == b))
ENTENTE_BINARY(not_equal, truth(a != b))
ENTENTE_BINARY(logical_and, truth((a != L(0.0)) & (b != L(0.0))))
ENTENTE_BINARY(logical_or, truth((a != L(0.0)) | (b != L(0.0))))
ENTENTE_BINARY(bernoulli, math::bernoulli(a, b))
ENTENTE_BINARY(poisson, math::poisson(a, b))
ENTENTE_TERNARY(choose, select(a != L(0.0), b, c))
ENTENTE_TERNARY(negative_binomial, math::negative_binomial(a, b, c))
// Outer codes of fused instructions that put the second operand first.
ENTENTE_BINARY(minus_from, b - a)
ENTENTE_BINARY(divide_into, b / a)

}  // namespace op

template <class Op, unsigned Modes>
const Bound* unary(const Bound* i, const Context* c) {
    const In<(Modes & 1U) != 0> a(i->in[0]);
    double* const out = i->out;
    for (int k = 0; k < c->lanes; k += 2 * width) {
        const L first = Op::of(a.at(k));
        const L second = Op::of(a.at(k + width));
        first.store(out + k);
        second.store(out + k + width);
    }
    return i + 1;
}

template <class Op, unsigned Modes>
const Bound* binary(const Bound* i, const Context* c) {
    const In<(Modes & 1U) != 0> a(i->in[0]);
    const In<(Modes & 2U) != 0> b(i->in[1]);
    double* const out = i->out;
    for (int k = 0; k < c->lanes; k += 2 * width) {
        const L first = Op::of(a.at(k), b.at(k));
        const L second = Op::of(a.at(k + width), b.at(k + width));
        first.store(out + k);
        second.store(out + k + width);
    }
    return i + 1;
}

template <class Op, unsigned Modes>
const Bound* ternary(const Bound* i, const Context* c) {
    const In<(Modes & 1U) != 0> a(i->in[0]);
    const In<(Modes & 2U) != 0> b(i->in[1]);
    const In<(Modes & 4U) != 0> d(i->in[2]);
    double* const out = i->out;
    for (int k = 0; k < c->lanes; k += 2 * width) {
        const L first = Op::of(a.at(k), b.at(k), d.at(k));
        const L second = Op::of(a.at(k + width), b.at(k + width), d.at(k + width));
        first.store(out + k);
        second.store(out + k + width);
    }
    return i + 1;
}

template <class Inner, class Outer>
struct Fused {
    ENTENTE_INLINE static L of(L a, L b, L c) { return Outer::of(Inner::of(a, b), c); }
};

template <class Op>
Kernel unary_of(unsigned modes) {
    return modes == 0 ? unary<Op, 0> : unary<Op, 1>;
}

template <class Op>
Kernel binary_of(unsigned modes) {
    constexpr Kernel all[] = {binary<Op, 0>, binary<Op, 1>, binary<Op, 2>, nullptr};
    return all[modes & 3U];
}

template <class Op>
Kernel ternary_of(unsigned modes) {
    constexpr Kernel all[] = {ternary<Op, 0>,
                              ternary<Op, 1>,
                              ternary<Op, 2>,
                              ternary<Op, 3>,
                              ternary<Op, 4>,
                              ternary<Op, 5>,
                              ternary<Op, 6>,
                              nullptr};
    return all[modes & 7U];
}

// ---- values with more than lanes ----

const Bound* lookup(const Bound* i, const Context* c) {
    const auto& table = *static_cast<const BoundLookup*>(i->extra);
    for (int k = 0; k < c->lanes; k += width) {
        const L x = L::load(i->in[0] + k);
        L y = L(table.y[0]);
        for (int p = 0; p + 1 < table.count; ++p) {
            const L here = table.y[p] + (x - table.x[p]) * L(table.slope[p]);
            y = select(x >= L(table.x[p]), here, y);
        }
        y = select(x >= L(table.x[table.count - 1]), L(table.y[table.count - 1]), y);
        select(x != x, x, y).store(i->out + k);
    }
    return i + 1;
}

std::int32_t month_of_draw(const BoundSite& site, const Context& c) {
    if (site.fixed != 0) {
        return site.month;
    }
    const std::int32_t past = ((c.month % site.each) + site.each) % site.each;
    return c.month - past;
}

// The uniforms of the block first and their quantiles in a second loop: math/normal.hpp says why.
template <bool Normal>
const Bound* drawn(const Bound* i, const Context* c) {
    const auto& site = *static_cast<const BoundSite*>(i->extra);
    if (site.given != nullptr) {
        for (int k = 0; k < c->lanes; k += width) {
            L::load(site.given + k).store(i->out + k);
        }
    } else if (c->members != nullptr) {
        const std::int32_t month = month_of_draw(site, *c);
        for (int k = 0; k < c->lanes; k += width) {
            math::uniform_each<width>(math::Words<width>::load(c->seeds + k),
                                      math::Words<width>::load(c->members + k),
                                      month,
                                      site.site)
                .store(i->out + k);
        }
    } else {
        const std::int32_t month = month_of_draw(site, *c);
        for (int k = 0; k < c->lanes; k += width) {
            math::uniform_from<width>(
                c->seed, c->first_member + static_cast<std::uint32_t>(k), month, site.site)
                .store(i->out + k);
        }
    }
    if constexpr (Normal) {
        for (int k = 0; k < c->lanes; k += width) {
            math::normal_quantile(L::load(i->out + k)).store(i->out + k);
        }
    }
    return i + 1;
}

ENTENTE_INLINE L listed(const BoundList& list, int which, int k) {
    const double* const p = list.operands[which];
    return list.uniform[which] != 0 ? L(*p) : L::load(p + k);
}

const Bound* draw(const Bound* i, const Context* c) {
    const auto& list = *static_cast<const BoundList*>(i->extra);
    list.draw(list, c->lanes, i->out);
    return i + 1;
}

const Bound* pick(const Bound* i, const Context* c) {
    const auto& list = *static_cast<const BoundList*>(i->extra);
    for (int k = 0; k < c->lanes; k += width) {
        L top = listed(list, 1, k);
        for (int p = 2; p < list.count; ++p) {
            top = math::max(top, listed(list, p, k));
        }
        L total = 0.0;
        for (int p = 1; p < list.count; ++p) {
            total = total + math::exp(listed(list, p, k) - top);
        }
        const L mark = listed(list, 0, k) * total;
        L sum = 0.0;
        L chosen = static_cast<double>(list.count - 2);
        // From the last to the first would need the sums kept; the first hit is held instead.
        M open = top == top;
        for (int p = 1; p + 1 < list.count; ++p) {
            sum = sum + math::exp(listed(list, p, k) - top);
            const M hit = open & (mark < sum);
            chosen = select(hit, L(static_cast<double>(p - 1)), chosen);
            open = open & !hit;
        }
        chosen.store(i->out + k);
    }
    return i + 1;
}

const Bound* likeliest(const Bound* i, const Context* c) {
    const auto& list = *static_cast<const BoundList*>(i->extra);
    for (int k = 0; k < c->lanes; k += width) {
        L best = 0.0;
        L top = listed(list, 0, k);
        for (int p = 1; p < list.count; ++p) {
            const L l = listed(list, p, k);
            const M above = l > top;
            best = select(above, L(static_cast<double>(p)), best);
            top = select(above, l, top);
        }
        best.store(i->out + k);
    }
    return i + 1;
}

ENTENTE_INLINE double* entry(const BoundRing& ring, std::int32_t row, int lanes) {
    const std::int32_t at = ((row % ring.size) + ring.size) % ring.size;
    return ring.entries + static_cast<std::int64_t>(at) * lanes;
}

const Bound* ring_read(const Bound* i, const Context* c) {
    const auto& ring = *static_cast<const BoundRing*>(i->extra);
    const double* const from = entry(ring, c->row - ring.count, c->lanes);
    for (int k = 0; k < c->lanes; k += width) {
        L::load(from + k).store(i->out + k);
    }
    return i + 1;
}

// Entry 0 is the initial view, entry m + 1 row m.
const Bound* ring_gather(const Bound* i, const Context* c) {
    const auto& ring = *static_cast<const BoundRing*>(i->extra);
    for (int k = 0; k < c->lanes; ++k) {
        const double asked = i->in[0][k];
        const double lag = math::floor(asked + 0.5);
        double result = asked;
        if (asked == asked) {
            const std::int32_t least =
                lag < 1.0 ? 1 : (lag > 1e6 ? 1000000 : static_cast<std::int32_t>(lag));
            const std::int32_t row = c->row - least + 1;
            result = ring.entries[static_cast<std::int64_t>(row < 0 ? 0 : row) * c->lanes + k];
        }
        i->out[k] = result;
    }
    return i + 1;
}

template <bool Now, bool Uniform>
const Bound* window(const Bound* i, const Context* c) {
    const auto& ring = *static_cast<const BoundRing*>(i->extra);
    const std::int32_t past = Now ? ring.count - 1 : ring.count;
    for (int k = 0; k < c->lanes; k += width) {
        L sum = 0.0;
        for (std::int32_t j = past; j >= 1; --j) {
            sum = sum + L::load(entry(ring, c->row - j, c->lanes) + k);
        }
        if constexpr (Now) {
            sum = sum + In<Uniform>(i->in[0]).at(k);
        }
        sum.store(i->out + k);
    }
    return i + 1;
}

// ---- statements ----

ENTENTE_INLINE void report(const Bound* i, const Context* c, const double* values) {
    c->report(c, static_cast<const BoundCheck*>(i->extra)->index, values);
}

template <unsigned Modes>
const Bound* advance(const Bound* i, const Context* c) {
    const auto& check = *static_cast<const BoundCheck*>(i->extra);
    const L low = check.low;
    const L high = check.high;
    const In<(Modes & 2U) != 0> net(i->in[1]);
    double* const out = i->out;
    M fine = low <= high;
    for (int k = 0; k < c->lanes; k += 2 * width) {
        const L first = L::load(i->in[0] + k) + net.at(k);
        const L second = L::load(i->in[0] + k + width) + net.at(k + width);
        first.store(out + k);
        second.store(out + k + width);
        fine = fine & (first >= low) & (first <= high) & (second >= low) & (second <= high);
    }
    if (!all(fine)) [[unlikely]] {
        report(i, c, out);
    }
    return i + 1;
}

// A step that is not the month's last, or one that a bound follows: not checked here.
template <unsigned Modes>
const Bound* advance_part(const Bound* i, const Context* c) {
    const In<(Modes & 2U) != 0> net(i->in[1]);
    const L h = *i->in[2];
    for (int k = 0; k < c->lanes; k += width) {
        (L::load(i->in[0] + k) + h * net.at(k)).store(i->out + k);
    }
    return i + 1;
}

const Bound* check(const Bound* i, const Context* c) {
    const auto& bounds = *static_cast<const BoundCheck*>(i->extra);
    const L low = bounds.low;
    const L high = bounds.high;
    M fine = low <= high;
    for (int k = 0; k < c->lanes; k += width) {
        const L x = L::load(i->in[0] + k);
        fine = fine & (x >= low) & (x <= high);
    }
    if (!all(fine)) [[unlikely]] {
        report(i, c, i->in[0]);
    }
    return i + 1;
}

// number is the distance of the slot of what was added.
const Bound* hold(const Bound* i, const Context* c) {
    const L low = *i->in[1];
    const L high = *i->in[2];
    double* const added = const_cast<double*>(static_cast<const double*>(i->extra));
    for (int k = 0; k < c->lanes; k += width) {
        const L x = L::load(i->in[0] + k);
        const L held = math::min(math::max(x, low), high);
        held.store(i->out + k);
        if (added != nullptr) {
            (L::load(added + k) + (held - x)).store(added + k);
        }
    }
    return i + 1;
}

template <bool Uniform>
const Bound* ring_write(const Bound* i, const Context* c) {
    const auto& ring = *static_cast<const BoundRing*>(i->extra);
    const In<Uniform> from(i->in[0]);
    double* const to = entry(ring, c->row + ring.count, c->lanes);
    for (int k = 0; k < c->lanes; k += width) {
        from.at(k).store(to + k);
    }
    return i + 1;
}

template <bool Uniform>
const Bound* ring_fill(const Bound* i, const Context* c) {
    const auto& ring = *static_cast<const BoundRing*>(i->extra);
    const In<Uniform> from(i->in[0]);
    for (std::int32_t e = 0; e < ring.size; ++e) {
        double* const to = ring.entries + static_cast<std::int64_t>(e) * c->lanes;
        for (int k = 0; k < c->lanes; k += width) {
            from.at(k).store(to + k);
        }
    }
    return i + 1;
}

template <bool Uniform>
const Bound* ring_set(const Bound* i, const Context* c) {
    const auto& ring = *static_cast<const BoundRing*>(i->extra);
    const In<Uniform> from(i->in[0]);
    double* const to = ring.entries + static_cast<std::int64_t>(ring.count) * c->lanes;
    for (int k = 0; k < c->lanes; k += width) {
        from.at(k).store(to + k);
    }
    return i + 1;
}

template <bool Uniform>
const Bound* record(const Bound* i, const Context* c) {
    const In<Uniform> from(i->in[0]);
    float* const to = c->paths + i->number * c->lanes;
    const L low = -0x1.fffffffffffffp1023;
    const L high = 0x1.fffffffffffffp1023;
    M fine = low <= high;
    double buffer[width];
    for (int k = 0; k < c->lanes; k += width) {
        const L x = from.at(k);
        fine = fine & (x >= low) & (x <= high);
        x.store(buffer);
        for (int j = 0; j < width; ++j) {
            to[k + j] = static_cast<float>(buffer[j]);
        }
    }
    if (i->extra != nullptr && !all(fine)) [[unlikely]] {
        double lanes[most_lanes];
        for (int k = 0; k < c->lanes; k += width) {
            from.at(k).store(lanes + k);
        }
        report(i, c, lanes);
    }
    return i + 1;
}

const Bound* skip_unless(const Bound* i, const Context*) {
    return *i->in[0] != 0.0 ? i + 1 : i + 1 + i->number;
}

const Bound* skip_if(const Bound* i, const Context*) {
    return *i->in[0] != 0.0 ? i + 1 + i->number : i + 1;
}

const Bound* skip_none(const Bound* i, const Context* c) {
    for (int k = 0; k < c->lanes; k += width) {
        if (any(L::load(i->in[0] + k) != L(0.0))) {
            return i + 1;
        }
    }
    return i + 1 + i->number;
}

const Bound* skip_all(const Bound* i, const Context* c) {
    for (int k = 0; k < c->lanes; k += width) {
        if (!all(L::load(i->in[0] + k) != L(0.0))) {
            return i + 1;
        }
    }
    return i + 1 + i->number;
}

Kernel statement(Code code, unsigned modes) {
    const bool uniform = (modes & 1U) != 0;
    if (code == Code::lookup) {
        return lookup;
    }
    if (code == Code::uniform) {
        return drawn<false>;
    }
    if (code == Code::normal) {
        return drawn<true>;
    }
    if (code == Code::draw) {
        return draw;
    }
    if (code == Code::pick) {
        return pick;
    }
    if (code == Code::likeliest) {
        return likeliest;
    }
    if (code == Code::ring_read) {
        return ring_read;
    }
    if (code == Code::ring_gather) {
        return ring_gather;
    }
    if (code == Code::window_count) {
        return uniform ? window<true, true> : window<true, false>;
    }
    if (code == Code::window_before) {
        return window<false, false>;
    }
    if (code == Code::advance) {
        return (modes & 2U) != 0 ? advance<2> : advance<0>;
    }
    if (code == Code::advance_part) {
        return (modes & 2U) != 0 ? advance_part<2> : advance_part<0>;
    }
    if (code == Code::check) {
        return check;
    }
    if (code == Code::hold) {
        return hold;
    }
    if (code == Code::ring_write) {
        return uniform ? ring_write<true> : ring_write<false>;
    }
    if (code == Code::ring_fill) {
        return uniform ? ring_fill<true> : ring_fill<false>;
    }
    if (code == Code::ring_set) {
        return uniform ? ring_set<true> : ring_set<false>;
    }
    if (code == Code::record) {
        return uniform ? record<true> : record<false>;
    }
    if (code == Code::skip_unless) {
        return skip_unless;
    }
    if (code == Code::skip_if) {
        return skip_if;
    }
    if (code == Code::skip_none) {
        return skip_none;
    }
    if (code == Code::skip_all) {
        return skip_all;
    }
    return nullptr;
}

template <int Operands, class Op>
Kernel value_of(unsigned modes) {
    if constexpr (Operands == 1) {
        return unary_of<Op>(modes);
    }
    if constexpr (Operands == 2) {
        return binary_of<Op>(modes);
    }
    if constexpr (Operands == 3) {
        return ternary_of<Op>(modes);
    }
}

}  // namespace

Kernel find_kernel(Code code, unsigned modes) {
#define X(name, operands, cost) \
    if (code == Code::name) return value_of<operands, op::name>(modes);
    ENTENTE_VALUE_CODES(X)
#undef X
#define X(inner, outer) \
    if (code == Code::inner##_##outer) return ternary_of<Fused<op::inner, op::outer>>(modes);
    ENTENTE_FUSED_CODES(X)
#undef X
    return statement(code, modes);
}

}  // namespace ENTENTE_ISA
}  // namespace entente::program
