// SPDX-License-Identifier: Apache-2.0
#include "model/apply.hpp"

#include "math/vector.hpp"

namespace entente::model {

std::optional<double> apply(Op op, double a, double b) {
    const auto truth = [](bool holds) { return holds ? 1.0 : 0.0; };
    switch (op) {
        case Op::negate:
            return -a;
        case Op::logical_not:
            return truth(a == 0.0);
        case Op::exp:
            return math::exp(a);
        case Op::ln:
            return math::log(a);
        case Op::sqrt:
            return math::sqrt(a);
        case Op::abs:
            return math::abs(a);
        case Op::logistic:
            return math::logistic(a);
        case Op::logit:
            return math::logit(a);
        case Op::add:
            return a + b;
        case Op::subtract:
            return a - b;
        case Op::multiply:
            return a * b;
        case Op::divide:
            return a / b;
        case Op::power:
            return math::pow(a, b);
        case Op::min:
            return math::min(a, b);
        case Op::max:
            return math::max(a, b);
        case Op::less:
            return truth(a < b);
        case Op::less_equal:
            return truth(a <= b);
        case Op::equal:
            return truth(a == b);
        case Op::not_equal:
            return truth(a != b);
        case Op::logical_and:
            return truth(a != 0.0 && b != 0.0);
        case Op::logical_or:
            return truth(a != 0.0 || b != 0.0);
        case Op::constant:
        case Op::track:
        case Op::quantity:
        case Op::time:
        case Op::choose:
        case Op::lookup:
        case Op::link:
        case Op::previous:
        case Op::delayed:
        case Op::window_count:
        case Op::decay_since:
            break;
    }
    return std::nullopt;
}

}  // namespace entente::model
