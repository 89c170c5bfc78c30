// SPDX-License-Identifier: Apache-2.0
// Work on several threads at once: the one place that knows which library does it.
#pragma once

#include <cstddef>
#include <functional>

namespace entente {

/// Threads that this machine runs at once; at least 1.
std::size_t machine_threads();

/// body(0) to body(count - 1), each once and in no order, on `threads` threads at most (0: as many
/// as the machine has), of which the caller's is one. What bodies throw ends the work early and is
/// thrown here, that of one of them.
void parallel_for(std::size_t count,
                  std::size_t threads,
                  const std::function<void(std::size_t)>& body);

}  // namespace entente
