#include "tally.h"

#include "site_of.h"
#include <base/text.h>

namespace muster::census {
namespace {

constexpr std::size_t kProviderMax = 200;  // bytes of a provider's text that are kept

std::string key_of(std::string_view salt) {
  std::string key(salt);
  key.resize(crypto_shorthash_KEYBYTES, '\0');
  return key;
}

// What is no single address is none.
ServerAddress address_of(std::string_view text) {
  if (text.empty()) return {};
  const auto parsed = identifiers::parse_address_range(text);
  return parsed.ok() && parsed->first == parsed->last ? parsed->first : ServerAddress{};
}

}  // namespace

std::string address_text(const ServerAddress& address) {
  static constexpr std::uint8_t kV4[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  if (address == ServerAddress{}) return {};
  return identifiers::AddressRange{address, address, std::equal(std::begin(kV4), std::end(kV4), address.begin())}
      .text();
}

Tally::Tally(const Register& known, const ReconcileOptions& options)
    : known_(known), options_(options), seen_(known.rows() / 64 + 1), sketches_(key_of(options.salt), options.k) {}

void Tally::name(std::string_view text, std::string_view provider, std::string_view address, std::uint64_t line) {
  Waiting& w = batch_[waiting_];
  const auto fault = names::parse_into(text, w.text, {.underscore = true});
  if (fault != names::NameFault::none) return bad(line, names::code(fault), "name", names::sentence(fault));
  w.site = site_of(w.text.view(), known_);
  if (w.site.empty()) {
    ++report.not_sites;
    return;
  }
  if (w.site.find('_') != std::string_view::npos) {
    constexpr auto kUnderscore = names::NameFault::underscore;
    return bad(line, names::code(kUnderscore), "name", names::sentence(kUnderscore));
  }
  ++report.names;
  w.provider = trim(provider);
  w.address = trim(address);
  w.first_day = w.last_day = options_.day;
  if (++waiting_ == kBatch) flush();
}

void Tally::query(const intake::Query& query) {
  Asked& asked = asked_[asking_];
  asked.site = site_of_query(query.name, known_, asked.text);
  if (asked.site.empty()) {
    ++report.not_sites;
    return;
  }
  ++report.names;
  asked.site_hash = sites_.hash_of(asked.site);
  asked.client_hash = sketches_.hash_of(query.client);
  asked.day = query.day != 0 ? query.day : options_.day;
  sites_.near_slot(asked.site_hash);
  if (++asking_ == kBatch) flush_queries();
}

// A query touches five random places of tables that are larger than the caches: a batch waits for each of them once.
void Tally::flush_queries() {
  std::int64_t rows[kBatch];
  for (std::size_t i = 0; i < asking_; ++i) {
    rows[i] = sites_.near_row(asked_[i].site_hash);
    if (rows[i] >= 0) sketches_.near_site(static_cast<std::size_t>(rows[i]));
  }
  for (std::size_t i = 0; i < asking_; ++i) {
    if (rows[i] < 0) continue;
    sites_.near_text(static_cast<std::size_t>(rows[i]));
    sketches_.near_hashes(static_cast<std::size_t>(rows[i]));
  }
  for (std::size_t i = 0; i < asking_; ++i) {
    const Asked& asked = asked_[i];
    bool is_new = false;
    const auto row = sites_.find_or_add(asked.site, asked.site_hash, options_.sites_max, is_new);
    if (row < 0) {
      ++report.over_sites_max;
      continue;
    }
    Site& of = sites_.value(static_cast<std::size_t>(row));
    if (is_new || asked.day < of.first_day) of.first_day = asked.day;
    if (is_new || asked.day > of.last_day) of.last_day = asked.day;
    sketches_.add(static_cast<std::size_t>(row), asked.client_hash);
  }
  asking_ = 0;
}

void Tally::bad(std::uint64_t line, std::string_view code, std::string_view field, std::string_view sentence) {
  count_bad(code, 1);
  if (report.first.size() < kReportedMax)
    report.first.push_back({line, std::string(code), std::string(field), std::string(sentence)});
}

void Tally::count_bad(std::string_view code, std::uint64_t count) {
  if (count == 0) return;
  report.bad_lines += count;
  if (const auto known = codes_.find(code); known != codes_.end())
    known->second += count;
  else
    codes_.emplace(code, count);
}

void Tally::flush() {
  std::string_view sites[kBatch];
  names::Hit hits[kBatch];
  for (std::size_t i = 0; i < waiting_; ++i) sites[i] = batch_[i].site;
  known_.index().exact(std::span(sites, waiting_), std::span(hits, waiting_));
  for (std::size_t i = 0; i < waiting_; ++i) {
    const Waiting& w = batch_[i];
    const Entry entry = entry_of(known_, w.site, hits[i]);
    const Judgement is = judge(entry, known_, w.provider, w.address);
    if (is.standing == Standing::filed) {
      if (entry.row() < known_.rows()) seen_[entry.row() / 64] |= std::uint64_t{1} << (entry.row() % 64);
      continue;
    }
    note(w.site, {is.standing, is.rule, entry.payload != 0, entry.row(), provider_number(w.provider),
                  address_of(w.address), w.first_day, w.last_day});
  }
  waiting_ = 0;
}

std::uint32_t Tally::provider_number(std::string_view text) {
  if (text.empty()) return 0;
  const std::string kept(utf8_prefix(text, kProviderMax));
  const auto [found, is_new] = provider_numbers_.try_emplace(kept, static_cast<std::uint32_t>(providers_.size()));
  if (is_new) providers_.push_back(kept);
  return found->second;
}

// Which of two observations of one site is kept. The same whatever the order in which threads met them, so that two
// censuses of one inventory differ in nothing.
bool Tally::goes_before(const Found& a, const Found& b) const {
  if (a.standing != b.standing) return a.standing < b.standing;
  if ((a.provider == 0) != (b.provider == 0)) return b.provider == 0;
  if (a.provider != b.provider) return providers_[a.provider] < providers_[b.provider];
  if ((a.address == ServerAddress{}) != (b.address == ServerAddress{})) return b.address == ServerAddress{};
  return a.address < b.address;
}

// The gravest standing of a site stays, with the provider and the address that were named with it.
void Tally::note(std::string_view site, const Found& found) {
  bool is_new = false;
  const auto at = found_.find_or_add(site, options_.sites_max, is_new);
  if (at < 0) {
    ++report.over_sites_max;
    return;
  }
  Found& here = found_.value(static_cast<std::size_t>(at));
  if (is_new) {
    here = found;
    return;
  }
  const auto first = std::min(here.first_day, found.first_day), last = std::max(here.last_day, found.last_day);
  if (goes_before(found, here)) here = found;
  here.first_day = first;
  here.last_day = last;
}

void Tally::merge(Tally& other) {
  for (std::size_t i = 0; i < other.sites_.size(); ++i) {
    bool is_new = false;
    const auto at = sites_.find_or_add(other.sites_.text(i), options_.sites_max, is_new);
    if (at < 0) {
      ++report.over_sites_max;
      continue;
    }
    Site& here = sites_.value(static_cast<std::size_t>(at));
    const Site& there = other.sites_.value(i);
    here = is_new ? there : Site{std::min(here.first_day, there.first_day), std::max(here.last_day, there.last_day)};
    sketches_.merge(static_cast<std::size_t>(at), other.sketches_, i);
  }
  for (std::size_t w = 0; w < seen_.size(); ++w) seen_[w] |= other.seen_[w];
  for (std::size_t i = 0; i < other.found_.size(); ++i) {
    Found found = other.found_.value(i);
    found.provider = provider_number(other.providers_[found.provider]);
    note(other.found_.text(i), found);
  }
  for (const auto& [code, count] : other.codes_) codes_[code] += count;
  report.names += other.report.names;
  report.bad_lines += other.report.bad_lines;
  report.not_sites += other.report.not_sites;
  report.over_sites_max += other.report.over_sites_max;
  report.first.insert(report.first.end(), other.report.first.begin(), other.report.first.end());
}

void Tally::site(std::string_view name, std::int32_t first_day, std::int32_t last_day) {
  Waiting& w = batch_[waiting_];
  w.site = name;
  w.provider = w.address = {};
  w.first_day = first_day;
  w.last_day = last_day;
  if (++waiting_ == kBatch) flush();
}

void Tally::admit() {
  for (std::size_t i = 0; i < sites_.size(); ++i) {
    if (!sketches_.enough(i)) {
      ++report.below_k;
      continue;
    }
    const Site& days = sites_.value(i);
    site(sites_.text(i), days.first_day, days.last_day);
  }
  flush();
}

void Tally::into(Outcome& outcome) {
  std::sort(report.first.begin(), report.first.end(),
            [](const BadLine& a, const BadLine& b) { return a.line < b.line; });
  if (report.first.size() > kReportedMax) report.first.resize(kReportedMax);
  report.codes.assign(codes_.begin(), codes_.end());
  std::stable_sort(report.codes.begin(), report.codes.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });

  std::uint64_t filed = 0;
  for (const auto word : seen_) filed += static_cast<std::uint64_t>(std::popcount(word));
  struct Key {
    std::uint64_t front;
    std::uint32_t row;
  };
  std::vector<Key> order(found_.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    const Found& found = found_.value(i);
    ++outcome.sites[static_cast<std::size_t>(found.standing)];
    if (found.has_row && found.row < known_.rows() && (seen_[found.row / 64] >> (found.row % 64) & 1)) --filed;
    char front[8] = {};
    const auto text = found_.text(i);
    std::memcpy(front, text.data(), std::min<std::size_t>(8, text.size()));
    order[i] = {__builtin_bswap64(names::load64(front)), static_cast<std::uint32_t>(i)};
  }
  outcome.sites[static_cast<std::size_t>(Standing::filed)] = filed;
  std::sort(order.begin(), order.end(), [&](const Key& a, const Key& b) {
    return a.front != b.front ? a.front < b.front : found_.text(a.row) < found_.text(b.row);
  });
  outcome.differences.reserve(order.size());
  for (const Key& key : order) {
    const Found& found = found_.value(key.row);
    outcome.differences.push_back({std::string(found_.text(key.row)), found.standing, found.rule,
                                   providers_[found.provider], found.address, found.first_day, found.last_day});
  }
  outcome.intake = std::move(report);
}

}  // namespace muster::census
