// SPDX-License-Identifier: Apache-2.0
#include "harness.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>

#include <time.h>

#include "model/resolve.hpp"
#include "run/simulate.hpp"

namespace entente::bench {

namespace {

std::optional<std::string> file_text(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        return std::nullopt;
    }
    return std::string(std::istreambuf_iterator<char>(file), {});
}

void stop_on_errors(const Prepared& prepared) {
    if (!prepared.diagnostics.has_errors()) {
        return;
    }
    std::fputs(text::render(prepared.diagnostics, prepared.sources, text::Colour::off).c_str(),
               stderr);
    std::exit(1);
}

}  // namespace

std::unique_ptr<Prepared> prepare(const std::string& path, const std::string& text) {
    auto prepared = std::make_unique<Prepared>();
    const text::FileId file = prepared->sources.add(path, text);
    auto model = model::resolve(prepared->sources, file, file_text, prepared->diagnostics);
    stop_on_errors(*prepared);
    prepared->model = std::move(*model);
    auto data = data::load(prepared->model, prepared->sources, file_text, prepared->diagnostics);
    stop_on_errors(*prepared);
    prepared->data = std::move(*data);
    return prepared;
}

std::unique_ptr<Prepared> prepare_file(const std::string& path) {
    const std::optional<std::string> text = file_text(path);
    if (!text) {
        std::fprintf(stderr, "cannot read %s\n", path.c_str());
        std::exit(2);
    }
    return prepare(path, *text);
}

program::Program compiled(Prepared& prepared) {
    program::CompileOptions options;
    options.outputs = prepared.model.outputs;
    auto program = program::compile(prepared.model, prepared.data, options, prepared.diagnostics);
    stop_on_errors(prepared);
    return std::move(*program);
}

results::Run simulated(const program::Program& program,
                       std::size_t members,
                       std::size_t threads,
                       std::size_t block) {
    run::RunSpec spec;
    spec.seed = bench_seed;
    spec.members = members;
    spec.threads = threads;
    spec.block = block;
    return run::simulate(program, spec);
}

double seconds(const std::function<void()>& work, Clock clock) {
    const auto now = [clock] {
        timespec t{};
        clock_gettime(clock == Clock::wall ? CLOCK_MONOTONIC : CLOCK_PROCESS_CPUTIME_ID, &t);
        return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
    };
    const double start = now();
    work();
    return now() - start;
}

std::vector<double> take_turns(int rounds,
                               const std::vector<std::function<void()>>& works,
                               Clock clock) {
    std::vector<std::vector<double>> times(works.size());
    for (int round = 0; round <= rounds; ++round) {
        for (std::size_t i = 0; i < works.size(); ++i) {
            const double took = seconds(works[i], clock);
            if (round > 0) {
                times[i].push_back(took);
            }
        }
    }
    std::vector<double> medians;
    for (std::vector<double>& each : times) {
        std::sort(each.begin(), each.end());
        medians.push_back(each[each.size() / 2]);
    }
    return medians;
}

const char* verdict(bool met) { return met ? "met" : "missed"; }

}  // namespace entente::bench
