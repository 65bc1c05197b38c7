// The life of `muster-look`: limits itself, then answers requests on standard input until there are no more.
#pragma once

#include <functional>

#include <pictures_eye/decode.h>

namespace muster::pictures {

using Decode = std::function<Header(std::string_view bytes, std::span<std::uint8_t> room)>;

// Returns the exit code; never decodes where a limit could not be set.
int serve(const Decode& decode);

}  // namespace muster::pictures
