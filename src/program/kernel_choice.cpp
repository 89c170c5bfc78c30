// SPDX-License-Identifier: Apache-2.0
#include "base/contract.hpp"
#include "program/kernels.hpp"

namespace entente::program {

// Of kernels.cpp, compiled three times.
namespace scalar {
Kernel find_kernel(Code code, unsigned modes);
}

namespace v3 {
Kernel find_kernel(Code code, unsigned modes);
}

namespace v4 {
Kernel find_kernel(Code code, unsigned modes);
}

Kernel kernel(math::InstructionSet set, Code code, unsigned modes) {
    ENTENTE_EXPECT(math::available(set));
    switch (set) {
        case math::InstructionSet::scalar:
            return scalar::find_kernel(code, modes);
        case math::InstructionSet::v3:
            return v3::find_kernel(code, modes);
        case math::InstructionSet::v4:
            return v4::find_kernel(code, modes);
    }
    return nullptr;
}

}  // namespace entente::program
