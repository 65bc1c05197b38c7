#include "manners_inside.h"

namespace muster::testing {

Manners::Manners(MannersLimits limits, std::shared_ptr<Resolver> resolver)
    : inside_(std::make_unique<Inside>(limits, std::move(resolver))) {}
Manners::~Manners() = default;

}  // namespace muster::testing
