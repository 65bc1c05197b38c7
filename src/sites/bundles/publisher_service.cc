// Who may publish bundles: one person proposes a key, another confirms it.
#include "inside.h"
#include <base/bytes.h>
#include <base/text.h>

#include <fmt/format.h>

namespace muster::bundles {
namespace {

constexpr const char* kPublisherRecord = "bundle_publisher";

Error unknown_publisher() {
  return not_found("publisher_unknown", "There is no such publisher on record.");
}

Error changed_meanwhile() {
  return Error{Failure::stale, "stale", "This was changed since you loaded it. Load it again.", ""};
}

}  // namespace

Result<Publisher> Service::propose_publisher(const content::PublisherKey& key, const std::string& person) {
  const auto bytes = from_base64(key.public_key);
  if (!bytes.ok() || bytes->size() != 32)
    return invalid("publisher_key", "A publisher's key has 32 bytes, in base64.", "public_key");
  const std::string name(trim(key.publisher));
  if (name.empty() || name.size() > content::kHeaderTextMax || !is_valid_utf8(name))
    return invalid("publisher_name", "A publisher has a name of at most 200 bytes.", "publisher");
  if (person.empty()) return refused("needs_person", "Only a person may take this step.");
  return inside_->database.write([&](store::Transaction& tx) -> Result<Publisher> {
    if (rows::publisher(tx, key.public_key))
      return conflict("publisher_known", "This key is on record already.", "public_key");
    Publisher p;
    p.public_key = key.public_key;
    p.publisher = name;
    p.proposed_by = person;
    p.proposed_at = inside_->now();
    rows::insert(tx, p);
    inside_->recorder.record(tx, kPublisherProposed, person, kPublisherRecord, p.public_key,
                             fmt::format(R"({{"publisher":{}}})", json_quote(p.publisher)));
    return *rows::publisher(tx, p.public_key);
  });
}

Result<Publisher> Service::confirm_publisher(const std::string& public_key, const std::string& person) {
  return inside_->database.write([&](store::Transaction& tx) -> Result<Publisher> {
    auto p = rows::publisher(tx, public_key);
    if (!p) return unknown_publisher();
    if (p->state != "proposed")
      return conflict("publisher_state", "Only a publisher that is proposed can be confirmed.", "event");
    if (person.empty() || person == p->proposed_by)
      return refused("two_persons_needed",
                     "This takes two different persons: the one who proposed the publisher can't confirm it.");
    p->state = "enrolled";
    p->confirmed_by = person;
    p->confirmed_at = inside_->now();
    if (!rows::update(tx, *p)) return changed_meanwhile();
    inside_->recorder.record(
        tx, kPublisherEnrolled, person, kPublisherRecord, p->public_key,
        fmt::format(R"({{"publisher":{},"proposed_by":{}}})", json_quote(p->publisher), json_quote(p->proposed_by)));
    return *rows::publisher(tx, public_key);
  });
}

Result<Publisher> Service::withdraw_publisher(const std::string& public_key, const std::string& person) {
  return inside_->database.write([&](store::Transaction& tx) -> Result<Publisher> {
    auto p = rows::publisher(tx, public_key);
    if (!p) return unknown_publisher();
    if (p->state == "withdrawn") return conflict("publisher_state", "This publisher is withdrawn already.", "event");
    p->state = "withdrawn";
    p->withdrawn_by = person;
    p->withdrawn_at = inside_->now();
    if (!rows::update(tx, *p)) return changed_meanwhile();
    inside_->recorder.record(tx, kPublisherWithdrawn, person, kPublisherRecord, p->public_key);
    return *rows::publisher(tx, public_key);
  });
}

Result<std::vector<Publisher>> Service::publishers(const std::string& after, int limit) {
  return inside_->database.read(
      [&](store::Transaction& tx) -> Result<std::vector<Publisher>> { return rows::publishers(tx, after, limit); });
}

}  // namespace muster::bundles
