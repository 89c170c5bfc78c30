// SPDX-License-Identifier: Apache-2.0
// Typed indexes: an Id<Tag> names one element of one Table<Id, T>, so a stock's number cannot be
// used to look up a lever.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "base/contract.hpp"

namespace entente {

/// The index of something called Tag. Default construction gives the one value that names nothing.
template <class Tag>
struct Id {
    static constexpr std::uint32_t none = 0xFFFFFFFFU;

    std::uint32_t index = none;

    constexpr Id() = default;

    constexpr explicit Id(std::size_t i) : index(static_cast<std::uint32_t>(i)) {}

    /// Whether it names something.
    constexpr explicit operator bool() const { return index != none; }

    constexpr auto operator<=>(const Id&) const = default;
};

/// A vector indexed by one kind of Id.
template <class Key, class T>
class Table {
  public:
    using value_type = T;

    Key add(T value) {
        rows_.push_back(std::move(value));
        return Key(rows_.size() - 1);
    }

    const T& operator[](Key id) const {
        ENTENTE_EXPECT(id.index < rows_.size());
        return rows_[id.index];
    }

    T& operator[](Key id) {
        ENTENTE_EXPECT(id.index < rows_.size());
        return rows_[id.index];
    }

    std::size_t size() const { return rows_.size(); }

    bool empty() const { return rows_.empty(); }

    /// The id of the i-th row, in the order of adding.
    static Key id(std::size_t i) { return Key(i); }

    auto begin() const { return rows_.begin(); }

    auto end() const { return rows_.end(); }

    auto begin() { return rows_.begin(); }

    auto end() { return rows_.end(); }

  private:
    std::vector<T> rows_;
};

}  // namespace entente

template <class Tag>
struct std::hash<entente::Id<Tag>> {
    std::size_t operator()(entente::Id<Tag> id) const noexcept { return id.index; }
};
