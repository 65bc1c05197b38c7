#include <boost/json.hpp>
#include <reviews/reviews.h>

namespace muster::reviews {
namespace json = boost::json;
namespace {

json::array bins_json(const content::Reliability& reliability) {
  json::array out;
  for (const auto& bin : reliability.bins)
    out.push_back(json::object{
        {"from", bin.from}, {"to", bin.to}, {"mean", bin.mean}, {"share", bin.share}, {"count", bin.count}});
  return out;
}

}  // namespace

std::string report_json(const Report& report) {
  json::array drift, agreement, golden;
  for (const BundleDrift& each : report.drift)
    drift.push_back(json::object{{"bundle", each.sha256},
                                 {"name", each.name},
                                 {"version", each.version},
                                 {"index", each.index},
                                 {"pages_before", each.before},
                                 {"pages", each.pages}});
  for (const Agreement& each : report.agreement)
    agreement.push_back(json::object{{"month", each.month},
                                     {"ground", each.ground},
                                     {"pairs", each.pairs},
                                     {"agreed", each.agreed},
                                     {"kappa", each.kappa},
                                     {"alpha", each.alpha},
                                     {"too_few", each.too_few()},
                                     {"golden", each.golden},
                                     {"golden_right", each.golden_right},
                                     {"waiting", each.waiting},
                                     {"lapsed", each.lapsed}});
  for (const GoldenScore& each : report.golden)
    golden.push_back(json::object{{"ground", each.ground},
                                  {"violations", each.violations},
                                  {"found", each.found},
                                  {"none", each.none},
                                  {"false_clues", each.false_clues},
                                  {"unreadable", each.unreadable}});
  return json::serialize(json::object{{"month", report.month},
                                      {"outcomes", report.reliability.count},
                                      {"brier", report.reliability.brier},
                                      {"calibration_error", report.reliability.ece},
                                      {"bins", bins_json(report.reliability)},
                                      {"drift", std::move(drift)},
                                      {"agreement", std::move(agreement)},
                                      {"golden", std::move(golden)}});
}

Result<Report> read_report(const std::string& month, Instant made_at, const std::string& text) {
  Report out;
  out.month = month;
  out.made_at = made_at;
  try {
    const json::value body = json::parse(text);
    const auto number = [](const json::value& of, const char* key) { return of.at(key).to_number<std::int64_t>(); };
    const auto real = [](const json::value& of, const char* key) { return of.at(key).to_number<double>(); };
    const auto word = [](const json::value& of, const char* key) { return std::string(of.at(key).as_string()); };
    out.reliability.count = number(body, "outcomes");
    out.reliability.brier = real(body, "brier");
    out.reliability.ece = real(body, "calibration_error");
    for (const auto& bin : body.at("bins").as_array())
      out.reliability.bins.push_back(
          {real(bin, "from"), real(bin, "to"), real(bin, "mean"), real(bin, "share"), number(bin, "count")});
    for (const auto& each : body.at("drift").as_array())
      out.drift.push_back({word(each, "bundle"), word(each, "name"), word(each, "version"), real(each, "index"),
                           number(each, "pages_before"), number(each, "pages")});
    for (const auto& each : body.at("agreement").as_array())
      out.agreement.push_back({word(each, "month"), word(each, "ground"), number(each, "pairs"), number(each, "agreed"),
                               real(each, "kappa"), real(each, "alpha"), number(each, "golden"),
                               number(each, "golden_right"), number(each, "waiting"), number(each, "lapsed")});
    for (const auto& each : body.at("golden").as_array())
      out.golden.push_back({word(each, "ground"), number(each, "violations"), number(each, "found"),
                            number(each, "none"), number(each, "false_clues"), number(each, "unreadable")});
  } catch (const std::exception&) {
    return internal_error("report_unreadable", "The month's report on record can't be read.");
  }
  return out;
}

}  // namespace muster::reviews
