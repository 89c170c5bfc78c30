// SPDX-License-Identifier: Apache-2.0
#include "results/paths.hpp"

#include <cstdio>
#include <memory>
#include <new>

#include <fcntl.h>
#include <sys/mman.h>

namespace entente::results {

namespace {

constexpr std::align_val_t alignment{64};

struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
};

}  // namespace

void* allocate_paths(std::size_t bytes, std::size_t most) {
    if (bytes <= most) {
        return ::operator new(bytes, alignment);
    }
    // The file has no name from the start; the mapping keeps it alive after it is closed.
    const std::unique_ptr<std::FILE, Close> file(std::tmpfile());
    if (file == nullptr || posix_fallocate(fileno(file.get()), 0, static_cast<off_t>(bytes)) != 0) {
        throw std::bad_alloc();
    }
    void* const room =
        mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fileno(file.get()), 0);
    if (room == MAP_FAILED) {
        throw std::bad_alloc();
    }
    return room;
}

void free_paths(void* room, std::size_t bytes, std::size_t most) noexcept {
    if (bytes <= most) {
        ::operator delete(room, alignment);
    } else {
        munmap(room, bytes);
    }
}

}  // namespace entente::results
