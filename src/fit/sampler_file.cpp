// SPDX-License-Identifier: Apache-2.0
// A sampler on disk: a line of text with the version, a line with the SHA-256 of the rest, then
// options and state as numbers of this machine.
#include <cstring>
#include <type_traits>
#include <utility>

#include "data/hash.hpp"
#include "fit/sampler.hpp"
#include "results/files.hpp"

namespace entente::fit {

namespace {

constexpr std::string_view first_line = "entente sampler 3\n";
constexpr std::size_t hash_length = 64;

/// Puts numbers one behind the other.
class Packer {
  public:
    template <class Number>
    void operator()(const Number& number) {
        static_assert(std::is_trivially_copyable_v<Number>);
        bytes.append(reinterpret_cast<const char*>(&number), sizeof(Number));
    }

    template <class Number>
    void operator()(const std::vector<Number>& numbers) {
        (*this)(static_cast<std::uint64_t>(numbers.size()));
        bytes.append(reinterpret_cast<const char*>(numbers.data()),
                     numbers.size() * sizeof(Number));
    }

    void operator()(const std::string& text) {
        (*this)(static_cast<std::uint64_t>(text.size()));
        bytes += text;
    }

    std::string bytes;
};

/// Takes them back in the same order; `whole` turns false where bytes are missing.
class Unpacker {
  public:
    explicit Unpacker(std::string_view bytes) : rest_(bytes) {}

    template <class Number>
    void operator()(Number& number) {
        static_assert(std::is_trivially_copyable_v<Number>);
        copy(&number, sizeof(Number));
    }

    template <class Number>
    void operator()(std::vector<Number>& numbers) {
        std::uint64_t size = 0;
        (*this)(size);
        if (size > rest_.size() / sizeof(Number)) {
            whole_ = false;
            return;
        }
        numbers.resize(size);
        copy(numbers.data(), size * sizeof(Number));
    }

    void operator()(std::string& text) {
        std::uint64_t size = 0;
        (*this)(size);
        if (size > rest_.size()) {
            whole_ = false;
            return;
        }
        text = rest_.substr(0, size);
        rest_.remove_prefix(size);
    }

    bool complete() const { return whole_ && rest_.empty(); }

  private:
    void copy(void* to, std::size_t size) {
        if (size > rest_.size()) {
            whole_ = false;
            return;
        }
        if (size > 0) {
            std::memcpy(to, rest_.data(), size);
        }
        rest_.remove_prefix(size);
    }

    std::string_view rest_;
    bool whole_ = true;
};

// Each field once, for both ways.

template <class Options, class Action>
void each_option(Options& o, Action& action) {
    action(o.dimension);
    action(o.seed);
    action(o.chains);
    action(o.burn_in);
    action(o.thin);
    action(o.archive_every);
    action(o.archive_rows);
    action(o.most_pairs);
    action(o.crossovers);
    action(o.full_share);
    action(o.snooker_share);
    action(o.gaussian_share);
    action(o.rest_share);
    action(o.identity);
}

template <class State, class Action>
void each_field(State& s, Action& action) {
    action(s.generation);
    action(s.points);
    action(s.values);
    action(s.archive);
    action(s.subspace.chance);
    action(s.subspace.distance);
    action(s.subspace.uses);
    action(s.gaussian.chance);
    action(s.gaussian.distance);
    action(s.gaussian.uses);
    action(s.burn_in_values);
    action(s.shape.known);
    action(s.shape.basis);
    action(s.shape.centre);
    action(s.shape.factor);
    action(s.shape.levels);
    action(s.shape.bends);
    action(s.shape.spreads);
    action(s.draws);
    action(s.draw_values);
    action(s.burn_in_jumps);
    action(s.jumps);
    action(s.evaluations);
    action(s.divergences);
    action(s.outliers_moved);
}

std::string packed_options(const SamplerOptions& options) {
    Packer pack;
    each_option(options, pack);
    return std::move(pack.bytes);
}

}  // namespace

void Sampler::save(const std::filesystem::path& path) const {
    Packer pack;
    pack(packed_options(options_));
    each_field(state_, pack);
    std::string file(first_line);
    file += data::hash_of(pack.bytes) + "\n" + pack.bytes;
    results::write_file(path, file);
}

Sampler Sampler::load(const std::filesystem::path& path,
                      SamplerOptions options,
                      LogDensity density) {
    const std::string file = results::read_file(path);
    const std::size_t head = first_line.size() + hash_length + 1;
    if (file.size() < head || !file.starts_with(first_line)) {
        throw results::FileError(path, "this is no sampler's state of this version");
    }
    const std::string_view body = std::string_view(file).substr(head);
    if (data::hash_of(body) != file.substr(first_line.size(), hash_length)) {
        throw results::FileError(path, "the sampler's state is damaged");
    }
    Unpacker unpack(body);
    std::string saved_options;
    unpack(saved_options);
    if (saved_options != packed_options(options)) {
        throw results::FileError(
            path, "the sampler's state belongs to another fit (model, data, seed or options)");
    }
    SamplerState state;
    each_field(state, unpack);
    if (!unpack.complete()) {
        throw results::FileError(path, "the sampler's state is damaged");
    }
    return {std::move(options), std::move(density), std::move(state)};
}

}  // namespace entente::fit
