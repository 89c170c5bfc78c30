// SPDX-License-Identifier: Apache-2.0
#include "synthetic.hpp"

#include <algorithm>
#include <cstdint>

#include <fmt/format.h>

#include "math/site.hpp"

namespace entente::bench {

namespace {

/// A value in both texts.
struct Value {
    std::string text;
    std::string code;
    int depth = 0;
};

Value number(double x) { return {fmt::format("{}", x), fmt::format("L({})", x), 0}; }

Value joined(const Value& a, const char* sign, const Value& b) {
    return {fmt::format("({} {} {})", a.text, sign, b.text),
            fmt::format("({} {} {})", a.code, sign, b.code),
            std::max(a.depth, b.depth)};
}

Value operator+(const Value& a, const Value& b) { return joined(a, "+", b); }

Value operator-(const Value& a, const Value& b) { return joined(a, "-", b); }

Value operator*(const Value& a, const Value& b) { return joined(a, "*", b); }

Value operator/(const Value& a, const Value& b) { return joined(a, "/", b); }

Value called(const char* text, const char* code, const Value& a) {
    return {
        fmt::format("{}({})", text, a.text), fmt::format("math::{}({})", code, a.code), a.depth};
}

Value called(const char* name, const Value& a, const Value& b) {
    return {fmt::format("{}({}, {})", name, a.text, b.text),
            fmt::format("math::{}({}, {})", name, a.code, b.code),
            std::max(a.depth, b.depth)};
}

Value raised(const Value& a, const Value& b) {
    return {fmt::format("({} ^ {})", a.text, b.text),
            fmt::format("math::pow({}, {})", a.code, b.code),
            std::max(a.depth, b.depth)};
}

Value looked_up(const Value& a) {
    return {fmt::format("lookup({}, 0, 0.2, 0.5, 0.6, 1, 1, 1.5, 1.2, 2, 1.3, 3, 1.35)", a.text),
            fmt::format("lookup({}, lookup_x, lookup_y)", a.code),
            a.depth};
}

Value if_above(const Value& a, const Value& b, const Value& yes, const Value& no) {
    return {fmt::format("(if {} > {} then {} else {})", a.text, b.text, yes.text, no.text),
            fmt::format("select({} > {}, {}, {})", a.code, b.code, yes.code, no.code),
            std::max({a.depth, b.depth, yes.depth, no.depth})};
}

enum class Form {
    arithmetic,
    exp,
    logarithm,
    power,
    lookup,
    extreme,
    division,
    condition,
    normal,
};

/// All values stay near 1: sums are averages, products have one small factor.
class Grower {
  public:
    explicit Grower(const SyntheticSpec& spec) : spec_(spec) {}

    Synthetic grow() {
        for (int i = 0; i < spec_.parameters; ++i) {
            add_parameter(i);
        }
        for (int i = 0; i < spec_.mix.stocks; ++i) {
            stocks_.push_back({fmt::format("stock_{}", i), fmt::format("stock_{}", i), 0});
        }
        int i = 0;
        for (const Form form : shuffled_forms()) {
            add(form, i++);
        }
        add_flows();
        return finished();
    }

  private:
    std::uint64_t next() { return math::mix_bits(++state_ * 0x9E3779B97F4A7C15U); }

    int below(int n) { return static_cast<int>(next() % static_cast<std::uint64_t>(n)); }

    void add_parameter(int i) {
        const std::string name = fmt::format("parameter_{}", i);
        parameters_.push_back({name, name, 0});
        model_ += fmt::format("param {} : 1 ~ lognormal(1, 0.1)\n", name);
        head_ += fmt::format(
            "            [[maybe_unused]] const L {} = L::load(b.parameters + {} * b.lanes + k);\n",
            name,
            i);
    }

    std::vector<Form> shuffled_forms() {
        const Mix& m = spec_.mix;
        std::vector<Form> forms;
        const auto put = [&forms](Form form, int times) {
            forms.insert(forms.end(), static_cast<std::size_t>(times), form);
        };
        put(Form::exp, m.exps);
        put(Form::logarithm, m.logarithms);
        put(Form::power, m.powers);
        put(Form::lookup, m.lookups);
        put(Form::extreme, m.extremes);
        put(Form::division, m.divisions);
        put(Form::condition, m.conditions);
        put(Form::normal, m.normals);
        put(Form::arithmetic, spec_.equations - m.stocks - static_cast<int>(forms.size()));
        for (std::size_t i = forms.size(); i > 1; --i) {
            std::swap(forms[i - 1], forms[static_cast<std::size_t>(below(static_cast<int>(i)))]);
        }
        return forms;
    }

    /// A let that nothing reads yet, or any stock or let; chains of lets stay short.
    Value operand() {
        Value found = candidate();
        for (int again = 0; again < 8 && found.text == last_; ++again) {
            found = candidate();
        }
        std::erase_if(unread_, [&found](const Value& v) { return v.text == found.text; });
        last_ = found.text;
        return found;
    }

    const Value& candidate() {
        constexpr int longest_chain = 7;
        if (!unread_.empty() && below(10) < 6) {
            const Value& found = any(unread_);
            if (found.depth < longest_chain) {
                return found;
            }
        }
        if (!lets_.empty() && below(10) < 5) {
            const Value& found = any(lets_);
            if (found.depth < longest_chain) {
                return found;
            }
        }
        return any(stocks_);
    }

    const Value& any(const std::vector<Value>& from) {
        return from[static_cast<std::size_t>(below(static_cast<int>(from.size())))];
    }

    void add(Form form, int i) {
        Value made;
        if (form == Form::normal) {
            made = {fmt::format("shock_{}", i), fmt::format("shock_{}", i), 0};
            model_ += fmt::format("input {} : 1 = 1 {{ then normal(1, 0.1) }}\n", made.text);
            body_ += fmt::format(
                "            const L {} = 1.0 + 0.1 * math::normal_quantile(math::uniform_from<"
                "width>(b.seed, member, month, {}U));\n",
                made.code,
                math::site(made.text));
        } else {
            const Value value = expression(form);
            const std::string name = fmt::format("let_{}", i);
            made = {name, name, value.depth + 1};
            model_ += fmt::format("let {} : 1 = {}\n", name, value.text);
            body_ += fmt::format("            const L {} = {};\n", name, value.code);
        }
        lets_.push_back(made);
        unread_.push_back(made);
    }

    Value expression(Form form) {
        const Value first = operand();
        switch (form) {
            case Form::exp:
                return called("exp", "exp", number(-0.5) * first);
            case Form::logarithm:
                return called("ln", "log", number(1) + first);
            case Form::power:
                return raised(first, any(parameters_));
            case Form::lookup:
                return looked_up(first);
            case Form::extreme:
                return called(below(2) == 0 ? "min" : "max", first, operand());
            case Form::division:
                return first / (number(0.5) + operand());
            case Form::condition:
                return if_above(first, operand(), number(0.9) * first, first);
            case Form::arithmetic:
            case Form::normal:
                break;
        }
        return arithmetic(first);
    }

    Value arithmetic(const Value& a) {
        switch (below(6)) {
            case 0:
                return any(parameters_) * a;
            case 1:
                return number(0.5) * (a + operand());
            case 2:
                return a + number(0.3) * (operand() - a);
            case 3:
                return a * (number(1.2) - number(0.2) * operand());
            case 4:
                return number(0.7) * a + number(0.3) * operand();
            default: {
                const Value scaled = any(parameters_) * a;
                return scaled - number(0.1) * operand();
            }
        }
    }

    /// Each stock drifts to what the lets say; what nothing reads yet is spread over the stocks.
    void add_flows() {
        for (std::size_t i = 0; i < stocks_.size(); ++i) {
            const std::size_t share = unread_.size() / (stocks_.size() - i);
            Value goal = share > 0 ? unread_.back() : operand();
            for (std::size_t j = 0; j < share; ++j) {
                if (j > 0) {
                    goal = goal + number(0.25) * (unread_.back() - goal);
                }
                unread_.pop_back();
            }
            if (i % 5 == 0) {
                goal = any(parameters_) * goal;
            }
            const double rate = (3 + below(20)) / 100.0;
            const double start = (80 + 5 * below(9)) / 100.0;
            model_ += fmt::format(
                "stock {0} : 1 = {1} {{ inflow drift = {2} [1/month] * ({3} - {0}) }}\n",
                stocks_[i].text,
                start,
                rate,
                goal.text);
            head_ += fmt::format("            const L {} = L::load(b.stocks + {} * b.lanes + k);\n",
                                 stocks_[i].code,
                                 i);
            flows_ += fmt::format(
                "            ({0} + L({1}) * ({2} - {0})).store(b.stocks + {3} * b.lanes + k);\n",
                stocks_[i].code,
                rate,
                goal.code,
                i);
            starts_.push_back(start);
        }
    }

    Synthetic finished() {
        std::vector<std::string> outputs;
        std::string stores;
        for (int i = 0; i < spec_.outputs; ++i) {
            outputs.push_back(stocks_[static_cast<std::size_t>(i)].text);
            stores +=
                fmt::format("            store_floats({}, b.out + (t * {} + {}) * b.lanes + k);\n",
                            outputs.back(),
                            spec_.outputs,
                            i);
        }
        const std::string head = fmt::format(
            "model {} \"Synthetic\" {{\n  language 1\n  time month from 2000-01 to 2024-12\n  step "
            "1 month\n  outputs {}\n}}\n",
            spec_.name,
            fmt::join(outputs, ", "));
        const std::string code = fmt::format(
            "void run_{}(const Batch& b) {{\n"
            "    for (int t = 0; t < b.months; ++t) {{\n"
            "        [[maybe_unused]] const std::int32_t month = b.first_month + t;\n"
            "        for (int k = 0; k < b.lanes; k += width) {{\n"
            "            [[maybe_unused]] const std::uint32_t member = b.first_member + "
            "static_cast<std::uint32_t>(k);\n"
            "{}{}{}{}        }}\n    }}\n}}\n",
            spec_.name,
            head_,
            body_,
            stores,
            flows_);
        return {head + model_, code, starts_, outputs};
    }

    const SyntheticSpec& spec_;
    std::uint64_t state_ = 0;
    std::vector<Value> parameters_;
    std::vector<Value> stocks_;
    std::vector<Value> lets_;    ///< and inputs
    std::vector<Value> unread_;  ///< those of them that nothing reads yet
    std::string model_;
    std::string head_;
    std::string body_;
    std::string flows_;
    std::vector<double> starts_;
    std::string last_;  ///< operand, so that none is paired with itself
};

/// Twenty-fifths of the whole: what a mixed model is made of.
Mix mixed(int hundreds) {
    return {.stocks = 25 * hundreds,
            .exps = 8 * hundreds,
            .logarithms = 5 * hundreds,
            .powers = 3 * hundreds,
            .lookups = 4 * hundreds,
            .extremes = 8 * hundreds,
            .divisions = 8 * hundreds,
            .conditions = 3 * hundreds,
            .normals = 2 * hundreds};
}

}  // namespace

const std::vector<SyntheticSpec>& synthetic_specs() {
    static const std::vector<SyntheticSpec> specs = {
        {"small_10", 10, {.stocks = 3, .exps = 1, .extremes = 1, .divisions = 1}, 2, 1},
        {"arithmetic_200", 200, {.stocks = 50}, 10, 5},
        {"mixed_200", 200, mixed(2), 10, 5},
        {"mixed_2000", 2000, mixed(20), 100, 5}};
    return specs;
}

Synthetic synthetic(const SyntheticSpec& spec) { return Grower(spec).grow(); }

}  // namespace entente::bench
