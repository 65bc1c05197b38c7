// What partners promote: channels in a tree, and links, each with a code of its own. An inventory is a version of all
// of a partner's links; a link's row holds from one inventory until another. Plain values.
// Source: 2-domain, Partners: "each link has a code, a landing URL and an owner, down to sub-channels".
#pragma once

#include <base/time.h>
#include <events/event.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace muster::promotion {

inline constexpr std::size_t kCodeMax = 64;      // letters, digits, and - . _ ~
inline constexpr std::size_t kPathMax = 500;     // codes with "/" between, from the top down
inline constexpr std::size_t kDepthMax = 12;     // channels above each other
inline constexpr std::size_t kServiceMax = 200;  // bytes
inline constexpr std::size_t kPlaceMax = 300;
inline constexpr std::size_t kOwnerMax = 200;

struct NewLink {
  std::string code;
  std::string channel;      // its path
  std::string service;      // what it says that it leads to; "" where it says nothing
  std::string landing_url;  // as testing::web_address normalises it
  std::string qr;           // what its QR code says, as a reader gives it (address_in_qr); "" without one
  std::string short_url;    // "" without one
  std::string place;        // where it stands: a page, a poster, an app
  std::string owner;        // who answers for it on the partner's side: a department or a sub-partner, no person
};

struct Link : NewLink {
  std::string partner_id, channel_id;
  std::string landing_host, short_host, qr_host;
  std::string print;
  std::int64_t since_no = 0;             // of the inventory that it came with
  std::optional<std::int64_t> until_no;  // nothing: listed now
};

struct Channel {
  std::string id, partner_id, path, parent_id;
  std::string name() const { return path.substr(path.rfind('/') + 1); }
};

struct Inventory {
  std::string id, partner_id;
  std::int64_t no = 0;
  std::string source;  // the file's name, or "form"
  bool full = false;   // what is not in it is taken out
  std::string actor;
  Instant started_at;
  std::optional<Instant> ended_at;  // nothing: it is being taken in
  std::int64_t lines = 0, links = 0, added = 0, changed = 0, removed = 0, refused = 0;
  std::string sha256;
};

// Bodies: {"partner":…,"no":…,"links":n,"added":n,"changed":n,"removed":n,"sha256":…}.
inline constexpr events::Kind kInventoryTaken{"promo_inventory.taken", 1, "A partner's inventory of links was taken."};
inline constexpr events::Kind kSiteNamed{"promo_site.named", 1, "A filed site was named as a partner's own."};
inline constexpr const char* kInventoryRecord = "promo_inventory";
// Of one link: "P-2026-000001/A17".
inline constexpr const char* kLinkRecord = "promo_link";

}  // namespace muster::promotion
