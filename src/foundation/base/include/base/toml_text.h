// What must not reach toml++ (3.3): a character beyond ASCII outside of strings and comments is no TOML 1.0, and its
// tables of Unicode run into undefined behaviour there.
#pragma once

#include <string_view>

namespace muster {

// The line, from 1, of the first such character of UTF-8 text; 0: there is none. Pure, thread-safe.
int toml_line_beyond_ascii(std::string_view text);

}  // namespace muster
