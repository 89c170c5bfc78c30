// SPDX-License-Identifier: Apache-2.0
// Where paths are kept: in memory, and above a limit in a file without a name, which the machine
// writes out when it needs the memory for something else. The file goes when the run does.
#pragma once

#include <cstddef>
#include <vector>

namespace entente::results {

/// Paths beyond this are kept in a file: members x rows x outputs x 4 bytes pass it at about 2,000
/// members of 180 outputs over 30 years.
inline constexpr std::size_t most_in_memory = std::size_t{512} << 20;

/// Room for so many bytes, aligned to 64; in a file above `most`. Throws std::bad_alloc where
/// neither memory nor disk has room.
void* allocate_paths(std::size_t bytes, std::size_t most);
void free_paths(void* room, std::size_t bytes, std::size_t most) noexcept;

template <class T>
struct PathAllocator {
    using value_type = T;

    PathAllocator() = default;

    // The standard asks that allocators convert.
    template <class U>
    PathAllocator(const PathAllocator<U>&) noexcept {}  // NOLINT(google-explicit-constructor)

    T* allocate(std::size_t n) {
        return static_cast<T*>(allocate_paths(n * sizeof(T), most_in_memory));
    }

    void deallocate(T* room, std::size_t n) noexcept {
        free_paths(room, n * sizeof(T), most_in_memory);
    }

    /// Growing leaves the new numbers as they are: each is written by the run before it is read.
    template <class U>
    void construct(U* at) noexcept {
        ::new (static_cast<void*>(at)) U;
    }

    template <class U, class... Arguments>
    void construct(U* at, Arguments&&... arguments) {
        ::new (static_cast<void*>(at)) U(static_cast<Arguments&&>(arguments)...);
    }

    bool operator==(const PathAllocator&) const = default;
};

using Paths = std::vector<float, PathAllocator<float>>;

}  // namespace entente::results
