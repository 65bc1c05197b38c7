#include "json.h"
#include "uuid.h"
#include <base/bytes.h>

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <openssl/evp.h>
#include <sharing/misp.h>

namespace muster::sharing {
namespace {

// Numbers that MISP gives to what it keeps, and that every instance makes anew: an event's is its day, an
// organisation's is 1.
constexpr const char* kOwnOrganisation = "1";
constexpr const char* kThreatUndefined = "4";
constexpr const char* kAnalysisComplete = "2";
constexpr const char* kOwnOrganisationOnly = "0";  // who fetches it says how far it goes on there
constexpr const char* kAsItsEvent = "5";
constexpr std::string_view kTagColour = "#5b6770";

std::string md5_of(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
  unsigned size = 0;
  EVP_Digest(text.data(), text.size(), hash.data(), &size, EVP_md5(), nullptr);
  return to_hex({reinterpret_cast<const char*>(hash.data()), size});
}

std::int64_t seconds_of(Instant version, Instant now) {
  const std::int64_t second = version.micros / 1'000'000;
  return second < now.micros / 1'000'000 ? second : second - 1;
}

// ISO 8601 with an offset, as MISP writes it.
std::string iso_time(Instant t) {
  std::string text = to_rfc3339(t);
  return text.replace(text.size() - 1, 1, "+00:00");
}

boost::json::object tag_of(std::string_view ground) {
  return {{"name", fmt::format("muster:ground=\"{}\"", ground)}, {"colour", kTagColour}, {"exportable", true}};
}

boost::json::object organisation_of(const Speaker& speaker) {
  return {{"id", kOwnOrganisation}, {"name", speaker.name}, {"uuid", speaker.id().substr(10)}};
}

// Puts the attributes of one indicator into an event.
class Attributes {
 public:
  Attributes(MispEvent& event, std::string event_id, Instant now)
      : event_(event), event_id_(std::move(event_id)), now_(now) {}

  Result<void> add(const std::string& indicator) {
    MUSTER_TRY(const boost::json::value value, parse_json(indicator));
    MUSTER_TRY(const Told told, read_object(value.as_object()));
    const std::string says = text_of(value.as_object(), "description");
    for (const SharedName& each : told.names) {
      const bool below = std::binary_search(told.names.begin(), told.names.end(), SharedName{each.name, true});
      // What is below a name, without the name, is nothing that MISP has a type for; no order says it.
      if (!each.wildcard) put(told, each.name, below ? "domain" : "hostname", says);
    }
    if (!told.revoked) event_.orders.insert(told.order_number);
    grounds_.insert(told.ground);
    event_.timestamp = std::max(event_.timestamp, seconds_of(told.modified, now_));
    return {};
  }
  boost::json::array take() { return std::move(all_); }
  boost::json::array tags() const {
    boost::json::array out;
    for (const std::string& ground : grounds_) out.push_back(tag_of(ground));
    return out;
  }

 private:
  void put(const Told& told, const std::string& name, const char* type, const std::string& says) {
    all_.push_back(boost::json::object{
        {"id", std::to_string(all_.size() + 1)},
        {"uuid", uuid5(told.id.substr(told.id.size() - 36), name)},
        {"event_id", event_id_},
        {"type", type},
        {"category", "Network activity"},
        {"value", name},
        {"to_ids", !told.revoked},
        {"deleted", told.revoked},
        {"timestamp", std::to_string(seconds_of(told.modified, now_))},
        {"first_seen", iso_time(told.from)},
        {"comment", fmt::format("{} until {}: {}; {}", told.order_number,
                                told.until ? to_rfc3339(*told.until) : "it is lifted", told.ground, says)},
        {"distribution", kAsItsEvent},
        {"sharing_group_id", "0"},
        {"Tag", boost::json::array{tag_of(told.ground)}}});
    if (told.revoked) return;
    event_.hashes += fmt::format("{},{}\n", md5_of(name), event_.uuid);
    ++event_.standing;
  }

  MispEvent& event_;
  const std::string event_id_;
  const Instant now_;
  boost::json::array all_;
  std::set<std::string> grounds_;
};

}  // namespace

std::string misp_event_uuid(const Speaker& speaker, std::string_view day) {
  return object_id("misp-event", speaker, day).substr(std::string_view("misp-event--").size());
}

Result<MispEvent> misp_event(const Speaker& speaker, const std::string& day, const std::vector<std::string>& indicators,
                             Instant now) {
  MispEvent out{.day = day, .uuid = misp_event_uuid(speaker, day), .json = {}, .manifest_entry = {}, .hashes = {}};
  std::string id = day;
  std::erase(id, '-');
  Attributes attributes(out, id, now);
  for (const std::string& each : indicators) MUSTER_CHECK_OK(attributes.add(each));
  const boost::json::object by = organisation_of(speaker);
  // What event and manifest both say.
  boost::json::object head{{"info", "Orders issued on " + day},
                           {"date", day},
                           {"threat_level_id", kThreatUndefined},
                           {"analysis", kAnalysisComplete},
                           {"timestamp", std::to_string(out.timestamp)},
                           {"Orgc", by},
                           {"Tag", attributes.tags()}};
  boost::json::object event = head;
  event["uuid"] = out.uuid;
  event["id"] = id;
  event["published"] = true;
  event["publish_timestamp"] = std::to_string(out.timestamp);
  event["distribution"] = kOwnOrganisationOnly;
  event["sharing_group_id"] = "0";
  event["org_id"] = event["orgc_id"] = kOwnOrganisation;
  event["Org"] = by;
  auto all = attributes.take();
  event["attribute_count"] = std::to_string(all.size());
  event["Attribute"] = std::move(all);
  out.json = boost::json::serialize(boost::json::object{{"Event", std::move(event)}});
  head["integrity:sha256"] = to_hex(sha256(out.json));
  out.manifest_entry = boost::json::serialize(head);
  return out;
}

void MispIndex::add(const MispEvent& event) {
  entries_[event.uuid] = event.manifest_entry;
  hashes_ += event.hashes;
  newest_ = std::max(newest_, event.timestamp);
  standing_ += event.standing;
  orders_.insert(event.orders.begin(), event.orders.end());
}

std::string MispIndex::manifest_json() const {
  std::string out;
  for (const auto& [uuid, entry] : entries_) out += fmt::format("{}\"{}\":{}", out.empty() ? "{" : ",", uuid, entry);
  return out.empty() ? "{}" : out + "}";
}

std::string MispIndex::hashes_csv() const {
  return hashes_;
}

}  // namespace muster::sharing
