// SPDX-License-Identifier: Apache-2.0
#include "results/netcdf_file.hpp"

#include <array>
#include <utility>

#include "results/files.hpp"

namespace entente::results {

void NetcdfGroup::check(int status) const {
    if (status != NC_NOERR) {
        throw FileError(*path_, nc_strerror(status));
    }
}

NetcdfGroup NetcdfGroup::make_group(const std::string& name) const {
    int id = 0;
    check(nc_def_grp(id_, name.c_str(), &id));
    return {*path_, id};
}

std::optional<NetcdfGroup> NetcdfGroup::find_group(const std::string& name) const {
    for (const NetcdfGroup& group : groups()) {
        if (group.name() == name) {
            return group;
        }
    }
    return std::nullopt;
}

std::vector<NetcdfGroup> NetcdfGroup::groups() const {
    int count = 0;
    check(nc_inq_grps(id_, &count, nullptr));
    std::vector<int> ids(static_cast<std::size_t>(count));
    check(nc_inq_grps(id_, nullptr, ids.data()));
    std::vector<NetcdfGroup> all;
    all.reserve(ids.size());
    for (const int id : ids) {
        all.emplace_back(*path_, id);
    }
    return all;
}

std::string NetcdfGroup::name() const {
    std::array<char, NC_MAX_NAME + 1> text{};
    check(nc_inq_grpname(id_, text.data()));
    return text.data();
}

int NetcdfGroup::dimension(const char* name, std::size_t length) const {
    int id = 0;
    check(nc_def_dim(id_, name, length, &id));
    return id;
}

int NetcdfGroup::variable(const std::string& name,
                          nc_type type,
                          std::span<const int> dimensions) const {
    int id = 0;
    check(nc_def_var(
        id_, name.c_str(), type, static_cast<int>(dimensions.size()), dimensions.data(), &id));
    return id;
}

std::vector<int> NetcdfGroup::variables() const {
    int count = 0;
    check(nc_inq_varids(id_, &count, nullptr));
    std::vector<int> ids(static_cast<std::size_t>(count));
    check(nc_inq_varids(id_, nullptr, ids.data()));
    return ids;
}

std::optional<int> NetcdfGroup::find_variable(const std::string& name) const {
    int id = 0;
    const int status = nc_inq_varid(id_, name.c_str(), &id);
    if (status == NC_ENOTVAR) {
        return std::nullopt;
    }
    check(status);
    return id;
}

std::string NetcdfGroup::variable_name(int variable) const {
    std::array<char, NC_MAX_NAME + 1> text{};
    check(nc_inq_varname(id_, variable, text.data()));
    return text.data();
}

std::vector<std::size_t> NetcdfGroup::shape(int variable) const {
    int count = 0;
    check(nc_inq_varndims(id_, variable, &count));
    std::vector<int> dimensions(static_cast<std::size_t>(count));
    check(nc_inq_vardimid(id_, variable, dimensions.data()));
    std::vector<std::size_t> lengths;
    for (const int dimension : dimensions) {
        std::size_t length = 0;
        check(nc_inq_dimlen(id_, dimension, &length));
        lengths.push_back(length);
    }
    return lengths;
}

void NetcdfGroup::attribute(int variable, const char* name, const std::string& text) const {
    check(nc_put_att_text(id_, variable, name, text.size(), text.c_str()));
}

std::string NetcdfGroup::text_attribute(int variable, const char* name) const {
    nc_type type = NC_NAT;
    std::size_t length = 0;
    const int status = nc_inq_att(id_, variable, name, &type, &length);
    if (status == NC_ENOTATT || (status == NC_NOERR && type != NC_CHAR)) {
        return {};
    }
    check(status);
    std::string text(length, '\0');
    check(nc_get_att_text(id_, variable, name, text.data()));
    return text;
}

std::vector<double> NetcdfGroup::values(int variable) const {
    std::size_t count = 1;
    for (const std::size_t length : shape(variable)) {
        count *= length;
    }
    std::vector<double> all(count);
    check(nc_get_var_double(id_, variable, all.data()));
    return all;
}

std::vector<std::string> NetcdfGroup::texts(int variable) const {
    std::size_t count = 1;
    for (const std::size_t length : shape(variable)) {
        count *= length;
    }
    std::vector<char*> raw(count, nullptr);
    check(nc_get_var_string(id_, variable, raw.data()));
    std::vector<std::string> all(raw.begin(), raw.end());
    check(nc_free_string(count, raw.data()));
    return all;
}

NetcdfFile::NetcdfFile(std::filesystem::path path, Mode mode) : path_(std::move(path)) {
    const int status = mode == Mode::create
                           ? nc_create(path_.c_str(), NC_NETCDF4 | NC_CLOBBER, &file_)
                           : nc_open(path_.c_str(), NC_NOWRITE, &file_);
    if (status != NC_NOERR) {
        throw FileError(path_, nc_strerror(status));
    }
    open_ = true;
}

NetcdfFile::~NetcdfFile() {
    if (open_) {
        nc_abort(file_);
    }
}

void NetcdfFile::close() {
    open_ = false;
    root().check(nc_close(file_));
}

}  // namespace entente::results
