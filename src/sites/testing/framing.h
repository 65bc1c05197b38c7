// What is odd about an answer's framing: shapes that let two readers see two answers (RFC 9112 §6.3, §11.2). Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace muster::testing {

struct Framing {
  // bare_lf, obs_fold, space_before_colon, length_repeated, length_and_chunked, transfer_encoding_repeated: read as
  // browsers read them, and told. lengths_differ, length_invalid, transfer_encoding_unknown, nul: nobody can say what
  // was meant, and the answer isn't read.
  std::vector<std::string> oddities;
  bool ambiguous = false;
  std::string text() const;  // joined by a comma
};
// `head` as received, with its empty line.
Framing framing_of(std::string_view head);

}  // namespace muster::testing
