// What a Content-Type is about: "Text/CSV; charset=utf-8" is text/csv. Pure.
#pragma once

#include <base/text.h>

#include <string>
#include <string_view>

namespace muster::web {

inline std::string media_type(std::string_view content_type) {
  return to_lower_ascii(trim(content_type.substr(0, content_type.find(';'))));
}

}  // namespace muster::web
