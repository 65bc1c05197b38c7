#include "access_sets.h"
#include <base/text.h>
#include <census/register.h>
#include <names/index_builder.h>
#include <names/suffix.h>

#include <fmt/format.h>

namespace muster::census {
namespace {

constexpr std::string_view kMeta = "muster-register/1";

// "muster-register/1\nrows\ndeep\nstamp"
std::string meta_of(std::uint32_t rows, bool deep, const std::string& stamp) {
  return fmt::format("{}\n{}\n{}\n{}", kMeta, rows, deep ? 1 : 0, stamp);
}

std::uint32_t merge(std::uint32_t a, std::uint32_t b) {
  const Entry x{a}, y{b};
  const Entry main = x.filing() == FilingState::none && y.filing() != FilingState::none ? y : x;
  const std::uint32_t filing = static_cast<std::uint32_t>(main.filing());
  return main.row() << 4 | ((a | b) & 12) | filing;
}

}  // namespace

Register::~Register() = default;

Result<std::shared_ptr<const Register>> Register::map(const std::string& path) {
  std::shared_ptr<Register> made(new Register);
  MUSTER_TRY(made->index_, names::NameIndex::map_verified(path));
  const auto parts = split(made->index_->stats().meta, '\n');
  const auto wrong = [] { return invalid("register_not_one", "This name index is no register. Build it again."); };
  if (parts.size() != 4 || parts[0] != kMeta || parts[1].size() > 9 || parts[1].empty()) return wrong();
  for (const char c : parts[1]) {
    if (c < '0' || c > '9') return wrong();
    made->rows_ = made->rows_ * 10 + static_cast<std::uint32_t>(c - '0');
  }
  if (made->rows_ > kRegisterRowsMax) return wrong();
  made->deep_ = parts[2] == "1";
  made->stamp_ = parts[3];
  return std::shared_ptr<const Register>(std::move(made));
}

std::string Register::provider_id(std::string_view provider) const {
  if (!access_) return {};
  const auto found = access_->aliases.find(to_lower_ascii(trim(provider)));
  // A text that means several parties means none of them for certain.
  return found != access_->aliases.end() && found->second.size() == 1 ? access_->providers[found->second[0]]
                                                                      : std::string();
}

bool Register::provider_on_record(std::uint32_t row, std::string_view provider) const {
  const auto found = access_->aliases.find(to_lower_ascii(trim(provider)));
  if (found == access_->aliases.end()) return false;
  for (const auto& access : access_->of(row))
    for (const auto id : found->second)
      if (access.provider == id) return true;
  return false;
}

bool Register::address_on_record(std::uint32_t row, std::string_view address) const {
  const auto seen = identifiers::parse_address_range(trim(address));
  if (!seen.ok()) return false;
  bool any = false;
  for (const auto& access : access_->of(row)) {
    if (access.range < 0) continue;
    any = true;
    if (access_->ranges[static_cast<std::size_t>(access.range)].contains(seen.value())) return true;
  }
  return !any;
}

struct RegisterBuilder::Inside {
  struct RowAccess {
    std::uint32_t row;
    AccessSets::Access access;
    auto operator<=>(const RowAccess&) const = default;
  };
  explicit Inside(Options o)
      : options(std::move(o)), index({.seed = options.seed, .merge = merge, .threads = options.threads}) {}
  Options options;
  names::IndexBuilder index;
  std::uint32_t rows = 0;
  bool deep = false;
  std::vector<RowAccess> accesses;
  std::unique_ptr<AccessSets> sets;
  std::unordered_map<std::string, std::uint32_t> provider_numbers;
  std::unordered_map<std::string, std::int32_t> range_numbers;

  std::uint32_t add(std::string_view name, std::uint32_t flags) {
    const std::uint32_t row = rows++;
    deep |= names::registrable_domain(name).size() != name.size();
    index.add(name, (row & kRegisterRowsMax) << 4 | flags, names::Cover::zone);
    return row;
  }

  AccessSets& access_sets() {
    if (!sets) sets = std::make_unique<AccessSets>();
    return *sets;
  }

  std::uint32_t provider(std::string_view id) {
    const auto [found, is_new] =
        provider_numbers.try_emplace(std::string(id), static_cast<std::uint32_t>(provider_numbers.size()));
    if (is_new) {
      access_sets().providers.emplace_back(id);
      access_sets().aliases[to_lower_ascii(id)].push_back(found->second);
    }
    return found->second;
  }

  std::int32_t range(std::string_view text) {
    if (text.empty()) return -1;
    const auto [found, is_new] = range_numbers.try_emplace(std::string(text), -1);
    if (is_new) {
      const auto parsed = identifiers::parse_address_range(text);
      if (parsed.ok()) {
        found->second = static_cast<std::int32_t>(access_sets().ranges.size());
        sets->ranges.push_back(parsed.value());
      }
    }
    return found->second;
  }

  // Rows with the same accesses share one set: most filings of a provider look alike.
  void settle_access() {
    if (!sets) return;
    std::sort(accesses.begin(), accesses.end());
    accesses.erase(std::unique(accesses.begin(), accesses.end()), accesses.end());
    sets->set_of_row.assign(rows, 0);
    std::map<std::vector<AccessSets::Access>, std::uint32_t> numbers;
    std::vector<AccessSets::Access> set;
    for (std::size_t i = 0; i < accesses.size(); ++i) {
      set.push_back(accesses[i].access);
      if (i + 1 < accesses.size() && accesses[i + 1].row == accesses[i].row) continue;
      const auto [found, is_new] = numbers.try_emplace(set, static_cast<std::uint32_t>(sets->sets.size()));
      if (is_new) sets->sets.push_back(set);
      sets->set_of_row[accesses[i].row] = found->second;
      set.clear();
    }
    accesses = {};
  }
};

RegisterBuilder::RegisterBuilder(Options options) : inside_(std::make_unique<Inside>(std::move(options))) {}
RegisterBuilder::~RegisterBuilder() = default;

void RegisterBuilder::reserve(std::size_t count, std::size_t text_bytes) {
  inside_->index.reserve(count, text_bytes);
}
std::uint32_t RegisterBuilder::add_filing(std::string_view name, FilingState state) {
  return inside_->add(name, static_cast<std::uint32_t>(state));
}
void RegisterBuilder::add_hold(std::string_view name) {
  inside_->add(name, 4);
}
void RegisterBuilder::add_blocklisted(std::string_view name) {
  inside_->add(name, 8);
}
void RegisterBuilder::add_access(std::uint32_t row, std::string_view provider_id, std::string_view address_range) {
  inside_->accesses.push_back({row, {inside_->provider(provider_id), inside_->range(address_range)}});
}
void RegisterBuilder::add_provider_alias(std::string_view provider_id, std::string_view alias) {
  const auto id = inside_->provider(provider_id);
  auto& ids = inside_->access_sets().aliases[to_lower_ascii(trim(alias))];
  if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
}

Result<std::shared_ptr<const Register>> RegisterBuilder::finish() {
  Inside& in = *inside_;
  if (in.rows > kRegisterRowsMax)
    return invalid("register_too_large", "The register has more names than one index can hold.");
  std::shared_ptr<Register> made(new Register);
  MUSTER_TRY(made->index_, in.index.build());
  in.settle_access();
  made->access_ = std::move(in.sets);
  made->rows_ = in.rows;
  made->deep_ = in.deep;
  made->stamp_ = in.options.stamp;
  return std::shared_ptr<const Register>(std::move(made));
}

Result<std::shared_ptr<const Register>> RegisterBuilder::write(const std::string& path) {
  Inside& in = *inside_;
  if (in.rows > kRegisterRowsMax)
    return invalid("register_too_large", "The register has more names than one index can hold.");
  in.index.set_meta(meta_of(in.rows, in.deep, in.options.stamp));
  MUSTER_TRY([[maybe_unused]] const auto stats, in.index.write(path));
  return Register::map(path);
}

}  // namespace muster::census
