#include <base/text.h>
#include <ledger/statement.h>

#include <algorithm>
#include <charconv>

#include <billing/stop_list.h>
#include <fmt/format.h>

namespace muster::billing {
namespace {

constexpr std::string_view kStopFirstLine = "muster-stop-list/1";
constexpr std::string_view kScopeKinds[] = {"service", "link", "channel", "partner"};

Error stop_form() {
  return invalid("stop_list_form", "This is no stop list of Muster.");
}

// "version 12": what stands behind the name.
Result<std::string_view> after_name(std::string_view line, std::string_view name) {
  if (!line.starts_with(name) || line.size() <= name.size() || line[name.size()] != ' ') return stop_form();
  return line.substr(name.size() + 1);
}

Result<std::int64_t> number_after(std::string_view line, std::string_view name) {
  MUSTER_TRY(const auto text, after_name(line, name));
  std::int64_t out = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), out);
  if (end.ec != std::errc() || end.ptr != text.data() + text.size() || out < 0) return stop_form();
  return out;
}

Result<Instant> time_after(std::string_view line, std::string_view name) {
  MUSTER_TRY(const auto text, after_name(line, name));
  return parse_rfc3339(text);
}

}  // namespace

std::optional<StopScope> stop_scope(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || text.size() > kStopScopeMax) return {};
  const auto kind = text.substr(0, colon), ref = text.substr(colon + 1);
  if (std::find(std::begin(kScopeKinds), std::end(kScopeKinds), kind) == std::end(kScopeKinds) || ref.empty())
    return {};
  if (std::any_of(ref.begin(), ref.end(), [](char c) { return c <= ' ' || c > '~'; })) return {};
  return StopScope{std::string(kind), std::string(ref)};
}

std::string to_text(const StopDocument& d) {
  std::string out = fmt::format("{}\norigin {}\nsince {}\nversion {}\nmade_at {}\nvalid_until {}\n", kStopFirstLine,
                                d.origin, d.since, d.version, to_rfc3339(d.made_at), to_rfc3339(d.valid_until));
  for (const auto& c : d.changes)
    out += c.stands ? fmt::format("+ {} {}\n", c.scope, c.order_number) : fmt::format("- {}\n", c.scope);
  return out;
}

Result<StopDocument> read_stop_list(std::string_view signed_text, const ledger::VerifierKey& key) {
  const auto gap = signed_text.find("\n\n");
  if (gap == std::string_view::npos) return stop_form();
  const auto text = signed_text.substr(0, gap + 1), note = signed_text.substr(gap + 2);
  MUSTER_TRY(const auto statement, ledger::verify_statement(note, text, key));
  if (statement.kind != kStopListKind) return stop_form();
  auto lines = split(text.substr(0, text.size() - 1), '\n');
  if (lines.size() < 6 || lines[0] != kStopFirstLine) return stop_form();
  StopDocument d;
  MUSTER_TRY(const auto origin, after_name(lines[1], "origin"));
  d.origin = origin;
  MUSTER_TRY(d.since, number_after(lines[2], "since"));
  MUSTER_TRY(d.version, number_after(lines[3], "version"));
  MUSTER_TRY(d.made_at, time_after(lines[4], "made_at"));
  MUSTER_TRY(d.valid_until, time_after(lines[5], "valid_until"));
  for (std::size_t i = 6; i < lines.size(); ++i) {
    const auto words = split(lines[i], ' ');
    const bool stands = words[0] == "+";
    if ((!stands && words[0] != "-") || words.size() != (stands ? 3u : 2u) || !stop_scope(words[1])) return stop_form();
    d.changes.push_back({stands, std::string(words[1]), stands ? std::string(words[2]) : std::string()});
  }
  return d;
}

std::vector<Span> spans_of_order(const std::vector<OrderEvent>& events, Instant starts, Instant expires) {
  std::vector<Span> out;
  std::optional<Instant> since;
  const auto end = [&](Instant at) {
    at = std::min(at, expires);
    if (since && *since < at) out.push_back({*since, at});
    since.reset();
  };
  for (const OrderEvent& e : events) {
    if (e.kind == "order.issued" || e.kind == "order.resumed")
      since = std::max(e.at, starts);
    else if (e.kind == "order.stayed" || e.kind == "order.lifted" || e.kind == "order.lapsed" ||
             e.kind == "order.expired")
      end(e.at);
  }
  end(expires);
  return out;
}

}  // namespace muster::billing
