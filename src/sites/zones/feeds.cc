#include "cdb.h"
#include "wire.h"
#include <base/files.h>
#include <base/sha256.h>
#include <base/text.h>
#include <base/words.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <functional>
#include <set>
#include <sstream>
#include <tuple>

#include <fmt/format.h>
#include <zones/feeds.h>
#include <zones/hot.h>

namespace muster::zones {
namespace {

constexpr std::array<const char*, kFeedFormCount> kForms{"rpz",       "rpz-authority", "rpz-own", "rpz-base", "rpz-hot",
                                                         "names.cdb", "domains.cdb",   "entries", "orders"};
constexpr int kStepsBeforeAnswer = 20;  // of kOrdersAStep orders each
constexpr Duration kHour = std::chrono::hours(1), kValidityMost = std::chrono::hours(24);
constexpr int kFileRefresh = 60, kFileRetry = 30, kFileTtl = 60;
constexpr std::size_t kSinceMost = 200'000;

std::string owner_of(const ZoneEntry& entry) {
  return (entry.wildcard ? "*." : "") + entry.name;
}

std::string zone_head(std::int64_t serial, Instant made_at, Instant valid_until, std::string_view remark) {
  std::string out =
      "; Muster: names that orders in force take away. Each follows from an order with the number beside it.\n";
  out += fmt::format("; Made {}, valid until {}: load it again before then, or let it lapse.\n", to_rfc3339(made_at),
                     to_rfc3339(valid_until));
  if (!remark.empty()) out += fmt::format("; {}\n", remark);
  out += fmt::format("$TTL {}\n@ IN SOA localhost. root.localhost. {} {} {} {} {}\n@ IN NS localhost.\n", kFileTtl,
                     serial, kFileRefresh, kFileRetry,
                     std::chrono::duration_cast<std::chrono::seconds>(valid_until - made_at).count(), kFileTtl);
  return out;
}

std::string line_of(const char* what, const ZoneEntry& e) {
  return fmt::format("{{\"{}\":{},\"below\":{},\"order\":{}}}\n", what, json_quote(e.name), e.wildcard,
                     json_quote(e.order));
}

}  // namespace

const char* to_text(FeedForm form) {
  return kForms.at(static_cast<std::size_t>(form));
}
std::optional<FeedForm> feed_form(std::string_view text) {
  return find_word<FeedForm>(kForms, text);
}
const char* media_type(FeedForm form) {
  switch (form) {
    case FeedForm::names_cdb:
    case FeedForm::domains_cdb:
      return "application/octet-stream";
    case FeedForm::entries:
      return "application/x-ndjson; charset=utf-8";
    case FeedForm::orders:
      return "text/plain; charset=utf-8";
    default:
      return "text/dns; charset=utf-8";
  }
}

Result<void> place_file(const std::string& path, const std::string& body) {
  std::error_code error;
  const auto before = std::filesystem::last_write_time(path, error);
  const bool there = !error;
  MUSTER_CHECK_OK(replace_file(path, body));
  const auto after = std::filesystem::last_write_time(path, error);
  if (there && !error && after < before + std::chrono::seconds(1))
    std::filesystem::last_write_time(path, before + std::chrono::seconds(1), error);
  if (error) return unavailable("file_write", "The time of " + path + " could not be set.");
  return {};
}

Result<Feeds::Now> Feeds::now() const {
  MUSTER_TRY(const bool whole, publisher_.catch_up(kStepsBeforeAnswer));
  MUSTER_TRY(const ZoneState state, publisher_.state());
  MUSTER_TRY(const auto base, publisher_.base(state.serial));
  if (!base && !whole)
    return unavailable("feed_filling", "Orders are being looked at for the first time; ask again in a minute.");
  Now out;
  out.serial = state.serial;
  out.changed_at = state.changed_at;
  out.closed = state.closed;
  out.base = base.value_or(0);
  std::tie(out.made_at, out.valid_until) = times();
  return out;
}

std::pair<Instant, Instant> Feeds::times() const {
  const Instant made_at{recorder_.clock().now().micros / kHour.count() * kHour.count()};
  return {made_at, made_at + std::min(validity_, kValidityMost)};
}

Result<std::string> Feeds::etag(FeedForm form) const {
  MUSTER_TRY(const Now at, now());
  return fmt::format("\"{}-{}-{}\"", to_text(form), at.serial, at.made_at.micros / kHour.count());
}

Result<FeedFile> Feeds::file(FeedForm form, std::optional<std::int64_t> since) const {
  MUSTER_TRY(const Now at, now());
  if (since && *since > at.serial)
    return invalid("feed_since", "That serial lies ahead; ask without one for the whole.", "since");
  return made(form, at, since);
}

Result<FeedFile> Feeds::made(FeedForm form, const Now& at, std::optional<std::int64_t> since) const {
  FeedFile out;
  out.form = form;
  out.serial = form == FeedForm::rpz_base ? at.base : at.serial;
  out.made_at = at.made_at;
  out.valid_until = at.valid_until;
  out.changed_at = at.changed_at;
  out.etag = fmt::format("\"{}-{}-{}\"", to_text(form), at.serial, at.made_at.micros / kHour.count());
  const bool zone = form <= FeedForm::rpz_hot;
  const auto counts = [&](const ZoneEntry& e) {
    return form == FeedForm::rpz_authority ? !e.own : form == FeedForm::rpz_own ? e.own : true;
  };
  if (zone) out.body = zone_head(out.serial, at.made_at, at.valid_until, at.closed);
  std::set<std::string, std::less<>> orders;  // what the file rests on
  const auto put_all = [&](const std::function<void(const ZoneEntry&)>& put) {
    return publisher_.each(out.serial, [&](const std::vector<ZoneEntry>& page) {
      for (const ZoneEntry& e : page) {
        if (!counts(e)) continue;
        put(e);
        orders.insert(e.order);
        ++out.entries;
      }
      return true;
    });
  };
  if (form == FeedForm::rpz_hot) {
    MUSTER_TRY(const auto difference, publisher_.since_base(at.serial));
    for (const PolicyEntry& p : hot_of(difference)) {
      out.body += fmt::format("{} IN CNAME {}", owner_of(p.entry), p.pass ? "rpz-passthru." : ".");
      out.body += p.entry.order.empty() ? "\n" : fmt::format(" ; {}\n", p.entry.order);
      if (!p.pass) orders.insert(p.entry.order);
      ++out.entries;
    }
  } else if (zone) {
    MUSTER_CHECK_OK(
        put_all([&](const ZoneEntry& e) { out.body += fmt::format("{} IN CNAME . ; {}\n", owner_of(e), e.order); }));
  } else if (form == FeedForm::names_cdb || form == FeedForm::domains_cdb) {
    std::ostringstream bytes;
    CdbWriter cdb(bytes);
    Result<void> added;
    MUSTER_CHECK_OK(put_all([&](const ZoneEntry& e) {
      if (added.ok() && e.wildcard == (form == FeedForm::domains_cdb)) added = cdb.add(wire_name(e.name), e.order);
    }));
    MUSTER_CHECK_OK(added);
    MUSTER_CHECK_OK(cdb.finish());
    out.body = std::move(bytes).str();
  } else if (form == FeedForm::orders) {
    MUSTER_CHECK_OK(put_all([](const ZoneEntry&) {}));
    for (const std::string& number : orders) out.body += number + "\n";
  } else {
    std::optional<ZoneDifference> difference;
    if (since) {
      MUSTER_TRY(difference, publisher_.difference(*since, at.serial, kSinceMost));
    }
    out.body = fmt::format(
        "{{\"feed\":\"entries\",\"serial\":{},\"since\":{},\"made_at\":\"{}\",\"valid_until\":\"{}\",\"closed\":{}}}\n",
        at.serial, difference ? std::to_string(*since) : "null", to_rfc3339(at.made_at), to_rfc3339(at.valid_until),
        at.closed.empty() ? "null" : json_quote(at.closed));
    if (difference) {
      for (const ZoneEntry& e : difference->removed) out.body += line_of("remove", e);
      for (const ZoneEntry& e : difference->added) {
        out.body += line_of("add", e);
        orders.insert(e.order);
      }
      out.entries = static_cast<std::int64_t>(difference->removed.size() + difference->added.size());
    } else {
      MUSTER_CHECK_OK(put_all([&](const ZoneEntry& e) { out.body += line_of("add", e); }));
    }
    out.body += fmt::format("{{\"end\":{},\"lines\":{}}}\n", at.serial, out.entries);
  }
  out.manifest =
      signed_note(to_text(form), out, orders, form == FeedForm::rpz_hot ? fmt::format("before {}\n", at.base) : "");
  if (!since) {
    const std::lock_guard lock(mutex_);
    manifests_[form] = {out.etag, out.manifest};
  }
  return out;
}

std::string Feeds::signed_note(std::string_view form, const FeedFile& file,
                               const std::set<std::string, std::less<>>& orders, std::string_view more) const {
  Sha256 hash, numbers;
  hash.add(file.body);
  for (const std::string& number : orders) numbers.add(number + "\n");
  const std::string text = fmt::format(
      "muster-feed/1\norigin {}\nform {}\nserial {}\nmade {}\nvalid until {}\nbytes {}\nsha256 {}\nentries {}\norders "
      "{}\norders sha256 {}\n{}",
      key_.name(), form, file.serial, to_rfc3339(file.made_at), to_rfc3339(file.valid_until), file.body.size(),
      hash.hex(), file.entries, orders.size(), numbers.hex(), more);
  return ledger::to_text(ledger::sign_note(text, key_));
}

std::string Feeds::note(std::string_view form, std::string_view body, std::int64_t serial, std::int64_t entries,
                        const std::set<std::string, std::less<>>& orders) const {
  FeedFile file;
  file.body = body;
  file.serial = serial;
  file.entries = entries;
  std::tie(file.made_at, file.valid_until) = times();
  return signed_note(form, file, orders, "");
}

Result<std::string> Feeds::manifest(FeedForm form) const {
  MUSTER_TRY(const std::string wanted, etag(form));
  {
    const std::lock_guard lock(mutex_);
    if (const auto known = manifests_.find(form); known != manifests_.end() && known->second.first == wanted)
      return known->second.second;
  }
  MUSTER_TRY(const FeedFile fresh, file(form));
  return fresh.manifest;
}

Result<void> Feeds::fetched(const FeedFile& file, const std::string& by) const {
  return database_.write([&](store::Transaction& tx) -> Result<void> {
    orders_.note_fetch(tx, by, file.serial, file.entries);
    return publisher_.carried(tx, file.serial);
  });
}

}  // namespace muster::zones
