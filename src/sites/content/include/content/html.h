// A tokenizer of HTML as browsers read it (HTML standard §13.2.5), as far as text needs it: tags, attributes, comments,
// raw text elements, character references. It keeps no tree and no stack, so that no nesting can hurt it.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muster::content {

struct Token {
  enum class Kind { text, open, close, end } kind = Kind::end;
  std::string_view raw;                                         // text, and what stands in <script> and the like
  std::string name;                                             // tag, lower case
  std::vector<std::pair<std::string, std::string>> attributes;  // lower-case names, decoded values; at most 64
  std::string_view attribute(std::string_view wanted) const;
};

class Tokenizer {
 public:
  explicit Tokenizer(std::string_view html) : rest_(html) {}
  // The next token; Kind::end at the end. What stands in <script>, <style> and the like comes as no text but with the
  // opening tag.
  Token next();

 private:
  Token tag();
  void skip_declaration();
  std::string_view take_raw(std::string_view name);
  std::string_view rest_;
};

// Character references resolved, appended to out.
void append_decoded(std::string& out, std::string_view text);

}  // namespace muster::content
