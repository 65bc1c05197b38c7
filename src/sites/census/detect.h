// Which format a source is in, by its first bytes. Inside of the census room. Pure.
#pragma once

#include <census/intake.h>

namespace muster::census {

Format detect(std::string_view first_bytes);

}  // namespace muster::census
