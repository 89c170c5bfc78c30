// SPDX-License-Identifier: Apache-2.0
// Units: products of powers of base units, and a scale against them. A number with a unit stands
// for number * scale of the base units. Conversion is lazy: products multiply scales, sums convert
// their right side. `month` is the base of time, so a year is exactly 12.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text/source.hpp"

namespace entente::model {

/// A dimension and a scale. The default is `1`, no unit at all.
struct Unit {
    /// Powers of declared units as written, for messages; no entry is 0.
    std::map<std::string, int> shown;
    /// Powers of base units; no entry is 0.
    std::map<std::string, int> dimensions;
    /// The scale is `numerator / denominator`, kept apart so that 1/year is exactly 1/12.
    double numerator = 1;
    double denominator = 1;

    bool is_dimensionless() const { return dimensions.empty(); }

    double scale() const { return numerator / denominator; }
};

Unit operator*(const Unit& a, const Unit& b);
Unit operator/(const Unit& a, const Unit& b);
Unit power(const Unit& unit, int exponent);

/// Whether powers and scale are of a size that measures something; others are a slip.
bool is_usable(const Unit& unit);

/// Whether numbers of one can become numbers of the other.
bool same_dimension(const Unit& a, const Unit& b);

/// What a number in `from` is multiplied by to be a number in `to`; both have one dimension.
double conversion(const Unit& from, const Unit& to);

/// "MUSD/month", "1".
std::string to_text(const Unit& unit);

/// For messages: "has no unit", "is in MUSD/month".
std::string described(const Unit& unit);

/// The units of a model: what is built in and what it declares.
class UnitTable {
  public:
    /// Knows month, year, quarter, day and percent.
    UnitTable();

    /// A base unit of its own.
    void add_base(const std::string& name);

    /// `name` = factor of `unit`.
    void add_derived(const std::string& name, double factor, const Unit& unit);

    /// The unit of that name, its plural for time included (`months`); nothing where unknown.
    std::optional<Unit> find(std::string_view name) const;

    bool is_built_in(std::string_view name) const;

    std::vector<std::string> names() const;

  private:
    std::map<std::string, Unit, std::less<>> units_;
};

}  // namespace entente::model
