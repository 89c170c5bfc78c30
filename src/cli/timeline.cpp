// SPDX-License-Identifier: Apache-2.0
#include "cli/timeline.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <string_view>
#include <tuple>

#include <fmt/format.h>

#include "data/csv.hpp"

namespace entente::cli {

namespace {

/// Columns that say what a row is, the best first.
constexpr std::array<std::string_view, 6> saying = {
    "title", "what", "event", "package", "resolution", "name"};

/// Shown in brackets behind it.
constexpr std::array<std::string_view, 6> telling = {
    "dyad", "parties", "place", "kind", "level", "topic"};

/// Columns that name who is in it, the best first.
constexpr std::array<std::string_view, 4> naming = {"dyad", "parties", "country", "actor"};

/// Files whose rows an event counts one by one, with its label.
std::map<std::string, std::string> counted_files(const model::Model& model) {
    std::map<std::string, std::string> files;
    for (const model::Quantity& quantity : model.quantities) {
        if (quantity.kind != model::QuantityKind::event || !quantity.record) {
            continue;
        }
        const model::Record& record = model.records[model.tracks[quantity.record].record];
        if (record.column.empty()) {
            const bool labelled =
                quantity.declaration && !model.declarations[quantity.declaration].label.empty();
            files[record.path] =
                labelled ? model.declarations[quantity.declaration].label : quantity.name;
        }
    }
    return files;
}

std::string cell(const data::CsvTable& table, const data::Row& row, std::string_view column) {
    const auto found = data::find_column(table, column);
    return found ? row[*found].text : std::string();
}

/// The first of the columns that the row fills.
template <std::size_t size>
std::string first_of(const data::CsvTable& table,
                     const data::Row& row,
                     const std::array<std::string_view, size>& columns) {
    for (const std::string_view column : columns) {
        if (std::string text = cell(table, row, column); !text.empty()) {
            return text;
        }
    }
    return {};
}

std::string words_of(const data::CsvTable& table, const data::Row& row) {
    std::string what = first_of(table, row, saying);
    what = what.empty() ? cell(table, row, "note") : what;
    std::vector<std::string> more;
    for (const std::string_view column : telling) {
        const std::string text = cell(table, row, column);
        if (!text.empty() && text != what) {
            more.push_back(text);
        }
    }
    return more.empty() ? what : fmt::format("{} ({})", what, fmt::join(more, ", "));
}

void add_table(const data::CsvTable& table,
               const std::string& name,
               const std::string& otherwise,
               std::vector<DatedEvent>& all) {
    for (const data::Row& row : table.rows) {
        const std::string date = cell(table, row, "date");
        if (!date.empty()) {
            const std::string what = words_of(table, row);
            all.push_back({date,
                           name,
                           what.empty() ? otherwise : what,
                           cell(table, row, "source"),
                           cell(table, row, "grade"),
                           first_of(table, row, naming)});
        }
    }
}

/// What the text dates itself: agreements signed, leaders who take office.
void add_declared(const model::Model& model, std::vector<DatedEvent>& all) {
    for (const model::Agreement& agreement : model.agreements) {
        if (agreement.signed_on) {
            all.push_back({model::to_text(*agreement.signed_on),
                           "agreements",
                           agreement.label,
                           agreement.source ? model.sources[agreement.source].citation : "",
                           "",
                           fmt::format("{}", fmt::join(agreement.parties, "-"))});
        }
    }
    for (const model::Leader& leader : model.leaders) {
        if (leader.from) {
            all.push_back({model::to_text(*leader.from),
                           "leaders",
                           fmt::format("{} leads {}", leader.label, leader.actor),
                           "",
                           "",
                           leader.actor});
        }
    }
}

}  // namespace

std::vector<DatedEvent> timeline(const Project& project) {
    std::vector<DatedEvent> all;
    const std::map<std::string, std::string> counted = counted_files(*project.model);
    for (const data::File& file : project.data->files) {
        text::Diagnostics ignored;  // the table was read without a fault before
        const auto table = data::parse_csv(project.sources, file.source, ignored);
        if (!table || !data::find_column(*table, "date")) {
            continue;
        }
        const bool says = std::any_of(saying.begin(), saying.end(), [&](std::string_view column) {
            return data::find_column(*table, column).has_value();
        });
        if (says || counted.contains(file.path)) {
            const auto label = counted.find(file.path);
            add_table(*table,
                      std::filesystem::path(file.path).stem().string(),
                      label == counted.end() ? "" : label->second,
                      all);
        }
    }
    add_declared(*project.model, all);
    std::stable_sort(all.begin(), all.end(), [](const DatedEvent& a, const DatedEvent& b) {
        return std::tie(a.date, a.table) < std::tie(b.date, b.table);
    });
    return all;
}

}  // namespace entente::cli
