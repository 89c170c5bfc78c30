// SPDX-License-Identifier: Apache-2.0
// Runs docs/language.md. Its opening says what the fences mean: `ent` an example in the frame or,
// with a `model` block, on its own; `ent CODE...` one that gives these codes; `ent frame`; `ent
// file PATH` and `csv PATH` what examples read. Tables of the page must say what the tables of the
// code say.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "data/data.hpp"
#include "model/builtins.hpp"
#include "model/resolve.hpp"
#include "program/compile.hpp"
#include "program/evaluate.hpp"
#include "run/simulate.hpp"
#include "support/golden.hpp"
#include "syntax/format.hpp"
#include "syntax/words.hpp"

namespace {

using namespace entente;

constexpr std::uint64_t seed = 7;
constexpr std::uint32_t members = 3;

struct Block {
    std::vector<std::string> info;  ///< the words behind ```
    std::string text;
    std::size_t line = 0;  ///< of the fence
};

/// The page and its fenced blocks, with the frame and the files taken out of them.
struct Page {
    std::string text;
    std::string frame;
    std::map<std::string, std::string> files;
    std::vector<Block> examples;
};

std::vector<Block> blocks_of(const std::string& text) {
    std::vector<Block> blocks;
    std::istringstream lines(text);
    std::string line;
    bool inside = false;
    for (std::size_t number = 1; std::getline(lines, line); ++number) {
        if (line.starts_with("```")) {
            inside = !inside;
            if (inside) {
                std::istringstream words(line.substr(3));
                Block block;
                block.line = number;
                for (std::string word; words >> word;) {
                    block.info.push_back(word);
                }
                blocks.push_back(std::move(block));
            }
        } else if (inside) {
            blocks.back().text += line + "\n";
        }
    }
    return blocks;
}

std::filesystem::path page_path() {
    return std::filesystem::path(ENTENTE_SOURCE_DIR) / "docs" / "language.md";
}

Page read_page() {
    Page page;
    page.text = test::read_text(page_path()).value_or("");
    for (Block& block : blocks_of(page.text)) {
        if (block.info.empty() || (block.info[0] != "ent" && block.info[0] != "csv")) {
            continue;
        }
        if (block.info[0] == "csv") {
            page.files[block.info.at(1)] = block.text;
        } else if (block.info.size() > 2 && block.info[1] == "file") {
            page.files[block.info[2]] = block.text;
        } else if (block.info.size() == 2 && block.info[1] == "frame") {
            page.frame = block.text;
        } else {
            page.examples.push_back(std::move(block));
        }
    }
    return page;
}

const Page& page() {
    static const Page read = read_page();
    return read;
}

/// The whole model of an example.
std::string model_text(const Block& example) {
    const bool whole = example.text.starts_with("model ");
    return whole ? example.text : page().frame + "\n" + example.text;
}

struct Resolved {
    text::Sources sources;
    text::Diagnostics diagnostics;
    std::optional<model::Model> model;
    std::optional<data::Data> data;
};

void resolve(const std::string& text, Resolved& resolved) {
    const auto read = [](const std::string& path) -> std::optional<std::string> {
        const auto found = page().files.find(path);
        return found == page().files.end() ? std::nullopt : std::optional(found->second);
    };
    const text::FileId file = resolved.sources.add("example.ent", text);
    resolved.model = model::resolve(resolved.sources, file, read, resolved.diagnostics);
    if (resolved.model) {
        resolved.data = data::load(*resolved.model, resolved.sources, read, resolved.diagnostics);
    }
}

std::string formatted(const std::string& text) {
    text::Sources sources;
    text::Diagnostics diagnostics;
    const text::FileId file = sources.add("example.ent", text);
    // A text that does not parse has no layout.
    return syntax::format(sources, file, diagnostics).value_or(text);
}

/// The page with each of its model texts as fmt writes it.
std::string laid_out(std::string text) {
    std::size_t from = 0;
    for (const Block& block : blocks_of(text)) {
        if (block.info.empty() || block.info[0] != "ent") {
            continue;
        }
        const std::string better = formatted(block.text);
        from = text.find(block.text, from);
        text.replace(from, block.text.size(), better);
        from += better.size();
    }
    return text;
}

/// All that changes in a run.
std::vector<model::QuantityId> paths_of(const model::Model& model) {
    std::vector<model::QuantityId> paths;
    for (std::size_t i = 0; i < model.quantities.size(); ++i) {
        if (model.quantities[model::QuantityId(i)].kind != model::QuantityKind::parameter) {
            paths.emplace_back(i);
        }
    }
    return paths;
}

/// What goes wrong where an example runs: faults, values that are no number or that the reference
/// evaluator does not give, as "scenario: name ...".
std::set<std::string> faults_of(const model::Model& model, const data::Data& data) {
    std::set<std::string> found;
    for (const model::Scenario& scenario : model.scenarios) {
        const model::Model changed = model::with_scenario(model, scenario);
        program::CompileOptions options;
        options.outputs = paths_of(changed);
        text::Diagnostics diagnostics;
        const auto compiled = program::compile(changed, data, options, diagnostics);
        REQUIRE(compiled);
        run::RunSpec spec;
        spec.seed = seed;
        spec.members = members;
        const results::Run run = run::simulate(*compiled, spec);
        for (const results::Fault& fault : run.faults) {
            found.insert(fmt::format("{}: {} {}", scenario.name, fault.quantity, fault.code));
        }
        for (std::uint32_t member = 0; member < members; ++member) {
            const auto rows = program::evaluate(changed, data, options, seed, member).rows;
            for (std::size_t row = 0; row + 1 < rows.size(); ++row) {
                for (std::size_t i = 0; i < options.outputs.size(); ++i) {
                    const float value = run.value(member, static_cast<int>(row), i);
                    if (!std::isfinite(value) || value != static_cast<float>(rows[row][i])) {
                        const std::string& name = changed.quantities[options.outputs[i]].name;
                        found.insert(fmt::format(
                            "{}: {} is {}, not {}", scenario.name, name, value, rows[row][i]));
                    }
                }
            }
        }
    }
    return found;
}

std::vector<std::string> words_in(const std::string& text) {
    std::vector<std::string> words;
    std::istringstream stream(text);
    for (std::string word; stream >> word;) {
        words.push_back(word);
    }
    return words;
}

std::string all_examples() {
    std::string all = page().frame;
    for (const auto& [path, text] : page().files) {
        all += text;
    }
    for (const Block& example : page().examples) {
        all += example.text;
    }
    return all;
}

}  // namespace

TEST_CASE("every example of the language reference is laid out as fmt lays it out") {
    REQUIRE(!page().frame.empty());
    REQUIRE(page().examples.size() > 30);
    CHECK_MESSAGE(!test::compare_golden(laid_out(page().text), page_path()),
                  test::compare_golden(laid_out(page().text), page_path()).value_or(""));
}

TEST_CASE(
    "every example gives the codes that it names and no other, and runs where it names none") {
    for (const Block& example : page().examples) {
        INFO("docs/language.md:" << example.line);
        Resolved resolved;
        resolve(model_text(example), resolved);
        std::set<std::string> codes;
        for (const text::Diagnostic& diagnostic : resolved.diagnostics.sorted()) {
            codes.insert(diagnostic.code);
        }
        const std::set<std::string> named(example.info.begin() + 1, example.info.end());
        INFO(text::render(resolved.diagnostics, resolved.sources, text::Colour::off));
        CHECK(codes == named);
        if (resolved.data) {
            const std::set<std::string> faults = faults_of(*resolved.model, *resolved.data);
            CHECK_MESSAGE(faults.empty(), fmt::format("{}", fmt::join(faults, ", ")));
        }
    }
}

TEST_CASE("the reference has every function as the table of functions has it, and uses it") {
    const std::string all = all_examples();
    for (const model::Function& function : model::functions()) {
        INFO(function.name);
        const std::string row = fmt::format("| `{}` | {} |\n", function.form, function.meaning);
        CHECK(page().text.find(row) != std::string::npos);
        CHECK(all.find(std::string(function.name) + "(") != std::string::npos);
    }
}

TEST_CASE("the reference has every distribution with its parameters, and uses it") {
    const std::string all = all_examples();
    for (const model::DistributionRow& row : model::distributions()) {
        INFO(row.name);
        const std::size_t begin = page().text.find(fmt::format("| `{}` | ", row.name));
        REQUIRE(begin != std::string::npos);
        const std::string line = page().text.substr(begin, page().text.find('\n', begin) - begin);
        for (const model::DistributionParameter& parameter : row.parameters) {
            CHECK(line.find(fmt::format("`{}`", parameter.name)) != std::string::npos);
        }
        CHECK(all.find(std::string(row.name) + "(") != std::string::npos);
    }
}

TEST_CASE("the reference lists the words of every block, and its examples use them all") {
    using syntax::BlockKind;
    std::set<std::string> used;
    for (std::string word : words_in(all_examples())) {
        std::erase_if(word, [](char c) { return c == '{' || c == '}' || c == ',' || c == ';'; });
        used.insert(word);
    }
    for (const BlockKind block : {BlockKind::file,
                                  BlockKind::model,
                                  BlockKind::quantity,
                                  BlockKind::event,
                                  BlockKind::data,
                                  BlockKind::agreement,
                                  BlockKind::issue,
                                  BlockKind::issue_actor,
                                  BlockKind::player,
                                  BlockKind::option,
                                  BlockKind::scenario,
                                  BlockKind::claim,
                                  BlockKind::influence,
                                  BlockKind::part}) {
        const std::vector<std::string>& words = syntax::words_of(block);
        const std::string row = fmt::format("| `{}` |\n", fmt::join(words, " "));
        CHECK_MESSAGE(page().text.find(row) != std::string::npos, row);
        for (const std::string& word : words) {
            CHECK_MESSAGE(used.contains(word), word);
        }
    }
}
