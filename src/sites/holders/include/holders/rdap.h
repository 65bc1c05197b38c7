// The Registration Data Access Protocol, both ways. Asking: fetch_rdap and parse_rdap (RFC 7480, 9082, 9083).
// Answering: texts of JSON with conformance, notices, links, events and what was redacted (RFC 9083, 9537).
// Individuals, and whoever is known by a handle alone, are never published. Pure but for fetch_rdap; thread-safe.
#pragma once

#include <base/result.h>
#include <filings/service.h>
#include <holders/domain.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::holders {

// --- asking

inline constexpr std::size_t kRdapBytesMax = 256 * 1024;
inline constexpr std::size_t kRdapDepthMax = 32;

struct RdapFetch {
  Duration time_max = std::chrono::seconds(20);
  Duration connect_max = std::chrono::seconds(5);
  int redirects_max = 3;
};
// GET <server>/domain/<name>. Errors: rdap_server_form, name_*, rdap_unknown (404), rdap_busy (429, 503),
// rdap_unreachable, rdap_too_long, rdap_status (any other answer).
Result<std::string> fetch_rdap(const std::string& server, const std::string& name, const RdapFetch& limits = {});

// A domain object as a record. What the server redacted is missing; a registrant that it withholds altogether is
// `registrant_withheld`. Errors: rdap_too_long, rdap_json (no JSON, or nested too deep), rdap_class (no domain object),
// rdap_field (a member of another type than RFC 9083 says, named).
Result<Record> parse_rdap(std::string_view json);

// --- answering

inline constexpr const char* kRdapType = "application/rdap+json";

// From the room of address resources, when there is one.
struct IpNetwork {
  std::string handle, parent_handle;
  std::string first, last;  // addresses as RFC 5952 writes them
  bool v4 = true;
  std::string name, type, country;
  std::string holder;  // of organizations alone
  std::vector<std::string> statuses;
  std::optional<Instant> created_at, updated_at;
};
using IpPort = std::function<Result<std::optional<IpNetwork>>(const std::string& address)>;

struct RdapContext {
  std::string base;  // "https://muster.example/rdap/"
  std::string self;  // the asked URL
};

struct DomainView {
  std::string name;
  std::optional<Registration> registration;
  std::optional<Holder> holder;
  std::optional<filings::PublicFiling> filing;
};

std::string rdap_domain(const RdapContext& context, const DomainView& view);
std::string rdap_entity(const RdapContext& context, const Holder& holder);  // organizations alone
std::string rdap_entity(const RdapContext& context, const Registrar& registrar);
std::string rdap_name_server(const RdapContext& context, const std::string& host);
std::string rdap_ip(const RdapContext& context, const IpNetwork& network);
std::string rdap_help(const RdapContext& context);
std::string rdap_domains(const RdapContext& context, const std::vector<DomainView>& views, bool truncated);
std::string rdap_entities(const RdapContext& context, const std::vector<Holder>& holders,
                          const std::vector<Registrar>& registrars, bool truncated);
std::string rdap_name_servers(const RdapContext& context, const std::vector<std::string>& hosts, bool truncated);
std::string rdap_error(const RdapContext& context, int status, const std::string& title, const std::string& sentence);

// A search pattern of RFC 9082 §4.1: one asterisk at most. Only what an index can answer: a beginning, and for names
// the labels behind it. Errors: rdap_search_form (422).
struct SearchPattern {
  std::string prefix, suffix;
  bool partial = false;
};
Result<SearchPattern> name_pattern(std::string_view text);    // "exam*", "exam*.example", "example.com"
Result<SearchPattern> entity_pattern(std::string_view text);  // "Example*"

}  // namespace muster::holders
