// What the person's page says, in two languages. Plain words. Not a public header.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace muster::lookups {

class MeWords {
 public:
  explicit MeWords(std::string_view language) : chinese_(language == "zh") {}
  // The words of a key; the key itself when there are none (a test looks for that).
  std::string_view operator()(std::string_view key) const;
  // A word of the domain: "state" + "active"; the name with spaces when there is none.
  std::string of(std::string_view group, std::string_view name) const;
  // The same where there is one; nothing otherwise.
  std::optional<std::string_view> maybe(std::string_view group, std::string_view name) const;
  // With `{0}` filled.
  std::string with(std::string_view key, std::string_view value) const;
  bool chinese() const { return chinese_; }
  static bool complete();  // every key has words in both languages, and none stands twice

 private:
  bool chinese_;
};

}  // namespace muster::lookups
