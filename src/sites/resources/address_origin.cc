#include "address_networks.h"
#include <resources/address_origin.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <vector>

#include <arpa/inet.h>
#include <maxminddb.h>
#include <netinet/in.h>

namespace muster::resources {
namespace {

using Bytes = identifiers::AddressRange::Bytes;

constexpr std::uint8_t kV4[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
bool is_v4(const Bytes& address) {
  return std::equal(std::begin(kV4), std::end(kV4), address.begin());
}

// Addresses that are nobody's in particular (RFC 6890, RFC 5737, RFC 3849). Public data gives some of them a country
// all the same.
constexpr const char* kSpecial[] = {"0.0.0.0/8",      "10.0.0.0/8",    "100.64.0.0/10",   "127.0.0.0/8",
                                    "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",    "192.0.2.0/24",
                                    "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
                                    "224.0.0.0/3",    "::/8",          "100::/64",        "2001:db8::/32",
                                    "fc00::/7",       "fe80::/10",     "ff00::/8"};

bool is_special(const Bytes& address) {
  static const auto ranges = [] {
    std::vector<identifiers::AddressRange> out;
    for (const char* text : kSpecial) out.push_back(identifiers::parse_address_range(text).value());
    return out;
  }();
  const identifiers::AddressRange one{address, address, is_v4(address)};
  return std::any_of(ranges.begin(), ranges.end(), [&](const auto& range) { return range.contains(one); });
}

struct CloseFile {
  void operator()(MMDB_s* db) const {
    MMDB_close(db);
    delete db;
  }
};
using File = std::unique_ptr<MMDB_s, CloseFile>;

Error not_installed() {
  return not_found("origin_not_installed", "No data on countries of addresses is installed.");
}

Result<File> open_one(const std::string& path) {
  auto db = std::make_unique<MMDB_s>();
  if (MMDB_open(path.c_str(), MMDB_MODE_MMAP, db.get()) != MMDB_SUCCESS)
    return invalid("origin_not_one", "The file with countries of addresses is damaged, or is none. Install it again.");
  return File(db.release());
}

MMDB_lookup_result_s look_up(const MMDB_s& db, const Bytes& address, int& fault) {
  if (is_v4(address)) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    std::memcpy(&at.sin_addr, address.data() + 12, 4);
    return MMDB_lookup_sockaddr(&db, reinterpret_cast<const sockaddr*>(&at), &fault);
  }
  sockaddr_in6 at{};
  at.sin6_family = AF_INET6;
  std::memcpy(&at.sin6_addr, address.data(), 16);
  return MMDB_lookup_sockaddr(&db, reinterpret_cast<const sockaddr*>(&at), &fault);
}

// The first of the paths that leads to a value of the type.
template <class Take>
void value(MMDB_entry_s& entry, std::initializer_list<std::vector<const char*>> paths, std::uint32_t type, Take take) {
  for (auto path : paths) {
    path.push_back(nullptr);
    MMDB_entry_data_s data{};
    if (MMDB_aget_value(&entry, &data, path.data()) != MMDB_SUCCESS || !data.has_data || data.type != type) continue;
    take(data);
    return;
  }
}

// The address with the bits behind `prefix` cleared, as a block.
std::string block_text(Bytes address, int prefix) {
  Bytes last = address;
  for (int bit = prefix; bit < 128; ++bit) {
    const auto mask = static_cast<std::uint8_t>(0x80 >> (bit % 8));
    const auto at = static_cast<std::size_t>(bit / 8);
    address[at] = static_cast<std::uint8_t>(address[at] & ~mask);
    last[at] = static_cast<std::uint8_t>(last[at] | mask);
  }
  return identifiers::AddressRange{address, last, is_v4(address)}.text();
}

void take(const MMDB_s& db, const Bytes& address, AddressOrigin& origin) {
  int fault = MMDB_SUCCESS;
  auto found = look_up(db, address, fault);
  if (fault != MMDB_SUCCESS || !found.found_entry) return;
  if (origin.country.empty())
    value(found.entry, {{"country_code"}, {"country", "iso_code"}}, MMDB_DATA_TYPE_UTF8_STRING,
          [&](const MMDB_entry_data_s& data) {
            const std::string_view text(data.utf8_string, data.data_size);
            if (text.size() == 2 && std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; }))
              origin.country = text;
          });
  if (origin.network == 0)
    value(found.entry, {{"autonomous_system_number"}}, MMDB_DATA_TYPE_UINT32,
          [&](const MMDB_entry_data_s& data) { origin.network = data.uint32; });
  if (!origin.range.empty()) return;
  // In a file of both kinds an IPv4 address stands 96 bits deep; one of IPv4 alone counts its own.
  const int prefix = is_v4(address) && db.metadata.ip_version == 4 ? found.netmask + 96 : found.netmask;
  origin.range = block_text(address, std::clamp(prefix, is_v4(address) ? 96 : 0, 128));
}

}  // namespace

struct AddressOrigins::Inside {
  std::vector<File> files;
  AddressNetworks networks;
};

AddressOrigins::AddressOrigins(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
AddressOrigins::~AddressOrigins() = default;

Result<std::shared_ptr<const AddressOrigins>> AddressOrigins::open(const std::vector<std::string>& files) {
  if (files.empty()) return not_installed();
  auto inside = std::make_unique<Inside>();
  for (const std::string& path : files) {
    if (!std::filesystem::exists(path)) return not_installed();
    if (path.ends_with(".csv")) {
      MUSTER_CHECK_OK(inside->networks.add(path));
      continue;
    }
    MUSTER_TRY(File opened, open_one(path));
    inside->files.push_back(std::move(opened));
  }
  return std::shared_ptr<const AddressOrigins>(new AddressOrigins(std::move(inside)));
}

std::optional<AddressOrigin> AddressOrigins::of(const Bytes& address) const {
  AddressOrigin origin;
  if (is_special(address)) return std::nullopt;
  for (const File& db : inside_->files) take(*db, address, origin);
  if (const auto found = inside_->networks.of(address);
      found.network != 0 && (origin.network == 0 || origin.network == found.network)) {
    origin.network = found.network;
    origin.network_name = found.name;
    if (origin.range.empty()) origin.range = found.range.text();
  }
  if (origin.country.empty() && origin.network == 0) return std::nullopt;
  return origin;
}

std::int64_t AddressOrigins::built_at() const {
  return inside_->files.empty() ? 0 : static_cast<std::int64_t>(inside_->files.front()->metadata.build_epoch);
}

}  // namespace muster::resources
