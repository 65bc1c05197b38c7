// A reader of scripts that knows strings, comments, brackets and little else.
#include "leads.h"
#include <base/text.h>

namespace muster::testing {
namespace {

constexpr std::size_t kLiteralMax = 8192;
constexpr std::size_t kDepthMax = 256;
constexpr std::size_t kHeadBytes = 160;  // looked at before a bracket

bool in_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$';
}

std::string_view last_word(std::string_view text) {
  std::size_t begin = text.size();
  while (begin > 0 && in_word(text[begin - 1])) --begin;
  return text.substr(begin);
}
std::string_view without(std::string_view text, std::string_view tail) {
  return trim(text.substr(0, text.size() - tail.size()));
}

// Text before the "(" that the ")" at its end closes.
std::string_view before_parenthesis(std::string_view text) {
  int depth = 0;
  for (std::size_t i = text.size(); i-- > 0;) {
    if (text[i] == ')') ++depth;
    if (text[i] == '(' && --depth == 0) return trim(text.substr(0, i));
  }
  return {};
}

enum class Brace { runs, runs_if, waits };

// Whether a function that is written behind `before` runs by itself: "(function…" called at once, a timer, on load.
Brace function_behind(std::string_view before) {
  const std::string text = to_lower_ascii(before);
  if (text.empty() || text.ends_with('!') || text.ends_with(';') || text.ends_with('+')) return Brace::runs;
  if (text.ends_with("onload=") || text.ends_with("onload =")) return Brace::runs;
  if (text.ends_with(',')) {  // addEventListener("load", function…)
    for (const char* name : {"\"load\",", "'load',", "\"domcontentloaded\",", "'domcontentloaded',"})
      if (text.ends_with(name)) return Brace::runs;
    return Brace::waits;
  }
  if (!text.ends_with('(')) return Brace::waits;
  const auto caller = trim(std::string_view(text).substr(0, text.size() - 1));
  const auto word = last_word(caller);
  if (word.empty()) return Brace::runs;  // "(function…"
  return word == "settimeout" || word == "ready" || word == "$" || word == "jquery" || word == "void" ? Brace::runs
                                                                                                      : Brace::waits;
}

// What the "{" behind `head` opens. Strings stand in it as they are written.
Brace brace_behind(std::string_view head) {
  head = trim(head);
  if (head.ends_with("=>")) {
    head = without(head, "=>");
    return function_behind(head.ends_with(')') ? before_parenthesis(head) : without(head, last_word(head)));
  }
  if (!head.ends_with(')')) {
    const auto word = last_word(head);
    if (word == "else") return Brace::runs_if;
    return word == "try" || word == "finally" || word == "do" || head.empty() || head.ends_with(';') ||
                   head.ends_with('}') || head.ends_with('{')
               ? Brace::runs
               : Brace::waits;  // an object
  }
  head = before_parenthesis(head);
  const auto word = last_word(head);
  for (const char* name : {"if", "for", "while", "switch", "catch", "with"})
    if (word == name) return Brace::runs_if;
  if (word == "function") return function_behind(without(head, word));
  return Brace::waits;  // a named function, a method
}

class ScriptReader {
 public:
  explicit ScriptReader(std::string_view script) : text_(script) {}

  std::optional<ScriptLocation> read() {
    while (at_ < text_.size() && braces_.size() < kDepthMax) {
      const char c = text_[at_];
      if (c == '/' && skip_comment()) continue;
      if (c == '"' || c == '\'' || c == '`') {
        if (auto found = in_timer(take_string())) return found;
        continue;
      }
      if (c == '{')
        braces_.push_back(brace_behind(head()));
      else if (c == '}' && !braces_.empty())
        braces_.pop_back();
      if (c == '{' || c == '}' || c == ';') if_line_ = false;
      if (in_word(c)) {
        if (auto found = word()) return found;
        continue;
      }
      ++at_;
    }
    return {};
  }

 private:
  std::string_view head() const {
    const std::size_t from = at_ > kHeadBytes ? at_ - kHeadBytes : 0;
    return text_.substr(from, at_ - from);
  }
  bool skip_comment() {
    const bool line = text_.substr(at_).starts_with("//"), block = text_.substr(at_).starts_with("/*");
    if (!line && !block) return false;
    const auto end = line ? text_.find('\n', at_) : text_.find("*/", at_ + 2);
    at_ = end == std::string_view::npos ? text_.size() : end + (line ? 1 : 2);
    return true;
  }
  void skip_space() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r'))
      ++at_;
  }
  bool take(std::string_view wanted) {
    skip_space();
    if (!text_.substr(at_).starts_with(wanted)) return false;
    at_ += wanted.size();
    return true;
  }
  static void append_character(std::string& out, unsigned c) {
    if (c < 0x80) {
      out += static_cast<char>(c);
    } else if (c < 0x800) {
      out += static_cast<char>(0xC0 | (c >> 6));
      out += static_cast<char>(0x80 | (c & 0x3F));
    } else {
      out += static_cast<char>(0xE0 | (c >> 12));
      out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
      out += static_cast<char>(0x80 | (c & 0x3F));
    }
  }
  void take_escape(std::string& out) {
    const char c = text_[at_++];
    const std::size_t digits = c == 'x' ? 2 : c == 'u' ? 4 : 0;
    if (digits == 0 || at_ + digits > text_.size()) {
      if (c != '\n') out += c == 'n' || c == 'r' || c == 't' ? ' ' : c;
      return;
    }
    unsigned value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      const char d = static_cast<char>(text_[at_ + i] | 32);
      value = value * 16 + static_cast<unsigned>(d >= '0' && d <= '9'   ? d - '0'
                                                 : d >= 'a' && d <= 'f' ? d - 'a' + 10
                                                                        : 0);
    }
    at_ += digits;
    append_character(out, value);
  }
  // The literal that begins here; "" where it is a template with parts, or too long.
  std::string take_string() {
    const char quote = text_[at_++];
    std::string out;
    bool plain = true;
    while (at_ < text_.size() && text_[at_] != quote) {
      if (quote != '`' && text_[at_] == '\n') return {};
      if (quote == '`' && text_.substr(at_).starts_with("${")) plain = false;
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) {
        ++at_;
        take_escape(out);
      } else {
        out += text_[at_++];
      }
      if (out.size() > kLiteralMax) plain = false, out.clear();
    }
    ++at_;
    return plain ? out : std::string();
  }
  // setTimeout("location.href = '…'", 0): the string is a script.
  std::optional<ScriptLocation> in_timer(const std::string& literal) {
    if (in_literal_ || literal.find("location") == std::string::npos || !ran()) return {};
    if (!behind_timer_) return {};
    ScriptReader inner(literal);
    inner.in_literal_ = true;
    auto found = inner.read();
    if (found) found->conditional = found->conditional || conditional();
    return found;
  }
  bool ran() const { return std::find(braces_.begin(), braces_.end(), Brace::waits) == braces_.end(); }
  bool conditional() const {
    return if_line_ || std::find(braces_.begin(), braces_.end(), Brace::runs_if) != braces_.end();
  }

  std::optional<ScriptLocation> word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && in_word(text_[at_])) ++at_;
    const auto name = text_.substr(begin, at_ - begin);
    behind_timer_ = false;
    if (name == "setTimeout") {
      behind_timer_ = take("(");
      return {};
    }
    if (name == "if") if_line_ = true;
    if (name != "location" || !is_ours(trim(text_.substr(0, begin)))) return {};
    const bool alone = if_line_;
    if_line_ = false;
    bool call = false;
    if (take(".")) {
      skip_space();
      if (take("replace") || take("assign"))
        call = take("(");
      else if (!take("href"))
        return {};
    }
    if (!call && (!take("=") || text_.substr(at_).starts_with('='))) return {};
    skip_space();
    if (at_ >= text_.size() || (text_[at_] != '"' && text_[at_] != '\'' && text_[at_] != '`')) return {};
    const std::string literal = take_string();
    skip_space();
    if (at_ < text_.size() && (text_[at_] == '+' || text_[at_] == '.' || text_[at_] == '?')) return {};  // and more
    if (literal.empty() || literal.starts_with('#') || !ran()) return {};
    return ScriptLocation{literal, alone || conditional()};
  }
  // window.location, not map.location and not var location.
  static bool is_ours(std::string_view before) {
    if (!before.ends_with('.')) {
      const auto word = last_word(before);
      return word != "var" && word != "let" && word != "const" && word != "function";
    }
    const auto owner = last_word(trim(before.substr(0, before.size() - 1)));
    return owner == "window" || owner == "self" || owner == "top" || owner == "parent" || owner == "document" ||
           owner == "this" || owner == "globalThis";
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Brace> braces_;
  bool if_line_ = false;  // an if without brackets may stand before
  bool behind_timer_ = false, in_literal_ = false;
};

}  // namespace

std::optional<ScriptLocation> script_location(std::string_view script) {
  return ScriptReader(script.substr(0, kScriptsBytesMax)).read();
}

}  // namespace muster::testing
