// SPDX-License-Identifier: Apache-2.0
// Where a command's files go. Checked and made before anything is simulated, so that a run of an
// hour does not end in "permission denied"; taken away again where nothing was written into it.
#pragma once

#include <filesystem>
#include <string>

#include "cli/options.hpp"

namespace entente::cli {

class RunFolder {
  public:
    /// -o, or runs/<date>-<name> in a free variant. Throws Failure where the folder is not empty
    /// (without --force) or cannot be written.
    RunFolder(const Options& options, const std::string& name);
    ~RunFolder();
    RunFolder(const RunFolder&) = delete;
    RunFolder& operator=(const RunFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }

    /// Removes what an earlier run left, manifest first; nothing but files of our names.
    void clear() const;

  private:
    void make();

    std::filesystem::path path_;
    bool made_ = false;
};

}  // namespace entente::cli
