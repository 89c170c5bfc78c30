// SPDX-License-Identifier: Apache-2.0
// A resolved model: the product of `resolve`, const from then on. Names are ids, units are checked
// and converted, indexes expanded, orders of evaluation known. Records are described, not read:
// the data stage does that.
#pragma once

#include <string>
#include <vector>

#include "model/declarations.hpp"

namespace entente::model {

struct Model {
    std::string name;
    std::string label;
    std::string doc;
    std::string omits;
    Grid grid;
    std::vector<std::string> prior_sets;  ///< at least one; "default" where the text names none
    std::vector<QuantityId> outputs;      ///< what runs keep for every member, in the order written

    Table<NodeId, Node> nodes;
    Table<QuantityId, Quantity> quantities;
    Table<TrackId, Track> tracks;
    Table<RecordId, Record> records;
    Table<LinkId, Link> links;
    Table<LookupId, Lookup> lookups;
    Table<DeclarationId, Declaration> declarations;
    Table<SourceId, Source> sources;
    Table<DataId, DataSeries> data;
    Table<ScenarioId, Scenario> scenarios;  ///< the first is always `baseline`, without changes
    Table<ClaimId, Claim> claims;

    std::vector<Actor> actors;
    std::vector<IndexSet> sets;
    std::vector<std::string> sections;  ///< "name: label"
    std::vector<Agreement> agreements;
    std::vector<Leader> leaders;
    std::vector<LeaderField> leader_fields;
    std::vector<Issue> issues;
    std::vector<Player> players;
    std::vector<Influence> influences;

    /// Parameters, each after those it needs.
    std::vector<QuantityId> parameter_order;
    /// Stocks and what their initial values need (levers, inputs, lets of the first month).
    std::vector<QuantityId> initial_order;
    /// Inputs, levers, events, lets and flows as a month opens, each after those it needs.
    std::vector<QuantityId> opening_order;

    /// Every file read, for the manifest: shown path and text.
    std::vector<std::pair<std::string, std::string>> texts;
};

/// The quantity of that qualified name, or none.
QuantityId find_quantity(const Model& model, std::string_view name);

ScenarioId find_scenario(const Model& model, std::string_view name);

/// Fills the three orders; the graph must be acyclic (resolve reports rings before).
void order(Model& model);

/// The model with a scenario's changes written into its quantities, links, tracks and agreements;
/// ids of everything that existed stay the same. `without` links can be added for ablations.
Model with_scenario(const Model& model, const Scenario& scenario);

/// A parameter at a value of one's own, in its declared unit.
struct FixedParameter {
    QuantityId parameter;
    double value = 0;
};

/// The model with parameters at chosen values instead of what they draw. The orders stay as they
/// are: a number needs nothing.
Model with_parameters(Model model, const std::vector<FixedParameter>& fixed);

/// By row: 1 in the months from the forecast on in which a player that chooses every so many months
/// has its turn.
std::vector<double> turns(const Grid& grid, int every);

/// The model with all its players choosing every so many months and in no other, 1 at least.
Model with_rhythm(Model model, int every);

/// The model with no player choosing from the month on unless an event calls; what is in force
/// stays.
Model without_turns(Model model, Month from);

}  // namespace entente::model
