// SPDX-License-Identifier: Apache-2.0
#include "support/run_text.hpp"

#include <cmath>
#include <stdexcept>

#include <fmt/format.h>

#include "model/resolve.hpp"
#include "program/evaluate.hpp"
#include "support/golden.hpp"

namespace entente::test {

namespace {

[[noreturn]] void fail(const LoadedText& loaded) {
    throw std::runtime_error(text::render(loaded.diagnostics, loaded.sources, text::Colour::off));
}

std::unique_ptr<LoadedText> load(const std::string& shown,
                                 const std::string& text,
                                 const model::ReadFile& read) {
    auto loaded = std::make_unique<LoadedText>();
    const text::FileId file = loaded->sources.add(shown, text);
    auto model = model::resolve(loaded->sources, file, read, loaded->diagnostics);
    if (!model) {
        fail(*loaded);
    }
    loaded->model = std::move(*model);
    auto data = data::load(loaded->model, loaded->sources, read, loaded->diagnostics);
    if (!data) {
        fail(*loaded);
    }
    loaded->data = std::move(*data);
    return loaded;
}

model::Model changed(const LoadedText& loaded, const std::string& scenario) {
    const model::ScenarioId id = model::find_scenario(loaded.model, scenario);
    if (!id) {
        throw std::runtime_error("no scenario " + scenario);
    }
    return model::with_scenario(loaded.model, loaded.model.scenarios[id]);
}

program::CompileOptions options_for(const LoadedText& loaded,
                                    const Running& how,
                                    const std::vector<std::string>& names) {
    program::CompileOptions options;
    options.history = how.history;
    options.draws = how.draws;
    options.outputs = loaded.model.outputs;
    if (!names.empty()) {
        options.outputs.clear();
    }
    for (const std::string& name : names) {
        options.outputs.push_back(model::find_quantity(loaded.model, name));
        if (!options.outputs.back()) {
            throw std::runtime_error("no quantity " + name);
        }
    }
    return options;
}

}  // namespace

std::unique_ptr<LoadedText> load_text(const std::string& text) {
    return load("test.ent", text, [](const std::string&) { return std::nullopt; });
}

std::unique_ptr<LoadedText> load_model(const std::filesystem::path& file) {
    const std::optional<std::string> text = read_text(file);
    if (!text) {
        throw std::runtime_error("no file " + file.string());
    }
    return load(file.string(), *text, [](const std::string& path) { return read_text(path); });
}

program::Program compile_text(const LoadedText& loaded,
                              const Running& how,
                              const std::vector<std::string>& names) {
    text::Diagnostics diagnostics;
    auto compiled = program::compile(
        changed(loaded, how.scenario), loaded.data, options_for(loaded, how, names), diagnostics);
    if (!compiled) {
        throw std::runtime_error(text::render(diagnostics, loaded.sources, text::Colour::off));
    }
    return std::move(*compiled);
}

results::Run run_text(const LoadedText& loaded,
                      const Running& how,
                      const std::vector<std::string>& names) {
    run::RunSpec spec;
    spec.seed = how.seed;
    spec.first_member = how.first_member;
    spec.members = how.members;
    spec.threads = how.threads;
    spec.block = how.block;
    return run::simulate(compile_text(loaded, how, names), spec);
}

std::vector<std::vector<double>> paths_of(const LoadedText& loaded,
                                          const Running& how,
                                          const std::vector<std::string>& names) {
    const results::Run run = run_text(loaded, how, names);
    auto rows = program::evaluate(changed(loaded, how.scenario),
                                  loaded.data,
                                  options_for(loaded, how, names),
                                  how.seed,
                                  how.first_member)
                    .rows;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        for (std::size_t i = 0; i < names.size(); ++i) {
            const float engine = run.value(0, static_cast<int>(row), i);
            const auto reference = static_cast<float>(rows[row][i]);
            if (engine == reference || (std::isnan(engine) && std::isnan(reference))) {
                continue;
            }
            throw std::runtime_error(
                fmt::format("{} in row {}: the engine has {}, the evaluator {}",
                            names[i],
                            row,
                            engine,
                            reference));
        }
    }
    return rows;
}

}  // namespace entente::test
