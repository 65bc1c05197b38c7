#include <base/text.h>
#include <content/lexicon.h>
#include <content/neutral.h>

#include <embedded_content_neutral.h>
#include <fmt/format.h>

namespace muster::content {
namespace {

constexpr std::size_t kRefusedHitsMax = 50;

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

NeutralReport inspect_neutral(const Lexicon& lexicon, double share_max) {
  std::map<std::string, NeutralRate> areas;
  std::map<std::pair<std::string, std::string>, NeutralHit> hits;
  for (const auto& neutral : neutral_texts()) {
    NeutralRate& rate = areas[neutral.area];
    rate.area = neutral.area;
    const Score score = lexicon.score(read_page(neutral.text, "text/plain; charset=utf-8"));
    ++rate.texts;
    rate.hit += !score.reasons.empty();
    rate.clues += score.is_clue();
    rate.mean += score.value;
    for (const Reason& reason : score.reasons) {
      NeutralHit& hit = hits[{neutral.area, reason.term}];
      hit.area = neutral.area;
      hit.term = reason.term;
      ++hit.texts;
      for (const Hit& each : score.hits)
        if (each.term == reason.term && hit.sentence.empty()) hit.sentence = each.sentence;
    }
  }
  NeutralReport out;
  for (auto& [area, rate] : areas) {
    rate.mean /= rate.texts;
    out.rates.push_back(rate);
  }
  for (auto& [key, hit] : hits) out.hits.push_back(hit);
  std::stable_sort(out.hits.begin(), out.hits.end(),
                   [](const NeutralHit& a, const NeutralHit& b) { return a.texts > b.texts; });
  const NeutralRate* worst = nullptr;  // of those beyond the limit, the one that is hit most
  for (const NeutralRate& rate : out.rates)
    if (rate.clues > 0 || rate.hit > share_max * rate.texts)
      if (!worst || rate.hit * worst->texts > worst->hit * rate.texts) worst = &rate;
  if (worst)
    out.refusal = refused(
        "bundle_hits_neutral",
        fmt::format("The bundle is refused: it hits {} of {} neutral texts on {} (limit: {:.0f} %), {} of them hard "
                    "enough for a clue. A bundle may not aim at such subjects.",
                    worst->hit, worst->texts, worst->area, share_max * 100, worst->clues),
        "file");
  if (!out.refusal) return out;
  for (const NeutralHit& hit : out.hits) {
    if (out.refusal->all.size() == kRefusedHitsMax) break;
    out.refusal->all.push_back(refused("bundle_hits_neutral", fmt::format("\u201c{}\u201d hits {} neutral texts on {}.",
                                                                          hit.term, hit.texts, hit.area)));
  }
  return out;
}

}  // namespace muster::content
