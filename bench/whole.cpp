// SPDX-License-Identifier: Apache-2.0
// What a user waits for and what a run needs: memory, threads, text to results, the first byte.
#include <cstdio>
#include <thread>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "by_hand.hpp"
#include "harness.hpp"
#include "modeller.hpp"
#include "sections.hpp"
#include "synthetic.hpp"

namespace entente::bench {

namespace {

const SyntheticSpec& mixed_200() { return synthetic_specs()[2]; }

/// Peak resident size, in MB, of a child that runs the model, and of the paths it kept.
struct Peak {
    double resident;
    double paths;
};

Peak peak_of(const std::string& text, std::size_t members) {
    const auto paths_of = [&text](std::size_t n) {
        const auto prepared = prepare("memory.ent", text);
        const program::Program program = compiled(*prepared);
        return simulated(program, n, 2).paths.size() * sizeof(float);
    };
    int ends[2];
    if (pipe(ends) != 0) {
        return {};
    }
    const pid_t child = fork();
    if (child == 0) {
        const std::size_t bytes = paths_of(members);
        const bool told = write(ends[1], &bytes, sizeof bytes) == sizeof bytes;
        _exit(told ? 0 : 1);
    }
    std::size_t bytes = 0;
    const bool heard = read(ends[0], &bytes, sizeof bytes) == sizeof bytes;
    close(ends[0]);
    close(ends[1]);
    int status = 0;
    rusage used{};
    wait4(child, &status, 0, &used);
    if (!heard) {
        return {};
    }
    return {static_cast<double>(used.ru_maxrss) / 1024.0, static_cast<double>(bytes) / 1048576.0};
}

/// How many times faster two threads are than one at a fixed amount of arithmetic each.
double control_scaling_time(int threads) {
    constexpr long times = 4'000'000;
    return seconds([threads] {
        std::vector<std::jthread> all;
        for (int i = 0; i < threads; ++i) {
            all.emplace_back([] {
                volatile double kept = arithmetic_control(times);
                (void)kept;
            });
        }
    });
}

double first_byte(const std::string& command) {
    return seconds([&command] {
        std::FILE* const out = popen(command.c_str(), "r");
        if (out == nullptr) {
            return;
        }
        std::fgetc(out);
        // The clock stops at the first byte; what follows is read so that the program ends well.
    });
}

}  // namespace

void print_memory() {
    const Synthetic made = synthetic(mixed_200());
    const Peak few = peak_of(made.model, 2000);
    const Peak many = peak_of(made.model, 20000);
    std::printf("\npeak memory, mixed_200, 2 threads, MB\n%-8s %9s %7s %11s\n",
                "members",
                "resident",
                "paths",
                "difference");
    std::printf(
        "%-8d %9.1f %7.1f %11.1f\n", 2000, few.resident, few.paths, few.resident - few.paths);
    std::printf(
        "%-8d %9.1f %7.1f %11.1f\n", 20000, many.resident, many.paths, many.resident - many.paths);
    const double grown = (many.resident - many.paths) - (few.resident - few.paths);
    std::printf(
        "beyond the paths, %.1f MB for 18,000 members more: flat %s\n", grown, verdict(grown < 16));
}

void print_threads() {
    const Synthetic made = synthetic(mixed_200());
    const auto prepared = prepare("mixed_200.ent", made.model);
    const program::Program program = compiled(*prepared);
    constexpr std::size_t members = 4096;
    // The control does the same work on each thread, so that its scaling is 2 t1 / t2.
    const std::vector<double> times = take_turns(9,
                                                 {[&] { simulated(program, members, 1); },
                                                  [&] { simulated(program, members, 2); },
                                                  [] { control_scaling_time(1); },
                                                  [] { control_scaling_time(2); }});
    const double engine = times[0] / times[1];
    const double control = 2 * times[2] / times[3];
    std::printf(
        "\ntwo threads, mixed_200, %zu members: engine %.2f times as fast, arithmetic control "
        "%.2f; "
        "ratio %.3f, goal >= 0.95 %s\n",
        members,
        engine,
        control,
        engine / control,
        verdict(engine >= 0.95 * control));
}

void print_latency(const std::string& program_path) {
    const Synthetic made = synthetic(mixed_200());
    double front = 0;
    double compile = 0;
    const auto whole = [&] {
        std::unique_ptr<Prepared> prepared;
        front = seconds([&] { prepared = prepare("mixed_200.ent", made.model); });
        std::unique_ptr<program::Program> program;
        compile =
            seconds([&] { program = std::make_unique<program::Program>(compiled(*prepared)); });
        simulated(*program, 64, 0);
    };
    const double first = seconds(whole);
    const double usual = take_turns(9, {whole})[0];
    std::printf(
        "\ntext to first result, mixed_200, 64 members: %.1f ms, once warm %.1f ms "
        "(front end %.1f, compile %.1f); goal <= 30 %s\n",
        first * 1e3,
        usual * 1e3,
        front * 1e3,
        compile * 1e3,
        verdict(first <= 0.030));

    const auto prepared = prepare_file(ENTENTE_SOURCE_DIR "/models/korea/korea.ent");
    const auto flagship = [&prepared](std::size_t members) {
        return [&prepared, members] { simulated(compiled(*prepared), members, 0); };
    };
    const std::vector<double> times =
        take_turns(5,
                   {flagship(2000),
                    flagship(200),
                    [&] { compiled(*prepared); },
                    [] { prepare_file(ENTENTE_SOURCE_DIR "/models/korea/korea.ent"); }});
    const double worked = take_turns(3, {flagship(2000)}, Clock::processor)[0];
    std::printf(
        "flagship part, one scenario, %d months, compile included: 2,000 futures %.0f ms, "
        "goal <= 500 %s; 200 futures %.0f ms, goal <= 50 %s (compile %.1f ms; reading text "
        "and data, not included, %.0f ms; 2,000 futures take %.0f ms of processor time)\n",
        prepared->model.grid.months,
        times[0] * 1e3,
        verdict(times[0] <= 0.5),
        times[1] * 1e3,
        verdict(times[1] <= 0.05),
        times[2] * 1e3,
        times[3] * 1e3,
        worked * 1e3);

    if (access(program_path.c_str(), X_OK) != 0) {
        return;
    }
    const std::pair<const char*, const char*> commands[] = {
        {"--version", " --version"},
        {"check models/korea", " check " ENTENTE_SOURCE_DIR "/models/korea 2>&1"}};
    for (const auto& [shown, words] : commands) {
        const std::string command = program_path + words;
        const double byte = take_turns(5, {[&command] { first_byte(command); }})[0];
        std::printf("first byte of `entente %s`: %.0f ms, goal < 100 %s\n",
                    shown,
                    byte * 1e3,
                    verdict(byte < 0.1));
    }
}

}  // namespace entente::bench
