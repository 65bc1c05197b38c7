// The register as the census reads it: every filed, held and blocklisted name in one compiled index, frozen at one
// moment.
#pragma once

#include <base/result.h>
#include <names/index.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace muster::census {

enum class FilingState : std::uint8_t { none, filed, in_progress, cancelled };

// What one look-up gives: flags, and a row that is unique for the name.
struct Entry {
  std::uint32_t payload = 0;
  FilingState filing() const { return static_cast<FilingState>(payload & 3); }
  bool held() const { return payload & 4; }
  bool blocklisted() const { return payload & 8; }
  std::uint32_t row() const { return payload >> 4; }
};
inline constexpr std::uint32_t kRegisterRowsMax = (1u << 28) - 1;

struct AccessSets;  // inside

// Immutable, thread-safe.
class Register {
 public:
  static Result<std::shared_ptr<const Register>> map(const std::string& path);
  ~Register();
  Register(const Register&) = delete;
  const names::NameIndex& index() const { return *index_; }
  std::uint32_t rows() const { return rows_; }
  bool has_deep_names() const { return deep_; }  // entries below a registrable domain
  const std::string& stamp() const { return stamp_; }
  bool has_access() const { return access_ != nullptr; }
  // Whether the access records of the filing `row` name the provider (by id, name or licence number, any case) …
  bool provider_on_record(std::uint32_t row, std::string_view provider) const;
  // … and hold the address (textual IPv4/IPv6) in one of their ranges; true when no range is on record.
  bool address_on_record(std::uint32_t row, std::string_view address) const;
  // The party id that a provider's text means, or "".
  std::string provider_id(std::string_view provider) const;

 private:
  friend class RegisterBuilder;
  Register() = default;
  std::shared_ptr<const names::NameIndex> index_;
  std::unique_ptr<AccessSets> access_;
  std::uint32_t rows_ = 0;
  bool deep_ = false;
  std::string stamp_;
};

// Streams a register in. Not thread-safe.
class RegisterBuilder {
 public:
  struct Options {
    std::uint64_t seed = 1;
    std::string stamp = {};  // what state of the database it stands for
    unsigned threads = 2;
  };
  explicit RegisterBuilder(Options options);
  ~RegisterBuilder();
  void reserve(std::size_t names, std::size_t text_bytes);
  // Names as names::Name holds them. Returns the filing's row, for add_access.
  std::uint32_t add_filing(std::string_view name, FilingState state);
  void add_hold(std::string_view name);
  void add_blocklisted(std::string_view name);
  // Who is on record as giving access to the filing, and at which range ("" none given).
  void add_access(std::uint32_t row, std::string_view provider_id, std::string_view address_range);
  // Other texts by which an observation may call a provider.
  void add_provider_alias(std::string_view provider_id, std::string_view alias);
  // Errors: register_too_large; those of names::IndexBuilder.
  Result<std::shared_ptr<const Register>> finish();
  // Writes the names to `path` (without access records) and maps it.
  Result<std::shared_ptr<const Register>> write(const std::string& path);

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace muster::census
