// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "results/tables.hpp"
#include "some_run.hpp"

using namespace entente;
using namespace entente::results;

namespace {

/// A model of one event with a record of two visits, one of them before the run.
struct Recorded {
    model::Model model;
    data::Data data;
    Run run;

    Recorded() {
        model.grid.first = model::month_of(2020, 1);
        model.grid.months = 3;
        model.records.add({});
        model::Track track;
        track.kind = model::Track::Kind::record_value;
        track.record = model::RecordId(0);
        model::Quantity visits;
        visits.name = "visits";
        visits.kind = model::QuantityKind::event;
        visits.record = model.tracks.add(track);
        model.quantities.add(visits);
        data::RecordValues values;
        values.value = {1, 0, 0, 0};
        values.covered = {1, 1, 0, 0};
        values.earlier = {{model::month_of(2019, 5), 2}};
        data.records.add(values);
        // Member 1 has a visit of its own in the last month.
        run = some::run(
            {{"visits", "1", CellMethod::sum}}, 2, [](std::size_t member, int row, std::size_t) {
                return row == 3 ? some::missing
                                : static_cast<float>(row == 0 || (row == 2 && member == 1));
            });
    }
};

}  // namespace

TEST_CASE("recorded events stand once, simulated ones with their member") {
    Recorded r;
    collect_events(r.run, r.model, r.data);
    REQUIRE(r.run.events.size() == 1);
    CHECK(events_csv(std::vector{r.run}, r.model, r.data) ==
          "scenario,member,date,kind,count,source\n"
          ",,2019-05-01,visits,2,recorded\n"
          ",,2020-01-01,visits,1,recorded\n"
          "baseline,1,2020-03-01,visits,1,simulated\n");
}

TEST_CASE("where no record speaks, every event of a member is simulated") {
    Recorded r;
    collect_events(r.run, r.model, r.data, false);
    CHECK(r.run.events.size() == 3);
}
