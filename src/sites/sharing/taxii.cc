#include <base/text.h>

#include <charconv>

#include <fmt/format.h>
#include <sharing/taxii.h>

namespace muster::sharing {
namespace {

Error at_fault(std::string sentence, std::string field) {
  return invalid("taxii_query", std::move(sentence), std::move(field));
}

Result<std::set<std::string>> values_of(const std::string& name, const std::string& text) {
  std::set<std::string> out;
  for (const auto each : split(text, ','))
    if (!each.empty()) out.insert(std::string(each));
  if (out.empty() || out.size() > kMatchMax || text.size() > 100 * kMatchMax)
    return at_fault("A match has 1 to 100 values, with commas between them.", name);
  return out;
}

Result<void> match_version(ObjectFilter& filter, const std::string& name, const std::string& text) {
  MUSTER_TRY(const auto values, values_of(name, text));
  for (const std::string& each : values) {
    if (each == "last") continue;
    if (each == "all") {
      filter.all_versions = true;
    } else if (each == "first") {
      filter.first_versions = true;
    } else {
      const auto at = parse_rfc3339(each);
      if (!at.ok()) return at_fault("A version is last, first, all or a time.", name);
      filter.version = *at;
    }
  }
  return {};
}

Result<std::int64_t> number_of(const std::string& name, const std::string& text) {
  std::int64_t out = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (fault != std::errc() || end != text.data() + text.size() || out < 0)
    return at_fault("This is no number that was given here.", name);
  return out;
}

Result<void> take(ObjectFilter& filter, const std::string& name, const std::string& value) {
  if (name == "added_after") {
    const auto at = parse_rfc3339(value);
    if (!at.ok()) return at_fault("added_after is a time of RFC 3339.", name);
    filter.after = std::max(filter.after, *at);
  } else if (name == "next") {
    MUSTER_TRY(const auto micros, number_of(name, value));
    filter.after = std::max(filter.after, Instant{micros});
  } else if (name == "limit") {
    MUSTER_TRY(const auto limit, number_of(name, value));
    if (limit < 1) return at_fault("A page has at least one object.", name);
    filter.limit = static_cast<int>(std::min<std::int64_t>(limit, kPageMax));
  } else if (name == "match[id]") {
    MUSTER_TRY(filter.ids, values_of(name, value));
  } else if (name == "match[type]") {
    MUSTER_TRY(filter.types, values_of(name, value));
  } else if (name == "match[version]") {
    return match_version(filter, name, value);
  } else if (name == "match[spec_version]") {
    MUSTER_TRY(const auto versions, values_of(name, value));
    if (!versions.contains("2.1")) filter.types = {"none"};  // there is nothing of another version
  }
  return {};
}

std::string entry_json(const SharedObject& o, Shape shape) {
  if (shape == Shape::objects) return o.body;
  if (shape == Shape::versions) return json_quote(to_rfc3339(o.version));
  return fmt::format(
      R"({{"id":"{}","date_added":"{}","version":"{}","media_type":"application/stix+json;version=2.1"}})", o.id,
      to_rfc3339(o.added_at), to_rfc3339(o.version));
}

std::string collection(std::string_view id, std::string_view title, std::string_view says, bool read) {
  return fmt::format(R"({{"id":"{}","title":"{}","description":"{}","can_read":{},"can_write":{},)"
                     R"("media_types":["application/stix+json;version=2.1"]}})",
                     id, title, says, read, !read);
}

}  // namespace

Result<ObjectFilter> filter_of(const Query& query) {
  ObjectFilter filter;
  for (const auto& [name, value] : query) MUSTER_CHECK_OK(take(filter, name, value));
  return filter;
}

TaxiiPage page_json(const ObjectPage& page, Shape shape) {
  TaxiiPage out;
  std::string items;
  for (const SharedObject& each : page.objects) items += (items.empty() ? "" : ",") + entry_json(each, shape);
  out.json = fmt::format(R"({{"more":{}{},"{}":[{}]}})", page.more,
                         page.more ? fmt::format(R"(,"next":"{}")", page.objects.back().added_at.micros) : "",
                         shape == Shape::versions ? "versions" : "objects", items);
  if (!page.objects.empty()) {
    out.added_first = to_rfc3339(page.objects.front().added_at);
    out.added_last = to_rfc3339(page.objects.back().added_at);
  }
  return out;
}

std::string discovery_json(const std::string& title, const std::string& root) {
  return fmt::format(R"({{"title":{},"default":{},"api_roots":[{}]}})", json_quote(title), json_quote(root),
                     json_quote(root));
}

std::string root_json(const std::string& title, const std::string& identity_id) {
  return fmt::format(R"({{"title":{},"description":"{}","versions":["{}"],"max_content_length":{}}})",
                     json_quote(title), "Objects of this house are created by " + identity_id, kTaxiiType,
                     kEnvelopeMax);
}

std::optional<Collection> collection_of(std::string_view id) {
  if (id == kOrdersCollection || id == "orders") return Collection::orders;
  if (id == kInboxCollection || id == "inbox") return Collection::inbox;
  return {};
}

std::string collection_json(Collection of) {
  if (of == Collection::orders)
    return collection(kOrdersCollection, "orders", "Orders in force, and those withdrawn since.", true);
  return collection(kInboxCollection, "inbox",
                    "What a peer tells of its own orders. It opens questions and blocks nothing.", false);
}

std::string collections_json() {
  return fmt::format(R"({{"collections":[{},{}]}})", collection_json(Collection::orders),
                     collection_json(Collection::inbox));
}

std::string status_json(const std::string& id, Instant at, const TakenEnvelope& taken) {
  std::string good, bad;
  std::size_t successes = 0;
  for (const Taken& each : taken.objects) {
    std::string& list = each.taken ? good : bad;
    successes += each.taken ? 1 : 0;
    list += fmt::format(R"({}{{"id":{},"version":{}{}}})", list.empty() ? "" : ",", json_quote(each.id),
                        json_quote(each.version),
                        each.taken ? "" : fmt::format(R"(,"message":{})", json_quote(each.sentence)));
  }
  return fmt::format(R"({{"id":"{}","status":"complete","request_timestamp":"{}","total_count":{},"success_count":{},)"
                     R"("successes":[{}],"failure_count":{},"failures":[{}],"pending_count":0,"pendings":[]}})",
                     id, to_rfc3339(at), taken.objects.size(), successes, good, taken.objects.size() - successes, bad);
}

}  // namespace muster::sharing
