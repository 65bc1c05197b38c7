// Files that are part of the binary (migrations, console, letters, lexicons). Made by cmake/MusterEmbed.cmake.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace muster {

struct EmbeddedFile {
  std::string_view path;  // relative to the base folder given to muster_embed
  std::string_view bytes;
};

}  // namespace muster
