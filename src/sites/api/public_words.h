// What the public pages say, in two languages. Plain words, no jargon. Not a public header.
#pragma once

#include <string>
#include <string_view>

namespace muster::api {

class Words {
 public:
  explicit Words(std::string_view language) : chinese_(language == "zh") {}
  // The words of a key; the key itself when there are none (a test looks for that).
  std::string_view operator()(std::string_view key) const;
  // A word of the domain: "state" + "filed", "ground" + "unfiled"; the name with spaces when there is none.
  std::string of(std::string_view group, std::string_view name) const;
  bool chinese() const { return chinese_; }
  static bool complete();  // every key has words in both languages, and none stands twice

 private:
  bool chinese_;
};

}  // namespace muster::api
