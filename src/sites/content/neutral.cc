#include <base/text.h>
#include <content/lexicon.h>
#include <content/neutral.h>

#include <embedded_content_neutral.h>
#include <fmt/format.h>

namespace muster::content {
namespace {

// neutral/<area>.txt: texts parted by a line "%%".
std::vector<NeutralText> read_all() {
  std::vector<NeutralText> out;
  for (const EmbeddedFile& file : muster_content_neutral::files()) {
    const std::string area(file.path.substr(0, file.path.find('.')));
    std::string_view rest = file.bytes;
    while (!rest.empty()) {
      const auto end = rest.find("\n%%\n");
      const auto text = trim(rest.substr(0, end));
      if (!text.empty()) out.push_back({area, std::string(text)});
      rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 4);
    }
  }
  return out;
}

}  // namespace

const std::vector<NeutralText>& neutral_texts() {
  static const auto all = read_all();
  return all;
}

std::vector<NeutralRate> measure(const Lexicon& lexicon) {
  std::map<std::string, NeutralRate> areas;
  for (const auto& neutral : neutral_texts()) {
    auto& rate = areas[neutral.area];
    rate.area = neutral.area;
    const Score score = lexicon.score(read_page(neutral.text, "text/plain; charset=utf-8"));
    ++rate.texts;
    rate.hit += !score.reasons.empty();
    rate.clues += score.is_clue();
    rate.mean += score.value;
  }
  std::vector<NeutralRate> out;
  for (auto& [area, rate] : areas) {
    rate.mean /= rate.texts;
    out.push_back(rate);
  }
  return out;
}

Result<void> check_neutral(const Lexicon& lexicon) {
  for (const auto& rate : measure(lexicon))
    if (rate.clues > 0 || rate.mean > kNeutralMeanMax)
      return refused(
          "lexicon_hits_neutral",
          fmt::format(
              "The lexicon is refused: of {} neutral texts on {} it takes {} for clues, with a mean score of {:.2f} "
              "(limit: none, and {:.2f}). A lexicon may not aim at such subjects.",
              rate.texts, rate.area, rate.clues, rate.mean, kNeutralMeanMax));
  return {};
}

}  // namespace muster::content
