#include "campaign_report.h"

#include <base/text.h>

#include <fmt/format.h>

namespace muster::cli {
namespace {

using namespace campaigns;

template <class List, class Json>
std::string json_list(const List& list, Json json) {
  std::string out;
  for (const auto& one : list) out += (out.empty() ? "" : ",") + json(one);
  return "[" + out + "]";
}
std::string json_strings(const std::vector<std::string>& list) {
  return json_list(list, [](const std::string& one) { return json_quote(one); });
}

std::string wave_json(const Wave& w) {
  return fmt::format(
      R"({{"ordinal":{},"name":{},"held_min":{},"held_max":{},"regions":{},"invite_at":"{}","warn_at":"{}",)"
      R"("deadline":"{}","bar_at":"{}","disconnect_at":"{}","moves":{}}})",
      w.ordinal, json_quote(w.name), w.held_min, w.held_max, json_strings(w.regions), to_rfc3339(w.invite_at),
      to_rfc3339(w.warn_at), to_rfc3339(w.one_way_at), to_rfc3339(w.bar_at), to_rfc3339(w.disconnect_at), w.moves);
}

std::string counts_json(const Counts& counts) {
  std::string out;
  for (int s = 0; s < kLineStateCount; ++s)
    out += fmt::format("{}\"{}\":{}", s ? "," : "", to_text(static_cast<LineState>(s)),
                       counts[static_cast<std::size_t>(s)]);
  return "{" + out + "}";
}
std::string row_json(const Row& row) {
  return fmt::format(R"({{"key":{},"lines":{}}})", json_quote(row.key), counts_json(row.counts));
}
std::string outward_row_json(const OutwardRow& row) {
  const auto figure = [](const std::optional<std::int64_t>& n) { return n ? std::to_string(*n) : "null"; };
  std::string out;
  for (int s = 0; s < kLineStateCount; ++s)
    out += fmt::format("{}\"{}\":{}", s ? "," : "", to_text(static_cast<LineState>(s)),
                       figure(row.counts[static_cast<std::size_t>(s)]));
  return fmt::format(R"({{"key":{},"all":{},"lines":{{{}}}}})", json_quote(row.key), figure(row.all), out);
}
std::string forecast_json(const Forecast& f) {
  return fmt::format(
      R"({{"wave":{},"deadline":"{}","open":{},"registered":{},"a_day":{:.2f},"days_left":{:.2f},"barred_straight":{},)"
      R"("barred_hazard":{},"low":{},"high":{}}})",
      f.wave, to_rfc3339(f.deadline), f.open, f.registered, f.a_day, f.days_left, f.barred_straight, f.barred_hazard,
      f.low, f.high);
}

std::string counts_text(const Counts& counts) {
  std::string out;
  for (int s = 0; s < kLineStateCount; ++s)
    if (const auto n = counts[static_cast<std::size_t>(s)]; n > 0)
      out += fmt::format("{}{} {}", out.empty() ? "" : ", ", with_separators(n), to_text(static_cast<LineState>(s)));
  return out.empty() ? "none" : out;
}
std::string rows_text(const char* what, const std::vector<Row>& rows) {
  std::string out;
  for (const Row& row : rows) out += fmt::format("{} {}: {}\n", what, row.key, counts_text(row.counts));
  return out;
}

}  // namespace

std::string campaign_json(const Campaign& c) {
  return fmt::format(
      R"({{"id":"{}","name":{},"state":"{}","state_since":"{}","law":{},"sender":{},"place":{},"cohort":{},"waves":{},)"
      R"("created_by":{},"created_at":"{}","approved_by":{},"approved_at":{},"enrolled":{},"version":{}}})",
      c.id, json_quote(c.name), to_text(c.state), to_rfc3339(c.state_since), json_quote(c.law), json_quote(c.sender),
      json_quote(c.place), to_json(c.cohort), json_list(c.waves, wave_json), json_quote(c.created_by),
      to_rfc3339(c.created_at), json_quote(c.approved_by),
      c.approved_at ? json_quote(to_rfc3339(*c.approved_at)) : "null", c.enrolled, c.version);
}

std::string campaign_text(const Campaign& c) {
  std::string out = fmt::format("{}  {}  {} since {}\n", c.id, c.name, to_text(c.state), to_rfc3339(c.state_since));
  for (const Wave& w : c.waves)
    out += fmt::format("  wave {} {}: invite {}, warn {}, deadline {}, bar {}, disconnect {}{}\n", w.ordinal, w.name,
                       to_day(w.invite_at), to_day(w.warn_at), to_day(w.one_way_at), to_day(w.bar_at),
                       to_day(w.disconnect_at), w.moves ? fmt::format(", moved {} times", w.moves) : "");
  return out;
}

std::string progress_json(const Progress& p, const std::vector<Row>& dealers, const std::vector<Forecast>& forecast) {
  return fmt::format(
      R"({{"lines":{},"waves":{},"regions":{},"dealers":{},"messages":{{"waiting":{},"sent":{},"delivered":{},)"
      R"("failed":{}}},"forecast":{}}})",
      counts_json(p.all), json_list(p.waves, row_json), json_list(p.regions, row_json), json_list(dealers, row_json),
      p.messages_waiting, p.messages_sent, p.messages_delivered, p.messages_failed, json_list(forecast, forecast_json));
}

std::string progress_text(const Progress& p, const std::vector<Row>& dealers, const std::vector<Forecast>& forecast) {
  std::string out = fmt::format("{} lines: {}\n", with_separators(sum(p.all)), counts_text(p.all));
  out += rows_text("wave", p.waves) + rows_text("region", p.regions) + rows_text("dealer", dealers);
  out += fmt::format("messages: {} waiting, {} sent, {} delivered, {} failed\n", with_separators(p.messages_waiting),
                     with_separators(p.messages_sent), with_separators(p.messages_delivered),
                     with_separators(p.messages_failed));
  for (const Forecast& f : forecast)
    out += fmt::format(
        "wave {}, deadline {}: {} open, {:.1f} a day; barred then: {} at as many a day, {} ({} to {}) at the same part "
        "a "
        "day\n",
        f.wave, to_day(f.deadline), with_separators(f.open), f.a_day, with_separators(f.barred_straight),
        with_separators(f.barred_hazard), with_separators(f.low), with_separators(f.high));
  return out;
}

std::string outward_json(const Progress& p, std::int64_t cell_min) {
  return fmt::format(R"({{"cell_min":{},"waves":{},"regions":{}}})", cell_min,
                     json_list(outward(p.waves, cell_min), outward_row_json),
                     json_list(outward(p.regions, cell_min), outward_row_json));
}

std::string exemption_json(const Exemption& e) {
  return fmt::format(
      R"({{"id":"{}","line":"{}","reason":{},"until":"{}","granted_by":{},"granted_at":"{}","ended_by":{},"ended_at":{}}})",
      e.id, e.line_id, json_quote(e.reason), to_rfc3339(e.until), json_quote(e.granted_by), to_rfc3339(e.granted_at),
      json_quote(e.ended_by), e.ended_at ? json_quote(to_rfc3339(*e.ended_at)) : "null");
}
std::string move_json(const Move& m) {
  return fmt::format(R"({{"wave":{},"ordinal":{},"from":"{}","to":"{}","reason":{},"moved_by":{},"moved_at":"{}"}})",
                     m.wave, m.ordinal, to_rfc3339(m.from), to_rfc3339(m.to), json_quote(m.reason),
                     json_quote(m.moved_by), to_rfc3339(m.moved_at));
}

}  // namespace muster::cli
