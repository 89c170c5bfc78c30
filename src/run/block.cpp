// SPDX-License-Identifier: Apache-2.0
#include "run/block.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <new>
#include <set>

#include <unistd.h>

#include "base/contract.hpp"
#include "program/draws.hpp"

namespace entente::run {

using program::Bound;
using program::Code;
using program::Instruction;
using program::Section;

namespace {

constexpr std::size_t alignment = 64;  // a cache line, and eight lanes
constexpr std::size_t usual_second_cache = std::size_t{1} << 20;

/// Draws for all lanes, at once where they share their parameters.
void draw_listed(const program::BoundList& list, int lanes, double* out) {
    const auto& how = *static_cast<const program::List*>(list.how);
    const auto parameters_of = [&list](int lane) {
        std::array<double, 4> p{};
        for (int i = 1; i < std::min(list.count, 5); ++i) {
            p[static_cast<std::size_t>(i - 1)] = list.operands[i][list.uniform[i] != 0 ? 0 : lane];
        }
        return p;
    };
    const auto uniform_at = [&list](int lane) {
        return list.operands[0][list.uniform[0] != 0 ? 0 : lane];
    };
    if (std::all_of(
            list.uniform + 1, list.uniform + list.count, [](auto one) { return one != 0; })) {
        const program::MonthlyDraw draw(how.draw, parameters_of(0), how.mean);
        for (int lane = 0; lane < lanes; ++lane) {
            out[lane] = draw.at(uniform_at(lane));
        }
        return;
    }
    for (int lane = 0; lane < lanes; ++lane) {
        out[lane] =
            program::draw_monthly(how.draw, parameters_of(lane), uniform_at(lane), how.mean);
    }
}

bool is_skip(Code code) { return code >= Code::skip_unless && code <= Code::skip_all; }

bool has_list(Code code) {
    return code == Code::pick || code == Code::likeliest || code == Code::draw;
}

bool has_ring(Code code) {
    return code == Code::ring_read || code == Code::ring_gather || code == Code::window_count ||
           code == Code::window_before || code == Code::ring_write || code == Code::ring_fill ||
           code == Code::ring_set;
}

}  // namespace

bool BlockFault::operator<(const BlockFault& other) const {
    if (lane != other.lane) {
        return lane < other.lane;
    }
    return row != other.row ? row < other.row : check < other.check;
}

std::size_t second_cache_bytes() {
    const long bytes = sysconf(_SC_LEVEL2_CACHE_SIZE);
    return bytes > 0 ? static_cast<std::size_t>(bytes) : usual_second_cache;
}

std::size_t hot_slots(const program::Program& program) {
    std::set<std::uint32_t> slots;
    for (std::size_t s = 1; s < program::section_count; ++s) {
        for (const Instruction& i : program.sections[s]) {
            slots.insert(i.out);
            slots.insert(i.in.begin(), i.in.end());
        }
    }
    return static_cast<std::size_t>(std::count_if(slots.begin(), slots.end(), [](std::uint32_t o) {
        return (o & program::uniform_bit) == 0;
    }));
}

void Block::Deleter::operator()(double* p) const {
    ::operator delete[](p, std::align_val_t(alignment));
}

Block::Memory Block::allocate(std::size_t doubles) {
    auto* const memory = static_cast<double*>(::operator new[](
        std::max<std::size_t>(doubles, 1) * sizeof(double), std::align_val_t(alignment)));
    std::fill_n(memory, doubles, 0.0);
    return Memory(memory);
}

Block::Block(const program::Program& program,
             math::InstructionSet set,
             std::size_t lanes,
             std::uint64_t seed,
             std::shared_ptr<const program::FusedCode> fused)
    : program_(program),
      fused_(std::move(fused)),
      lanes_(lanes),
      slots_size_((fused_ ? fused_->code.slots : program.slots) * program::slot_stride(lanes)),
      slots_(allocate(slots_size_)) {
    uniforms_.resize(program.constants.size() + program.month_uniforms + program.instant_uniforms);
    std::copy(program.constants.begin(), program.constants.end(), uniforms_.begin());
    reported_.resize(program.checks.size() * lanes);
    context_ = {.lanes = static_cast<int>(lanes),
                .seed = seed,
                .first_member = 0,
                .month = 0,
                .row = 0,
                .paths = nullptr,
                .report = report_to,
                .owner = this,
                .seeds = nullptr,
                .members = nullptr};
    bind_tables();
    bind_sections(set);
}

double* Block::operand(std::uint32_t operand) {
    if ((operand & program::uniform_bit) != 0) {
        return uniforms_.data() + (operand & ~program::uniform_bit);
    }
    return slots_.get() + operand * program::slot_stride(lanes_);
}

const double* Block::operand(std::uint32_t operand) const {
    return const_cast<Block*>(this)->operand(operand);
}

void Block::bind_tables() {
    for (const program::DrawSite& site : program_.sites) {
        sites_.push_back({.site = site.site,
                          .each = site.each,
                          .fixed = site.month ? 1 : 0,
                          .month = site.month.value_or(0),
                          .given = nullptr});
    }
    std::vector<std::size_t> begins;
    std::size_t entries = 0;
    for (const program::Ring& ring : program_.rings) {
        begins.push_back(entries);
        entries += ring.size;
    }
    rings_size_ = entries * lanes_;
    rings_ = allocate(rings_size_);
    for (const program::RingUse& use : program_.ring_uses) {
        ring_uses_.push_back({.entries = rings_.get() + begins[use.ring] * lanes_,
                              .size = static_cast<std::int32_t>(program_.rings[use.ring].size),
                              .count = use.count});
    }
    for (std::size_t i = 0; i < program_.checks.size(); ++i) {
        const program::Check& check = program_.checks[i];
        checks_.push_back(
            {.low = check.low, .high = check.high, .index = static_cast<std::int64_t>(i)});
    }
    for (const model::Lookup& lookup : program_.lookups) {
        std::vector<double>& slopes = slopes_.emplace_back();
        for (std::size_t i = 0; i + 1 < lookup.x.size(); ++i) {
            slopes.push_back((lookup.y[i + 1] - lookup.y[i]) / (lookup.x[i + 1] - lookup.x[i]));
        }
        lookups_.push_back({.x = lookup.x.data(),
                            .y = lookup.y.data(),
                            .slope = slopes.data(),
                            .count = static_cast<std::int32_t>(lookup.x.size())});
    }
    for (const program::List& list : program_.lists) {
        auto& operands = list_operands_.emplace_back();
        auto& uniforms = list_uniforms_.emplace_back();
        for (const std::uint32_t o : list.operands) {
            const bool used = o != program::no_operand;
            operands.push_back(used ? operand(o) : nullptr);
            uniforms.push_back(static_cast<unsigned char>((o & program::uniform_bit) != 0));
        }
        lists_.push_back({.operands = operands.data(),
                          .uniform = uniforms.data(),
                          .count = static_cast<std::int32_t>(operands.size()),
                          .draw = draw_listed,
                          .how = &list});
    }
}

void Block::bind_sections(math::InstructionSet set) {
    if (fused_ == nullptr) {
        for (std::size_t s = 0; s < program::section_count; ++s) {
            for (const Instruction& i : program::joined(program_, static_cast<Section>(s))) {
                code_[s].push_back(bind(i, set));
            }
        }
        return;
    }
    const program::FusePlan& plan = fused_->plan;
    for (std::size_t s = 0; s < plan.segments.size(); ++s) {
        segments_.push_back({.run = fused_->code.segments[s],
                             .checks = checks_.data(),
                             .checked = plan.segments[s].checks.data(),
                             .checked_count = plan.segments[s].checks.size()});
    }
    for (std::size_t s = 0; s < program::section_count; ++s) {
        for (const program::FuseItem& item : plan.sections[s]) {
            if (item.segment == program::no_operand) {
                code_[s].push_back(bind(item.instruction, set));
                continue;
            }
            code_[s].push_back({.run = program::run_segment,
                                .out = slots_.get(),
                                .in = {uniforms_.data()},
                                .extra = &segments_[item.segment]});
        }
    }
}

Bound Block::bind(const Instruction& instruction, math::InstructionSet set) {
    Bound bound{};
    unsigned modes = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        const std::uint32_t o = instruction.in[i];
        if (o == program::no_operand) {
            continue;
        }
        bound.in[i] = operand(o);
        if ((o & program::uniform_bit) != 0) {
            modes |= 1U << i;
        }
    }
    if (instruction.out != program::no_operand) {
        bound.out = operand(instruction.out);
    }
    bound.extra = bind_extra(instruction, bound);
    bound.run = program::kernel(set, instruction.code, modes);
    ENTENTE_EXPECT(bound.run != nullptr);
    return bound;
}

const void* Block::bind_extra(const Instruction& instruction, Bound& bound) {
    const Code code = instruction.code;
    const std::uint32_t extra = instruction.extra;
    if (code == Code::uniform || code == Code::normal) {
        return &sites_[extra];
    }
    if (has_ring(code)) {
        return &ring_uses_[extra];
    }
    if (has_list(code)) {
        return &lists_[extra];
    }
    if (code == Code::lookup) {
        return &lookups_[extra];
    }
    if (code == Code::advance || code == Code::check) {
        return &checks_[extra];
    }
    if (code == Code::hold) {
        return operand(extra);
    }
    if (is_skip(code)) {
        bound.number = extra;
    }
    if (code == Code::record) {
        bound.number = extra;
        const std::uint32_t check = program_.output_checks[extra];
        if (check != program::no_operand) {
            return &checks_[check];
        }
    }
    return nullptr;
}

// ---- running ----

void Block::give(const program::GivenDraws* given, std::uint32_t first) {
    given_ = given;
    given_first_ = first;
    given_columns_.assign(sites_.size(), std::nullopt);
    if (given != nullptr && given_uniforms_ == nullptr) {
        given_uniforms_ = allocate(sites_.size() * lanes_);
    }
    for (std::size_t s = 0; s < sites_.size(); ++s) {
        if (given != nullptr && program_.sites[s].once) {
            given_columns_[s] = given->find_column(sites_[s].site);
        }
        sites_[s].given = given_columns_[s] ? given_uniforms_.get() + s * lanes_ : nullptr;
    }
}

void Block::load_given(std::uint32_t first, std::size_t count) {
    const std::size_t columns = given_->sites.size();
    ENTENTE_EXPECT(first >= given_first_ &&
                   (first - given_first_ + count) * columns <= given_->uniforms.size());
    const double* const rows = given_->uniforms.data() + (first - given_first_) * columns;
    for (std::size_t s = 0; s < given_columns_.size(); ++s) {
        if (!given_columns_[s]) {
            continue;
        }
        double* const to = given_uniforms_.get() + s * lanes_;
        for (std::size_t lane = 0; lane < lanes_; ++lane) {
            // Lanes beyond the last member take its row: nobody reads them.
            const double u = rows[std::min(lane, count - 1) * columns + *given_columns_[s]];
            ENTENTE_EXPECT(u > 0.0 && u < 1.0);
            to[lane] = u;
        }
    }
}

void Block::execute(Section section) {
    const std::vector<Bound>& code = code_[static_cast<std::size_t>(section)];
    const Bound* const end = code.data() + code.size();
    for (const Bound* i = code.data(); i < end;) {
        i = i->run(i, &context_);
    }
}

void Block::load_month(int month) {
    const std::size_t count = program_.month_uniforms;
    std::copy_n(program_.month_values.begin() +
                    static_cast<std::ptrdiff_t>(static_cast<std::size_t>(month) * count),
                count,
                uniforms_.begin() + static_cast<std::ptrdiff_t>(program_.constants.size()));
}

void Block::load_instant(std::size_t instant) {
    const std::size_t count = program_.instant_uniforms;
    std::copy_n(program_.instant_values.begin() + static_cast<std::ptrdiff_t>(instant * count),
                count,
                uniforms_.end() - static_cast<std::ptrdiff_t>(count));
}

void Block::run(std::uint32_t first, std::size_t count, float* paths) {
    const std::size_t row_size = program_.outputs.size() * lanes_;
    begin(first, count);
    for (int m = 0; m < program_.grid.months; ++m) {
        advance(m, paths + static_cast<std::size_t>(m) * row_size);
    }
    finish(paths + static_cast<std::size_t>(program_.grid.months) * row_size);
}

void Block::begin(std::uint32_t first, std::size_t count) {
    draw_by(nullptr, nullptr);
    real_ = count;
    faults_.clear();
    std::fill(reported_.begin(), reported_.end(), static_cast<unsigned char>(0));
    context_.first_member = first;
    context_.month = program_.grid.first.since_1970;
    context_.row = 0;
    if (given_ != nullptr) {
        load_given(first, count);
    }
    execute(Section::start);
}

void Block::advance(int month, float* row) {
    open(month, row);
    move(month);
}

void Block::open(int month, float* row) {
    context_.month = program_.grid.month(month).since_1970;
    context_.row = month;
    context_.paths = row;
    load_month(month);
    load_instant(static_cast<std::size_t>(month) * static_cast<std::size_t>(program_.instants));
    execute(Section::take);
    execute(Section::decide);
}

void Block::move(int month) {
    execute(Section::pulse);
    execute(Section::open);
    if (program_.grid.method == model::Method::euler) {
        euler(month);
    } else {
        rk4(month);
    }
    execute(Section::last_check);
    execute(Section::close);
}

void Block::finish(float* row) {
    // The end stands after the last month and reads what that month opened with.
    context_.paths = row;
    std::fill_n(row, program_.outputs.size() * lanes_, std::numeric_limits<float>::quiet_NaN());
    load_instant(static_cast<std::size_t>(program_.grid.months) *
                 static_cast<std::size_t>(program_.instants));
    execute(Section::end);
}

void Block::draw_by(const std::uint64_t* seeds, const std::uint64_t* members) {
    context_.seeds = seeds;
    context_.members = members;
    real_ = 0;
}

void Block::euler(int month) {
    // The step is bound behind `open` and behind `instant`: program::joined.
    const auto parts = static_cast<std::size_t>(program_.grid.substeps);
    for (std::size_t k = 1; k < parts; ++k) {
        load_instant(static_cast<std::size_t>(month) * parts + k);
        execute(Section::instant);
    }
}

void Block::rk4(int month) {
    const auto parts = static_cast<std::size_t>(program_.grid.substeps);
    for (std::size_t k = 0; k < parts; ++k) {
        const std::size_t instant = (static_cast<std::size_t>(month) * parts + k) * 3;
        if (k > 0) {
            load_instant(instant);
            execute(Section::instant);
        }
        execute(Section::step);
        load_instant(instant + 1);
        execute(Section::instant);
        execute(Section::stage_2);
        execute(Section::instant);
        execute(Section::stage_3);
        load_instant(instant + 2);
        execute(Section::instant);
        execute(Section::stage_4);
    }
}

void Block::report_to(const program::Context* context, std::int64_t check, const double* v) {
    static_cast<Block*>(context->owner)->report(check, v);
}

void Block::report(std::int64_t index, const double* values) {
    const auto check = static_cast<std::size_t>(index);
    const program::Check& bounds = program_.checks[check];
    for (std::size_t lane = 0; lane < real_; ++lane) {
        const double x = values[lane];
        if (x >= bounds.low && x <= bounds.high) {
            continue;
        }
        unsigned char& reported = reported_[check * lanes_ + lane];
        if (reported != 0) {
            continue;
        }
        reported = 1;
        faults_.push_back({.lane = static_cast<std::uint32_t>(lane),
                           .row = context_.row + bounds.row,
                           .check = static_cast<std::uint32_t>(check),
                           .finite = std::isfinite(x),
                           .value = x});
    }
}

double* Block::ring(std::uint32_t ring) {
    std::size_t entries = 0;
    for (std::uint32_t r = 0; r < ring; ++r) {
        entries += program_.rings[r].size;
    }
    return rings_.get() + entries * lanes_;
}

void Block::set_faults(std::vector<BlockFault> faults) {
    faults_ = std::move(faults);
    std::fill(reported_.begin(), reported_.end(), static_cast<unsigned char>(0));
    for (const BlockFault& fault : faults_) {
        reported_[fault.check * lanes_ + fault.lane] = 1;
    }
}

const double* Block::find_slot(const std::string& name) const {
    const auto& names = program_.slot_names;
    const auto found = std::find(names.begin(), names.end(), name);
    if (name.empty() || found == names.end()) {
        return nullptr;
    }
    return operand(static_cast<std::uint32_t>(found - names.begin()));
}

void Block::read_parameters(double* to, std::size_t count) const {
    const std::size_t n = program_.parameters.size();
    for (std::size_t p = 0; p < n; ++p) {
        const std::uint32_t from = program_.parameters[p];
        const bool uniform = (from & program::uniform_bit) != 0;
        const double* const values = operand(from);
        for (std::size_t lane = 0; lane < count; ++lane) {
            to[lane * n + p] = values[uniform ? 0 : lane];
        }
    }
}

}  // namespace entente::run
