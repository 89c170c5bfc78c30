// SPDX-License-Identifier: Apache-2.0
#include "program/fuse.hpp"

namespace entente::program {

std::shared_ptr<const FusedCode> fuse(const Program& program,
                                      FusePlan plan,
                                      math::InstructionSet set,
                                      std::size_t lanes) {
    if (set == math::InstructionSet::scalar || plan.segments.empty()) {
        return nullptr;
    }
    EmittedCode code = emit(program, plan, set, lanes);
    if (code.memory == nullptr) {
        return nullptr;
    }
    return std::make_shared<const FusedCode>(
        FusedCode{.plan = std::move(plan), .code = std::move(code)});
}

const Bound* run_segment(const Bound* i, const Context* c) {
    const auto& segment = *static_cast<const BoundSegment*>(i->extra);
    if (segment.run(i->out, i->in[0]) != 0) [[unlikely]] {
        for (std::size_t k = 0; k < segment.checked_count; ++k) {
            const FuseCheck& checked = segment.checked[k];
            c->report(c,
                      segment.checks[checked.check].index,
                      i->out + checked.slot * slot_stride(static_cast<std::size_t>(c->lanes)));
        }
    }
    return i + 1;
}

}  // namespace entente::program
