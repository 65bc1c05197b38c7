#include "reconcile_state.h"

#include <base/bytes.h>
#include <base/text.h>

#include <sstream>

#include <fmt/format.h>

namespace muster::billing {
namespace {

constexpr std::string_view kFirstLine = "muster charges 1";

}  // namespace

// A great many codes are one from some number on, so that totals stay small.
void add(Totals& totals, const TotalKey& key, const TotalSum& sum) {
  auto found = totals.find(key);
  if (found == totals.end() && totals.size() >= kTotalsMax && !std::get<2>(key).empty())
    return add(totals, {std::get<0>(key), std::get<1>(key), "", std::get<3>(key)}, sum);
  TotalSum& into = found == totals.end() ? totals[key] : found->second;
  into.lines += sum.lines;
  into.amount += sum.amount;
}

std::string to_text(const State& s) {
  std::string out = fmt::format(
      "{}\n{}\n{}\nphase {} {} {} {} {}\ncounts {} {} {} {} {} {} {}\nlengths {} {} {}\nfound", kFirstLine,
      s.fingerprint, to_hex(s.key), static_cast<int>(s.phase), s.place.file, s.place.offset, s.place.line,
      static_cast<int>(s.place.inside), s.lines, s.charges, s.bad_lines, s.confirmations, s.bad_confirmations,
      s.checkpoints, s.findings, s.findings_length, s.charges_length, s.confirmations_length);
  for (const auto n : s.found) out += fmt::format(" {}", n);
  out += '\n';
  for (const BadLine& b : s.bad) out += fmt::format("bad {} {} {}\n", b.file, b.line, static_cast<int>(b.fault));
  for (const auto& [key, sum] : s.totals)
    out += fmt::format("total {} {} {} {} {} {}\n", static_cast<int>(std::get<0>(key)), std::get<1>(key),
                       std::get<3>(key).empty() ? "-" : std::get<3>(key), sum.lines, sum.amount, std::get<2>(key));
  return out + "end\n";
}

std::optional<State> parse_state(std::string_view text) {
  State s;
  std::istringstream in{std::string(text)};
  std::string line, word;
  if (!std::getline(in, line) || line != kFirstLine || !std::getline(in, s.fingerprint) || !std::getline(in, line))
    return {};
  const auto key = from_hex(line);
  if (!key.ok() || key->size() != 16) return {};
  s.key = *key;
  int phase = 0, inside = 0;
  in >> word >> phase >> s.place.file >> s.place.offset >> s.place.line >> inside;
  in >> word >> s.lines >> s.charges >> s.bad_lines >> s.confirmations >> s.bad_confirmations >> s.checkpoints >>
      s.findings;
  in >> word >> s.findings_length >> s.charges_length >> s.confirmations_length >> word;
  for (auto& n : s.found) in >> n;
  if (!in || phase < 0 || phase > 2) return {};
  s.phase = static_cast<Phase>(phase);
  s.place.inside = inside != 0;
  while (in >> word && word != "end") {
    int number = 0;
    if (word == "bad") {
      BadLine b;
      in >> b.file >> b.line >> number;
      b.fault = static_cast<LineFault>(number);
      s.bad.push_back(b);
    } else {
      std::uint32_t service = 0;
      std::string currency, code;
      TotalSum sum;
      in >> number >> service >> currency >> sum.lines >> sum.amount;
      std::getline(in, code);
      s.totals[{static_cast<FindingKind>(number), service, std::string(trim(code)), currency == "-" ? "" : currency}] =
          sum;
    }
    if (!in) return {};
  }
  if (word != "end") return {};
  return s;
}

}  // namespace muster::billing
