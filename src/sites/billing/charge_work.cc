#include "charge_pass.h"
#include <base/text.h>

#include <charconv>
#include <cstring>

#include <sodium.h>

namespace muster::billing {
namespace {

constexpr const char* kKindWords[kFindingKinds] = {"unknown_code", "price_differs", "charged_while_suspended",
                                                   "no_confirmation", "partner_differs"};
constexpr int kLineBits = 38, kFileBits = 10, kServiceBits = 20;

void add_bad(BlockOutcome& out, std::uint32_t file, std::int64_t line, LineFault fault) {
  ++out.bad;
  if (out.first_bad.size() < kBadLinesKept) out.first_bad.push_back({file, line, fault});
}

class ChargeLineWork {
 public:
  ChargeLineWork(const Tariff& tariff, const std::string& key, bool with_records)
      : tariff_(tariff), key_(key), with_records_(with_records) {}

  void operator()(std::string_view text, std::int64_t number, std::uint32_t file, const Columns& columns,
                  BlockOutcome& out) const {
    ChargeLine line;
    const LineFault fault = parse_charge(text, columns, line);
    if (fault == LineFault::empty) return;
    ++out.lines;
    if (fault != LineFault::none) return add_bad(out, file, number, fault);
    ++out.good;
    const std::uint32_t service = tariff_.find(line.code);
    compare(line, service, number, file, out);
    if (!with_records_) return;
    ChargeRecord record;
    record.key = key_of(line.transaction, key_);
    record.at_ms = line.at_ms;
    record.service = service == Tariff::kNone ? kNoService20 : service;
    record.file = file;
    record.line = number;
    record.amount = line.amount;
    record.currency_code = currency_code(line.currency);
    append_record(out.records[partition_of(record.key)], record);
  }

 private:
  void compare(const ChargeLine& line, std::uint32_t index, std::int64_t number, std::uint32_t file,
               BlockOutcome& out) const {
    const auto found = [&](FindingKind kind, const PriceSpan* price) {
      ChargeFinding f;
      f.kind = kind;
      f.file = file;
      f.line = number;
      f.service = index;
      f.code = index == Tariff::kNone ? kept(line.code) : line.code;
      f.currency = line.currency;
      f.at_ms = line.at_ms;
      f.amount = line.amount;
      if (price && kind == FindingKind::price_differs) {
        f.expected = price->amount;
        f.expected_currency = price->currency;
      }
      f.transaction_id = kept(line.transaction);
      f.usage_id = kept(line.usage_id);
      if (kind == FindingKind::partner_differs) f.partner = kept(line.partner);
      ++out.found[static_cast<std::size_t>(kind)];
      add(out.totals, {kind, index, index == Tariff::kNone ? f.code : "", f.currency}, {1, line.amount});
      out.findings += finding_line(f);
      out.finding_ends.push_back(out.findings.size());
    };
    if (index == Tariff::kNone) return found(FindingKind::unknown_code, nullptr);
    const TariffService& service = tariff_.at(index);
    const Instant at{line.at_ms * 1000};
    const PriceSpan* price = price_at(service, at);
    if (!price)
      found(FindingKind::unknown_code, nullptr);
    else if (price->amount != line.amount || price->currency != line.currency)
      found(FindingKind::price_differs, price);
    if (suspended_at(service, at)) found(FindingKind::charged_while_suspended, nullptr);
    if (!line.partner.empty() && line.partner != service.partner_id) found(FindingKind::partner_differs, nullptr);
  }

  const Tariff& tariff_;
  const std::string key_;
  const bool with_records_;
};

void append_number(std::string& out, std::int64_t value) {
  char text[24];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  out.append(text, end);
  out += '\t';
}

}  // namespace

const char* to_text(FindingKind kind) {
  return kKindWords[static_cast<std::size_t>(kind)];
}
std::optional<FindingKind> finding_kind(std::string_view text) {
  for (std::size_t i = 0; i < kFindingKinds; ++i)
    if (text == kKindWords[i]) return static_cast<FindingKind>(i);
  return {};
}

std::uint64_t key_of(std::string_view transaction, const std::string& key) {
  std::uint64_t out = 0;
  crypto_shorthash(reinterpret_cast<unsigned char*>(&out), reinterpret_cast<const unsigned char*>(transaction.data()),
                   transaction.size(), reinterpret_cast<const unsigned char*>(key.data()));
  return out;
}

std::uint32_t currency_code(std::string_view currency) {
  std::uint32_t out = 0;
  for (const char c : currency) out = out << 5 | static_cast<std::uint32_t>(c - 'A');
  return out;
}
std::string ChargeRecord::currency() const {
  return {static_cast<char>('A' + (currency_code >> 10)), static_cast<char>('A' + (currency_code >> 5 & 31)),
          static_cast<char>('A' + (currency_code & 31))};
}

void append_record(std::string& out, const ChargeRecord& r) {
  char bytes[kChargeRecordBytes];
  const std::uint64_t when = static_cast<std::uint64_t>(r.at_ms) << kServiceBits | r.service;
  const std::uint64_t where = std::uint64_t{r.currency_code} << (kLineBits + kFileBits) |
                              std::uint64_t{r.file} << kLineBits | static_cast<std::uint64_t>(r.line);
  const auto amount = static_cast<std::uint32_t>(r.amount);
  std::memcpy(bytes, &r.key, 8);
  std::memcpy(bytes + 8, &when, 8);
  std::memcpy(bytes + 16, &where, 8);
  std::memcpy(bytes + 24, &amount, 4);
  out.append(bytes, sizeof bytes);
}

ChargeRecord charge_record(const char* bytes) {
  ChargeRecord r;
  std::uint64_t when = 0, where = 0;
  std::uint32_t amount = 0;
  std::memcpy(&r.key, bytes, 8);
  std::memcpy(&when, bytes + 8, 8);
  std::memcpy(&where, bytes + 16, 8);
  std::memcpy(&amount, bytes + 24, 4);
  r.at_ms = static_cast<std::int64_t>(when >> kServiceBits);
  r.service = static_cast<std::uint32_t>(when & kNoService20);
  r.currency_code = static_cast<std::uint32_t>(where >> (kLineBits + kFileBits));
  r.file = static_cast<std::uint32_t>(where >> kLineBits & ((1u << kFileBits) - 1));
  r.line = static_cast<std::int64_t>(where & ((std::uint64_t{1} << kLineBits) - 1));
  r.amount = amount;
  return r;
}

std::string finding_line(const ChargeFinding& f) {
  std::string out;
  for (const std::int64_t n : {static_cast<std::int64_t>(f.kind), std::int64_t{f.file}, f.line, std::int64_t{f.service},
                               f.at_ms, f.amount, f.expected})
    append_number(out, n);
  for (const std::string* s : {&f.code, &f.currency, &f.expected_currency, &f.transaction_id, &f.usage_id, &f.partner})
    (out += *s) += s == &f.partner ? '\n' : '\t';
  return out;
}

std::optional<ChargeFinding> parse_finding_line(std::string_view line) {
  const auto parts = split(line, '\t');
  if (parts.size() != 13) return {};
  std::int64_t n[7] = {};
  for (std::size_t i = 0; i < 7; ++i)
    if (std::from_chars(parts[i].data(), parts[i].data() + parts[i].size(), n[i]).ec != std::errc()) return {};
  ChargeFinding f;
  f.kind = static_cast<FindingKind>(n[0]);
  f.file = static_cast<std::uint32_t>(n[1]);
  f.line = n[2];
  f.service = static_cast<std::uint32_t>(n[3]);
  f.at_ms = n[4];
  f.amount = n[5];
  f.expected = n[6];
  std::size_t at = 7;
  for (std::string* s : {&f.code, &f.currency, &f.expected_currency, &f.transaction_id, &f.usage_id, &f.partner})
    *s = parts[at++];
  return f;
}

LineWork charge_work(const Tariff& tariff, const std::string& key, bool with_records) {
  return ChargeLineWork(tariff, key, with_records);
}

LineWork confirmation_work(const std::string& key, std::uint32_t files_before) {
  return [key, files_before](std::string_view text, std::int64_t number, std::uint32_t file, const Columns& columns,
                             BlockOutcome& out) {
    ConfirmationLine line;
    const LineFault fault = parse_confirmation(text, columns, line);
    if (fault == LineFault::empty) return;
    ++out.lines;
    if (fault != LineFault::none) return add_bad(out, files_before + file, number, fault);
    ++out.good;
    const std::uint64_t hash = key_of(line.transaction, key);
    char bytes[kConfirmationRecordBytes];
    std::memcpy(bytes, &hash, 8);
    std::memcpy(bytes + 8, &line.at_ms, 8);
    out.records[partition_of(hash)].append(bytes, sizeof bytes);
  };
}

}  // namespace muster::billing
