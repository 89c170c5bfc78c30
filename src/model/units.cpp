// SPDX-License-Identifier: Apache-2.0
#include "model/units.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

namespace entente::model {

namespace {

/// Days in a month of the Gregorian calendar on average: 365.25 / 12.
constexpr double days_in_month = 30.4375;

/// Of a unit; beyond lies a slip.
constexpr int highest_power = 100;

constexpr std::array<std::string_view, 5> built_in = {"year", "quarter", "month", "day", "percent"};

void merge(std::map<std::string, int>& into, const std::map<std::string, int>& from, int sign) {
    for (const auto& [name, exponent] : from) {
        int& sum = into[name];
        sum += sign * exponent;
        if (sum == 0) {
            into.erase(name);
        }
    }
}

double integer_power(double base, int exponent) {
    double product = 1;
    for (int i = 0; i < exponent; ++i) {
        product *= base;
    }
    return product;
}

}  // namespace

Unit operator*(const Unit& a, const Unit& b) {
    Unit product = a;
    merge(product.shown, b.shown, 1);
    merge(product.dimensions, b.dimensions, 1);
    product.numerator *= b.numerator;
    product.denominator *= b.denominator;
    return product;
}

Unit operator/(const Unit& a, const Unit& b) { return a * power(b, -1); }

Unit power(const Unit& unit, int exponent) {
    Unit result;
    if (exponent == 0) {
        return result;
    }
    for (const auto& [name, e] : unit.shown) {
        result.shown[name] = e * exponent;
    }
    for (const auto& [name, e] : unit.dimensions) {
        result.dimensions[name] = e * exponent;
    }
    const int size = std::abs(exponent);
    result.numerator = integer_power(exponent > 0 ? unit.numerator : unit.denominator, size);
    result.denominator = integer_power(exponent > 0 ? unit.denominator : unit.numerator, size);
    return result;
}

bool is_usable(const Unit& unit) {
    const auto small = [](const auto& one) { return std::abs(one.second) <= highest_power; };
    return std::all_of(unit.dimensions.begin(), unit.dimensions.end(), small) &&
           std::all_of(unit.shown.begin(), unit.shown.end(), small) &&
           std::isfinite(unit.scale()) && unit.scale() > 0 && std::isfinite(unit.numerator) &&
           std::isfinite(unit.denominator);
}

bool same_dimension(const Unit& a, const Unit& b) { return a.dimensions == b.dimensions; }

double conversion(const Unit& from, const Unit& to) {
    const double up = from.numerator * to.denominator;
    const double down = from.denominator * to.numerator;
    const double factor = up / down;
    // Scales written as decimals meet again only up to rounding.
    return std::abs(factor - 1.0) < 1e-14 ? 1.0 : factor;
}

std::string to_text(const Unit& unit) {
    std::string above;
    std::string below;
    for (const auto& [name, exponent] : unit.shown) {
        const int size = std::abs(exponent);
        const std::string factor = size == 1 ? name : name + "^" + std::to_string(size);
        if (exponent > 0) {
            above += (above.empty() ? "" : "*") + factor;
        } else {
            below += "/" + factor;
        }
    }
    return (above.empty() ? "1" : above) + below;
}

std::string described(const Unit& unit) {
    if (unit.shown.empty()) {
        return "has no unit";
    }
    return "is in " + to_text(unit);
}

UnitTable::UnitTable() {
    add_base("month");
    const Unit month = *find("month");
    add_derived("year", 12, month);
    add_derived("quarter", 3, month);
    Unit day = month;
    day.shown = {{"day", 1}};
    day.denominator = days_in_month;
    units_["day"] = day;
    Unit percent;
    percent.shown = {{"percent", 1}};
    percent.denominator = 100;
    units_["percent"] = percent;
}

void UnitTable::add_base(const std::string& name) {
    Unit unit;
    unit.shown = {{name, 1}};
    unit.dimensions = {{name, 1}};
    units_[name] = unit;
}

void UnitTable::add_derived(const std::string& name, double factor, const Unit& unit) {
    Unit derived = unit;
    derived.shown = {{name, 1}};
    // A factor such as 0.000001 is kept as a divisor when that is a whole number.
    const double inverse = std::round(1.0 / factor);
    if (factor < 1 && std::abs(inverse * factor - 1.0) < 1e-12) {
        derived.denominator *= inverse;
    } else {
        derived.numerator *= factor;
    }
    units_[name] = derived;
}

std::optional<Unit> UnitTable::find(std::string_view name) const {
    if (name == "1") {
        return Unit{};
    }
    if (const auto unit = units_.find(name); unit != units_.end()) {
        return unit->second;
    }
    // `24 months` reads better than `24 month`.
    if (name.size() > 1 && name.back() == 's') {
        const std::string_view singular = name.substr(0, name.size() - 1);
        if (singular != "percent" && is_built_in(singular)) {
            return units_.find(singular)->second;
        }
    }
    return std::nullopt;
}

bool UnitTable::is_built_in(std::string_view name) const {
    for (const std::string_view unit : built_in) {
        if (name == unit) {
            return true;
        }
    }
    return false;
}

std::vector<std::string> UnitTable::names() const {
    std::vector<std::string> names;
    for (const auto& [name, unit] : units_) {
        names.push_back(name);
    }
    return names;
}

}  // namespace entente::model
