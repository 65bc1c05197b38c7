// TAXII 2.1 (OASIS Standard, 10 June 2021) as this house speaks it: one API root, one collection to read (orders), one
// to write (inbox). Questions into filters, objects into answers. Pure but for what the publisher reads.
//
// Limits: pages of kPageMax objects, kMatchMax values of one match[…].
#pragma once

#include <base/result.h>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <sharing/peers.h>
#include <sharing/publisher.h>

namespace muster::sharing {

inline constexpr int kPageMax = 1000;
inline constexpr std::size_t kMatchMax = 100;
inline constexpr std::string_view kOrdersCollection = "58abf42c-8cd3-56d6-b026-312bffa848fc";
inline constexpr std::string_view kInboxCollection = "81242e99-4d7d-5295-8679-5ba9242696fd";

using Query = std::vector<std::pair<std::string, std::string>>;
// added_after, limit, next, match[id], match[type], match[version], match[spec_version]. Errors: taxii_query.
Result<ObjectFilter> filter_of(const Query& query);

struct TaxiiPage {
  std::string json;
  std::string added_first, added_last;  // X-TAXII-Date-Added-First, -Last; "" nothing was found
};
enum class Shape { objects, manifest, versions };
TaxiiPage page_json(const ObjectPage& page, Shape shape);

std::string discovery_json(const std::string& title, const std::string& root);
std::string root_json(const std::string& title, const std::string& identity_id);
// By id or alias ("orders", "inbox").
enum class Collection : std::uint8_t { orders, inbox };
std::optional<Collection> collection_of(std::string_view id);
std::string collections_json();
std::string collection_json(Collection collection);
// What became of an envelope that was sent here (§4.3); it is whole when it is answered.
std::string status_json(const std::string& id, Instant at, const TakenEnvelope& taken);

}  // namespace muster::sharing
