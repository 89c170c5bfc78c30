// SPDX-License-Identifier: Apache-2.0
#include "base/parallel.hpp"

#include <algorithm>
#include <mutex>
#include <thread>

#ifdef __SANITIZE_THREAD__
#include <atomic>
#include <exception>
#include <vector>
#else
#include <map>
#include <optional>

#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>
#endif

namespace entente {

namespace {

#ifdef __SANITIZE_THREAD__

// Debian builds TBB without the thread sanitizer, which then misses how its threads wait for one
// another, and takes that for races. Threads of the standard library it understands: what bodies
// do to each other is checked.
void on_threads(std::size_t count,
                std::size_t threads,
                const std::function<void(std::size_t)>& body) {
    std::atomic<std::size_t> next = 0;
    std::mutex mutex;
    std::exception_ptr thrown;
    const auto work = [&] {
        try {
            for (std::size_t i = next++; i < count; i = next++) {
                body(i);
            }
        } catch (...) {
            next = count;
            const std::lock_guard lock(mutex);
            thrown = std::current_exception();
        }
    };
    {
        std::vector<std::jthread> others(threads - 1);
        for (std::jthread& other : others) {
            other = std::jthread(work);
        }
        work();
    }
    if (thrown) {
        std::rethrow_exception(thrown);
    }
}

#else

/// The arena of so many threads. It stays, so that its threads are awake when more work comes soon:
/// a fit comes back thousands of times a second.
tbb::task_arena& arena_of(std::size_t threads) {
    static std::mutex mutex;
    static std::map<std::size_t, tbb::task_arena> arenas;
    const std::lock_guard lock(mutex);
    return arenas.try_emplace(threads, static_cast<int>(threads)).first->second;
}

void on_threads(std::size_t count,
                std::size_t threads,
                const std::function<void(std::size_t)>& body) {
    std::optional<tbb::global_control> more;
    if (threads > threads_for(0)) {
        more.emplace(tbb::global_control::max_allowed_parallelism, threads);
    }
    arena_of(threads).execute([&] { tbb::parallel_for(std::size_t{0}, count, body); });
}

#endif

}  // namespace

std::size_t threads_for(std::size_t asked) {
    return asked != 0 ? asked : std::max(1U, std::thread::hardware_concurrency());
}

void parallel_for(std::size_t count,
                  std::size_t threads,
                  const std::function<void(std::size_t)>& body) {
    const std::size_t most = std::min(count, threads_for(threads));
    if (most > 1) {
        on_threads(count, most, body);
        return;
    }
    for (std::size_t i = 0; i < count; ++i) {
        body(i);
    }
}

}  // namespace entente
