// toml++ as this house uses it: header only, errors as values. Some of its assertions can be reached by hostile input;
// they end the parsing as an exception instead of the program: parse inside of try, and catch TomlAssertion. Include it
// in .cc files alone.
#pragma once

#include <stdexcept>

namespace muster {

struct TomlAssertion : std::logic_error {
  using std::logic_error::logic_error;
};
[[noreturn]] inline void toml_assertion(const char* what) {
  throw TomlAssertion(what);
}

}  // namespace muster

#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#define TOML_ASSERT(expr) ((expr) ? static_cast<void>(0) : ::muster::toml_assertion(#expr))
#include <toml++/toml.h>
