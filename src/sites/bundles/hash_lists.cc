// Lists of hashes of known pictures as bundles: read, checked against neutral pictures, and handed on to the room of
// hashes, where they count.
#include "inside.h"
#include "inspect.h"
#include <hashes/list_file.h>
#include <hashes/service.h>

#include <boost/json.hpp>
#include <fmt/format.h>

namespace muster::bundles {
namespace json = boost::json;
namespace {

constexpr std::size_t kSettingsBytesMax = 1000;
constexpr std::size_t kRecordsTold = 100;
constexpr std::size_t kPictureHitsTold = 100;

Error bad_list(std::string sentence) {
  return invalid("hash_list_format", std::move(sentence), "file");
}

// A number of the settings between 0 and most; absent: the usual one.
Result<int> setting(const json::object& settings, const char* key, int usual, int most) {
  const auto* value = settings.if_contains(key);
  if (!value) return usual;
  if (!value->is_int64() || value->as_int64() < 0 || value->as_int64() > most)
    return bad_list(fmt::format("{} is a whole number from 0 to {}.", key, most));
  return static_cast<int>(value->as_int64());
}

std::string report_json(const hashes::NeutralPictureReport& report) {
  json::array rates, hits;
  for (const auto& rate : report.rates)
    rates.push_back(
        json::object{{"area", rate.area}, {"texts", rate.pictures}, {"hit", rate.hit}, {"clues", rate.hit}});
  for (const auto& hit : report.hits) {
    if (hits.size() == kPictureHitsTold) break;
    hits.push_back(json::object{
        {"area", hit.area}, {"term", hit.name}, {"texts", 1}, {"sentence", fmt::format("distance {}", hit.distance)}});
  }
  return json::serialize(json::object{{"rates", std::move(rates)}, {"hits", std::move(hits)}});
}

std::optional<hashes::ListEvent> list_event(BundleEvent event) {
  if (event == BundleEvent::enable) return hashes::ListEvent::enable;
  if (event == BundleEvent::retire) return hashes::ListEvent::retire;
  return {};
}

}  // namespace

Result<HashListBody> read_hash_list(const content::SignedBundle& file) {
  const std::string_view body = file.body;
  const auto end = body.find('\n');
  if (end == std::string_view::npos || end > kSettingsBytesMax)
    return bad_list("The body begins with a line of settings: {} or {\"distance_max\":31,\"quality_min\":50}.");
  boost::system::error_code error;
  const json::value settings = json::parse(body.substr(0, end), error);
  if (error || !settings.is_object()) return bad_list("The body's first line is not a JSON object of settings.");
  HashListBody out;
  const auto kind = hashes::list_kind(file.header.ground == "none" ? "harmless" : file.header.ground);
  if (!kind) return bad_list("No list of known pictures is for that ground.");
  out.list.kind = *kind;
  out.list.name = file.header.name;
  out.list.publisher = file.header.publisher;
  out.list.version = file.header.version;
  out.list.licence = file.header.licence;
  out.list.source_sha256 = file.sha256;
  MUSTER_TRY(out.list.distance_max,
             setting(settings.as_object(), "distance_max", hashes::kListDistanceUsual, hashes::kDistanceMax));
  MUSTER_TRY(out.list.quality_min, setting(settings.as_object(), "quality_min", hashes::kQualityUsual, 100));
  MUSTER_CHECK_OK(hashes::check_list(out.list));
  // Whoever signs a list answers for each line: one that can't be read refuses it.
  std::vector<Error> faults;
  MUSTER_TRY(const auto counts,
             hashes::read_list(
                 hashes::bytes_from(body.substr(end + 1)), hashes::ListFormat::automatic,
                 [&](const hashes::ListedHash& hash) { out.hashes.push_back(hash); },
                 [&](const hashes::ListFault& fault) {
                   if (faults.size() < kRecordsTold)
                     faults.push_back(invalid("hash_list_record",
                                              fmt::format("Record {}: {}", fault.line, fault.error.sentence), "file"));
                 }));
  if (!faults.empty()) {
    Error first = invalid("hash_list_record", fmt::format("{} records can't be read.", counts.bad), "file");
    first.all = std::move(faults);
    return first;
  }
  if (static_cast<std::int64_t>(out.hashes.size()) != file.items)
    return bad_list(fmt::format("The header says {} hashes; the body holds {}.", file.items, out.hashes.size()));
  return out;
}

Result<Inspection> check_hash_list(const content::SignedBundle& file, double share_max) {
  MUSTER_TRY(const HashListBody body, read_hash_list(file));
  auto report = hashes::inspect_neutral(body.hashes, body.list.distance_max, share_max);
  if (body.list.kind == hashes::ListKind::harmless) report.refusal.reset();
  return Inspection{report_json(report), std::move(report.refusal)};
}

ShadowList::ShadowList(std::string sha256, std::string ground, std::string name, int distance_max, int quality_min,
                       std::span<const hashes::Entry> entries)
    : sha256_(std::move(sha256)),
      ground_(std::move(ground)),
      name_(std::move(name)),
      distance_max_(distance_max),
      quality_min_(quality_min),
      index_(entries.size()) {
  (void)index_.add(entries);
}

std::optional<int> ShadowList::nearest(std::span<const hashes::Pdq> turns, int quality) const {
  if (quality < quality_min_) return {};
  const std::int8_t limits[] = {static_cast<std::int8_t>(distance_max_)};
  std::optional<int> out;
  for (const hashes::Pdq& turn : turns)
    if (const auto found = index_.find(turn, limits); !found.near.empty())
      out = std::min(out.value_or(hashes::kPdqBits), found.near.front().distance);
  return out;
}

Result<std::shared_ptr<const ShadowList>> Service::Inside::list(const std::string& sha256) {
  std::lock_guard lock(mutex);
  auto& known = lists[sha256];
  if (!known) {
    MUSTER_TRY(const auto file, read(sha256));
    MUSTER_TRY(const HashListBody body, read_hash_list(file));
    std::vector<hashes::Entry> entries;
    for (const auto& each : body.hashes) entries.push_back({each.hash, 0});
    known = std::make_shared<const ShadowList>(sha256, file.header.ground, body.list.name, body.list.distance_max,
                                               body.list.quality_min, entries);
  }
  return known;
}

Result<Service::ShadowLists> Service::lists_in_shadow() {
  MUSTER_TRY(const auto found, inside_->database.read([](store::Transaction& tx) -> Result<std::vector<BundleRow>> {
    return rows::in_state(tx, "shadow");
  }));
  ShadowLists out;
  for (const BundleRow& bundle : found) {
    if (bundle.kind != content::BundleKind::hash_list) continue;
    MUSTER_TRY(auto one, inside_->list(bundle.sha256));
    out.push_back(std::move(one));
  }
  return out;
}

Result<std::vector<BundleRow>> Service::lists_in_force() {
  return inside_->database.read([](store::Transaction& tx) -> Result<std::vector<BundleRow>> {
    auto found = rows::in_state(tx, "enabled");
    std::erase_if(found, [](const BundleRow& each) { return each.kind != content::BundleKind::hash_list; });
    return found;
  });
}

Result<std::shared_ptr<const ShadowList>> Service::list_of(const std::string& sha256) {
  return inside_->list(sha256);
}

void Service::set_hashes(const hashes::Service& hashes) {
  const auto inspect = [&hashes](const content::SignedBundle& file) -> Result<Inspection> {
    MUSTER_TRY(const HashListBody body, read_hash_list(file));
    auto report = hashes.inspect(body.list, body.hashes);
    return Inspection{report_json(report), std::move(report.refusal)};
  };
  Follow follow;
  follow.step = [&hashes](store::Transaction& tx, const BundleRow& bundle, BundleEvent event,
                          const content::SignedBundle* file, const std::string& person,
                          const std::string& reason) -> Result<void> {
    if (event == BundleEvent::propose) {
      MUSTER_TRY(const HashListBody body, read_hash_list(*file));
      return hashes.propose_of_bundle(tx, body.list, body.hashes, person);
    }
    const auto next = list_event(event);
    return next ? hashes.step_of_bundle(tx, bundle.sha256, *next, person, reason) : Result<void>();
  };
  follow.committed = [&hashes]() -> Result<void> {
    const auto done = hashes.refresh();
    return done.ok() ? Result<void>() : Result<void>(done.error());
  };
  add_kind(content::BundleKind::hash_list, inspect, std::move(follow));
}

}  // namespace muster::bundles
