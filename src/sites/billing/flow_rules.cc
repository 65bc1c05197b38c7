#include <base/text.h>

#include <algorithm>

#include <billing/charge_line.h>
#include <billing/flows.h>
#include <boost/json.hpp>

namespace muster::billing {
namespace {

namespace json = boost::json;

struct Mark {
  std::string_view text, currency;
};
constexpr Mark kMarks[] = {{"CNY", "CNY"}, {"RMB", "CNY"}, {"元", "CNY"},  {"¥", "CNY"}, {"￥", "CNY"},
                           {"USD", "USD"}, {"US$", "USD"}, {"EUR", "EUR"}, {"€", "EUR"}};

std::string_view mark_behind(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with("\xc2\xa0")) text.remove_prefix(text[0] == ' ' ? 1 : 2);
  for (const Mark& m : kMarks)
    if (text.starts_with(m.text)) return m.currency;
  return {};
}
std::string_view mark_before(std::string_view text) {
  while (text.ends_with(' ')) text.remove_suffix(1);
  for (const Mark& m : kMarks)
    if (text.ends_with(m.text)) return m.currency;
  return {};
}

std::string squeezed(std::string_view text) {
  std::string out;
  for (const char c : to_lower_ascii(text))
    if (c != ' ' && c != '\n' && c != '\r' && c != '\t') out += c;
  return out;
}

std::string address_of(const std::string& url) {
  return url.substr(0, url.find_first_of("?#"));
}

std::string visible_text(const SeenStep& step) {
  std::string out;
  for (const auto& t : step.texts)
    if (t.hidden.empty()) out += t.text + " ";
  return out;
}

// What a step that confirms shows of the price.
void judge_price(std::vector<FlowFinding>& out, const SeenStep& step, int number, std::int64_t amount,
                 const std::string& currency) {
  std::vector<ShownPrice> shown, hidden;
  std::string why;
  for (const auto& t : step.texts)
    for (auto& p : prices_in(t.text)) {
      if (!t.hidden.empty() && why.empty()) why = t.hidden;
      (t.hidden.empty() ? shown : hidden).push_back(std::move(p));
    }
  if (shown.empty()) {
    out.push_back({"hidden_price", number, hidden.empty() ? "" : hidden[0].text, why.empty() ? "absent" : why});
    return;
  }
  if (std::none_of(shown.begin(), shown.end(),
                   [&](const ShownPrice& p) { return p.amount == amount && p.currency == currency; }))
    out.push_back({"price_differs", number, shown[0].text, ""});
}

// Whether the charge follows on fewer than two presses.
void judge_confirmations(std::vector<FlowFinding>& out, const Flow& flow, const SeenFlow& seen) {
  std::size_t first = 0;
  while (first < flow.steps.size() && !flow.steps[first].confirms) ++first;
  const auto found = [&](std::size_t step, const char* reason, const std::string& shown) {
    out.push_back({"one_confirmation", static_cast<int>(step) + 1, shown, reason});
  };
  const auto leads_to_charge = [&](const SeenStep& step) {
    return std::find_if(step.controls.begin(), step.controls.end(),
                        [&](const SeenControl& c) { return c.target.starts_with(flow.charge_address); });
  };
  const auto asked = std::find_if(seen.kept_back.begin(), seen.kept_back.end(), [&](const std::string& k) {
    return k.substr(k.find(' ') + 1).starts_with(flow.charge_address);
  });
  const std::size_t last = flow.steps.size() - 1;
  for (std::size_t i = 0; i < std::min(last, seen.steps.size()); ++i)
    if (const auto c = leads_to_charge(seen.steps[i]); c != seen.steps[i].controls.end())
      return found(i, "leads_to_charge", c->label);
  if (asked != seen.kept_back.end()) {
    const bool at_last = seen.steps.size() > last;
    return found(at_last ? last : first, at_last ? "confirms_itself" : "leads_to_charge", *asked);
  }
  if (seen.steps.size() > last && seen.steps[last].controls.empty()) found(last, "asks_for_nothing", "");
}

}  // namespace

std::vector<ShownPrice> prices_in(std::string_view text) {
  std::vector<ShownPrice> out;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] < '0' || text[at] > '9') {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() &&
           ((text[end] >= '0' && text[end] <= '9') ||
            (text[end] == '.' && end + 1 < text.size() && text[end + 1] >= '0' && text[end + 1] <= '9')))
      ++end;
    std::string_view currency = mark_behind(text.substr(end));
    if (currency.empty()) currency = mark_before(text.substr(0, at));
    std::int64_t amount = 0;
    if (!currency.empty() && parse_price(text.substr(at, end - at), currency, amount))
      out.push_back(
          {amount, std::string(currency), std::string(text.substr(at, end - at)) + " " + std::string(currency)});
    at = end;
  }
  return out;
}

std::vector<FlowFinding> judge_flow(const Flow& flow, const SeenFlow& seen, std::int64_t amount,
                                    const std::string& currency, const std::string& behalf_text) {
  std::vector<FlowFinding> out;
  bool behalf = false, any_confirms = false;
  for (std::size_t i = 0; i < std::min(seen.steps.size(), flow.steps.size()); ++i) {
    const SeenStep& step = seen.steps[i];
    const int number = static_cast<int>(i) + 1;
    for (const auto& b : step.boxes)
      if (b.ticked) {
        out.push_back({"pre_ticked", number, b.label, ""});
        break;
      }
    if (!flow.steps[i].confirms) continue;
    any_confirms = true;
    judge_price(out, step, number, amount, currency);
    behalf = behalf || squeezed(visible_text(step)).find(squeezed(behalf_text)) != std::string::npos;
  }
  if (any_confirms && !behalf) {
    const auto last = std::min(seen.steps.size(), flow.steps.size());
    out.push_back({"not_billed_on_behalf", static_cast<int>(last), "", ""});
  }
  judge_confirmations(out, flow, seen);
  return out;
}

std::string to_json(const SeenFlow& seen) {
  json::array steps;
  for (const auto& s : seen.steps) {
    json::array texts, boxes, controls;
    for (const auto& t : s.texts) texts.push_back(json::object{{"text", t.text}, {"hidden", t.hidden}});
    for (const auto& b : s.boxes) boxes.push_back(json::object{{"label", b.label}, {"ticked", b.ticked}});
    for (const auto& c : s.controls)
      controls.push_back(json::object{{"label", c.label}, {"target", address_of(c.target)}});
    steps.push_back(json::object{{"url", address_of(s.url)},
                                 {"title", s.title},
                                 {"texts", texts},
                                 {"boxes", boxes},
                                 {"controls", controls},
                                 {"screenshot_sha256", s.screenshot_sha256}});
  }
  json::array kept_back;
  for (const auto& k : seen.kept_back) kept_back.emplace_back(k);
  return json::serialize(json::object{{"steps", steps}, {"kept_back", kept_back}, {"error", seen.error}});
}

}  // namespace muster::billing
