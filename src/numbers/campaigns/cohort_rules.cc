#include <base/text.h>

#include <algorithm>

#include <boost/json.hpp>
#include <campaigns/rules.h>
#include <fmt/format.h>

namespace muster::campaigns {
namespace {

namespace json = boost::json;

template <class T>
bool among(const std::vector<T>& list, const T& one) {
  return list.empty() || std::find(list.begin(), list.end(), one) != list.end();
}
bool within(std::int64_t held, std::int64_t least, std::int64_t most) {
  return held >= least && (most == 0 || held <= most);
}

std::string list_json(const std::vector<std::string>& list) {
  std::string out;
  for (const std::string& one : list) out += (out.empty() ? "" : ",") + json_quote(one);
  return "[" + out + "]";
}
template <class T, class Words>
std::vector<std::string> words_of(const std::vector<T>& list, Words words) {
  std::vector<std::string> out;
  for (const T one : list) out.emplace_back(words(one));
  return out;
}
std::vector<std::string> list_of(const json::object& object, std::string_view name) {
  std::vector<std::string> out;
  for (const auto& one : object.at(name).as_array()) out.emplace_back(std::string(one.as_string()));
  return out;
}

}  // namespace

bool belongs(const Cohort& cohort, const Candidate& candidate) {
  const registration::UnverifiedLine& line = candidate.line;
  return among(cohort.categories, line.category) && among(cohort.regions, line.region) &&
         among(cohort.dealers, line.dealer) && among(cohort.document_kinds, line.document_kind) &&
         among(cohort.kinds, line.kind) && within(candidate.held, cohort.held_min, cohort.held_max) &&
         (cohort.registered_before.empty() || line.registered_on < cohort.registered_before) &&
         (!cohort.excess_only || candidate.excess) &&
         (!cohort.differs_from || (candidate.difference && among(cohort.differences, *candidate.difference)));
}

const Wave* wave_of(std::span<const Wave> waves, const Candidate& candidate) {
  for (const Wave& wave : waves)
    if (within(candidate.held, wave.held_min, wave.held_max) && among(wave.regions, candidate.line.region))
      return &wave;
  return nullptr;
}

std::string to_json(const Cohort& c) {
  return fmt::format(
      R"({{"categories":{},"regions":{},"dealers":{},"document_kinds":{},"kinds":{},"held_min":{},"held_max":{},)"
      R"("registered_before":{},"excess_only":{},"differs_from":{},"differences":{}}})",
      list_json(words_of(c.categories, [](persons::Category x) { return persons::to_text(x); })), list_json(c.regions),
      list_json(c.dealers), list_json(c.document_kinds),
      list_json(words_of(c.kinds, [](lines::LineKind x) { return lines::to_text(x); })), c.held_min, c.held_max,
      json_quote(c.registered_before), c.excess_only,
      json_quote(c.differs_from ? reconciliation::to_text(*c.differs_from) : ""),
      list_json(words_of(c.differences, [](reconciliation::Difference x) { return reconciliation::to_text(x); })));
}

Result<Cohort> cohort_of(std::string_view text) {
  const Error wrong = invalid("cohort_form", "The record of whom the campaign is about can't be read.", "cohort");
  try {
    const json::value parsed = json::parse(json::string_view(text.data(), text.size()));
    const json::object& object = parsed.as_object();
    Cohort out;
    for (const std::string& word : list_of(object, "categories")) {
      const auto category = persons::category(word);
      if (!category) return wrong;
      out.categories.push_back(*category);
    }
    for (const std::string& word : list_of(object, "kinds")) {
      const auto kind = lines::line_kind(word);
      if (!kind) return wrong;
      out.kinds.push_back(*kind);
    }
    out.regions = list_of(object, "regions");
    out.dealers = list_of(object, "dealers");
    out.document_kinds = list_of(object, "document_kinds");
    out.held_min = object.at("held_min").as_int64();
    out.held_max = object.at("held_max").as_int64();
    out.registered_before = std::string(object.at("registered_before").as_string());
    out.excess_only = object.at("excess_only").as_bool();
    // Campaigns of before have no word of other registers.
    if (!object.contains("differs_from") || object.at("differs_from").as_string().empty()) return out;
    out.differs_from = reconciliation::source_of(std::string(object.at("differs_from").as_string()));
    for (const std::string& word : list_of(object, "differences")) {
      const auto difference = reconciliation::difference_of(word);
      if (!difference) return wrong;
      out.differences.push_back(*difference);
    }
    return out.differs_from ? Result<Cohort>(out) : wrong;
  } catch (const std::exception&) {
    return wrong;
  }
}

}  // namespace muster::campaigns
