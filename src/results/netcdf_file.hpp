// SPDX-License-Identifier: Apache-2.0
// A netCDF-4 file and its groups, as thin as can be over netcdf-c: what fails becomes a FileError,
// and what was begun and not closed is abandoned. Write within write_through(), so that a file
// under its final name is whole.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <netcdf.h>

namespace entente::results {

/// A group of an open file; the root is one too. Lives no longer than the file.
class NetcdfGroup {
  public:
    NetcdfGroup(const std::filesystem::path& path, int id) : path_(&path), id_(id) {}

    int id() const { return id_; }

    /// Throws FileError for a status of the library that is no success.
    void check(int status) const;

    NetcdfGroup make_group(const std::string& name) const;

    /// Nothing where there is no group of that name.
    std::optional<NetcdfGroup> find_group(const std::string& name) const;

    /// All groups directly within, in the order they were made.
    std::vector<NetcdfGroup> groups() const;

    std::string name() const;

    int dimension(const char* name, std::size_t length) const;

    int variable(const std::string& name, nc_type type, std::span<const int> dimensions) const;

    /// In the order they were made.
    std::vector<int> variables() const;

    std::optional<int> find_variable(const std::string& name) const;

    std::string variable_name(int variable) const;

    std::vector<std::size_t> shape(int variable) const;

    void attribute(int variable, const char* name, const std::string& text) const;

    /// The text of an attribute; empty where there is none.
    std::string text_attribute(int variable, const char* name) const;

    /// All numbers of a variable, whatever their type in the file.
    std::vector<double> values(int variable) const;

    /// All texts of a variable of type NC_STRING.
    std::vector<std::string> texts(int variable) const;

  private:
    const std::filesystem::path* path_;
    int id_;
};

class NetcdfFile {
  public:
    enum class Mode { create, read };

    NetcdfFile(std::filesystem::path path, Mode mode);

    NetcdfFile(const NetcdfFile&) = delete;
    NetcdfFile& operator=(const NetcdfFile&) = delete;

    ~NetcdfFile();

    NetcdfGroup root() const { return {path_, file_}; }

    /// Throws where writing failed; a file that is not closed is abandoned.
    void close();

  private:
    std::filesystem::path path_;
    int file_ = 0;
    bool open_ = false;
};

}  // namespace entente::results
