// SPDX-License-Identifier: Apache-2.0
#include "report/record_json.hpp"

#include <nlohmann/json.hpp>

#include "data/series.hpp"

namespace entente::report {

using Json = nlohmann::ordered_json;

std::string name_of(model::Period period) {
    switch (period) {
        case model::Period::month:
            return "month";
        case model::Period::quarter:
            return "quarter";
        case model::Period::year:
            return "year";
    }
    return {};
}

std::string period_text(const model::DataSeries& series, model::Month first) {
    return series.each == model::Period::year ? std::to_string(model::year_of(first))
                                              : model::to_text(first);
}

std::vector<std::string> gaps(const model::DataSeries& series, const data::Series& values) {
    std::vector<std::string> missing;
    for (const model::Month month : data::gaps(values, series.each)) {
        missing.push_back(period_text(series, month));
    }
    return missing;
}

std::string citation_of(const model::Model& model, model::SourceId id) {
    return id ? model.sources[id].citation : "";
}

Json series_json(const model::Model& model,
                 const data::Data& data,
                 model::DataId id,
                 Points points) {
    const model::DataSeries& series = model.data[id];
    const data::Series& values = data.series[id];
    Json json = {{"name", series.name},
                 {"label", series.label},
                 {"unit", series.unit},
                 {"each", name_of(series.each)},
                 {"missing", series.missing},
                 {"grade", grade_json(series.grade)},
                 {"source", citation_of(model, series.source)},
                 {"caveat", series.caveat},
                 {"licence", series.licence},
                 {"observations", values.points.size()},
                 {"gaps", gaps(series, values)}};
    if (!values.points.empty()) {
        json["from"] = model::to_text(values.points.front().month);
        json["to"] = model::to_text(values.points.back().month);
    }
    if (points == Points::listed) {
        json["points"] = Json::array();
        for (const data::Point& p : values.points) {
            json["points"].push_back({{"month", model::to_text(p.month)},
                                      {"value", p.value},
                                      {"source", p.source},
                                      {"note", p.note},
                                      {"grade", grade_json(p.grade)}});
        }
    }
    return json;
}

Json grade_json(char grade) { return grade == 0 ? Json(nullptr) : Json(std::string(1, grade)); }

}  // namespace entente::report
