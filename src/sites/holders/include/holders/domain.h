// A domain's registration and its holder, as plain values. Personal data (an individual's name) is never in these: it
// stands in the vault under the holder's id.
#pragma once

#include <base/time.h>
#include <holders/states.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::holders {

// unknown: the registry gave a handle and nothing else. Like individuals, never published.
enum class HolderKind : std::uint8_t { individual, organization, unknown };
const char* to_text(HolderKind kind);
std::optional<HolderKind> holder_kind(std::string_view text);

// On its way in from a registry; personal for individuals, never stored or logged in this form.
struct Registrant {
  std::string handle;  // at the registry; may be empty
  HolderKind kind = HolderKind::unknown;
  std::string name;
  std::string country;  // ISO 3166-1 alpha-2, or empty
};

// What a registry says of a name: one row of its file, one domain:infData, or one RDAP answer.
struct Record {
  std::string name;
  Registrant registrant;
  bool registrant_withheld = false;  // an RDAP server told nothing of the registrant: who was known stays
  std::string registrar, registrar_iana_id;
  std::vector<std::string> statuses;  // EPP's words (RFC 5731 §2.3, RFC 3915 §3.1)
  std::vector<std::string> name_servers;
  std::optional<Instant> created_at, expires_at, updated_at;
  std::optional<Instant> verified_at;  // the registry verified the holder itself
  std::string verified_how;
};

struct Holder {
  std::string id, source, handle;
  HolderKind kind = HolderKind::unknown;
  std::string name;  // of organizations alone
  std::string country;
  Instant created_at;
  bool published() const { return kind == HolderKind::organization; }
};

struct Registrar {
  std::string id, name, iana_id;
};

struct Registration {
  std::string name, holder_id;
  std::optional<Registrar> registrar;
  std::string source;
  std::vector<std::string> statuses, name_servers;
  std::optional<Instant> created_at, expires_at, updated_at;
  State state = State::unverified;
  Instant state_since;
  std::optional<Instant> due_at;  // when the documents' term ends
  std::string lapsed_why;         // "", "documents", "registry"
  std::vector<std::string> reasons;
  std::optional<Instant> verified_at;
  std::string verified_by, verified_how;
  Instant mirrored_at;
  bool mirrored_late = false;  // later than the policy's term after the registry's change
  std::optional<std::string> batch_id;
  std::string row_hash;
  Instant entered_at;
  std::int64_t version = 1;
};

// Who held a name from when until when.
struct Holding {
  std::string holder_id;
  Instant from;
  std::optional<Instant> until;
};

enum class FlagKind : std::uint8_t { lapsed, changed_holder };
const char* to_text(FlagKind kind);

// A filing whose domain lapsed or changed hands at `from`. What came before is the former holder's; what comes after is
// not.
struct Flag {
  std::string id, name, site_id;
  FlagKind kind = FlagKind::lapsed;
  Instant from;
  std::string former_holder_id;
  Instant raised_at;
  std::optional<Instant> cleared_at;
  std::string cleared_by, note;
};

}  // namespace muster::holders
