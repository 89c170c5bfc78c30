// SPDX-License-Identifier: Apache-2.0
// Work on several threads at once: the one place that knows which library does it.
#pragma once

#include <cstddef>
#include <functional>

namespace entente {

/// As many threads as are asked for; for 0, those that this machine runs at once, at least 1.
std::size_t threads_for(std::size_t asked);

/// body(0) to body(count - 1), each once and in no order, on threads_for(threads) threads at most,
/// of which the caller's is one. What bodies throw ends the work early and is thrown here, that of
/// one of them.
void parallel_for(std::size_t count,
                  std::size_t threads,
                  const std::function<void(std::size_t)>& body);

}  // namespace entente
