#include "duplicate_store.h"
#include "holder_store.h"
#include <base/bytes.h>
#include <base/text.h>

#include <charconv>

#include <fmt/format.h>

namespace muster::persons {
namespace {

constexpr const char* kScanActor = "system:duplicates";
// Ids are given before their transaction commits; who commits late is not passed over.
constexpr Duration kBehind = std::chrono::minutes(5);
constexpr int kYearsMax = 120;

Error unknown_pair() {
  return not_found("pair_unknown", "There is no such pair.");
}

// The first 63 bits of the keyed hash: enough to find whom to compare, half the size.
Block block_of(const vault::IndexKeys& keys, const char* purpose, const std::string& value) {
  const auto bits = [](const std::string& hash) {
    std::uint64_t out = 0;
    std::from_chars(hash.data(), hash.data() + 16, out, 16);
    return static_cast<std::int64_t>(out >> 1);
  };
  const vault::Index index = keys.of(purpose, value);
  return {bits(index.value), bits(index.other())};
}

// The first letter, of whatever script.
std::string first_letter(std::string_view part) {
  std::size_t size = 1;
  while (size < part.size() && (static_cast<unsigned char>(part[size]) & 0xc0) == 0x80) ++size;
  return std::string(part.substr(0, size));
}

std::string text_in(const vault::Fields& fields, const char* name) {
  const auto found = fields.find(name);
  return found == fields.end() ? std::string() : found->second;
}

}  // namespace

Comparable comparable_of(const vault::Fields& fields, const std::optional<HolderDocument>& document) {
  Comparable out;
  const auto set = [&](DuplicateField field, const std::string& text) {
    out.fields[static_cast<std::size_t>(field)] = fold(field, text);
  };
  set(DuplicateField::name, text_in(fields, kNameField));
  set(DuplicateField::birth_date, text_in(fields, kBirthField));
  set(DuplicateField::address, text_in(fields, kAddressField));
  set(DuplicateField::country, document ? document->country : "");
  set(DuplicateField::kind, document ? document->kind : "");
  return out;
}

// A name written in one piece, as Chinese ones are, has its first and last letter for its parts.
Blocks blocks_of(const vault::IndexKeys& keys, const Comparable& c) {
  const std::string &name = c.of(DuplicateField::name), &birth = c.of(DuplicateField::birth_date);
  const std::size_t blank = name.rfind(' ');
  std::string last = blank == std::string::npos ? name : name.substr(blank + 1);
  if (blank == std::string::npos) {
    std::size_t at = last.empty() ? 0 : last.size() - 1;
    while (at > 0 && (static_cast<unsigned char>(last[at]) & 0xc0) == 0x80) --at;
    last = last.substr(at);
  }
  return {block_of(keys, "block_birth_first", birth + "\n" + first_letter(name)),
          block_of(keys, "block_birth_last", birth + "\n" + first_letter(last)),
          block_of(keys, "block_name_year", name + "\n" + birth.substr(0, 4))};
}

namespace {

// The years in which somebody born so many days apart may be born.
std::vector<Block> name_years(const vault::IndexKeys& keys, const Comparable& c, int days) {
  const std::string& birth = c.of(DuplicateField::birth_date);
  int year = 0;
  std::from_chars(birth.data(), birth.data() + std::min<std::size_t>(4, birth.size()), year);
  const int apart = std::min(kYearsMax, (days + 364) / 365);
  std::vector<Block> out;
  for (int y = year - apart; y <= year + apart; ++y)
    out.push_back(block_of(keys, "block_name_year", c.of(DuplicateField::name) + "\n" + fmt::format("{:04}", y)));
  return out;
}

// Ids begin with the milliseconds at which they were given (RFC 9562).
std::string first_id_of(Instant at) {
  const std::string hex = fmt::format("{:012x}", static_cast<std::uint64_t>(at.micros / 1000));
  return hex.substr(0, 8) + "-" + hex.substr(8, 4);
}

// Compares persons within one transaction. What is read in clear lives as long as the comparison.
class Comparing {
 public:
  Comparing(store::Transaction& tx, const vault::Vault& vault, const vault::IndexKeys& keys,
            const std::vector<DuplicateRule>& rules, int candidates_max)
      : tx_(tx), vault_(vault), keys_(keys), rules_(rules), candidates_max_(candidates_max) {
    for (const DuplicateRule& rule : rules) days_ = std::max(days_, rule.days_max());
  }

  // Suspected partners of this holder, each with the names of the rules.
  using Suspected = std::vector<std::pair<std::string, std::vector<std::string>>>;
  Result<Suspected> of(const Holder& holder, bool& too_many) {
    Suspected out;
    std::optional<Error> failed;
    const auto document = find_document(tx_, holder.id);
    const auto done = vault_.compare(tx_, holder.id, kWanted, [&](const vault::Fields& fields) {
      ++read_;
      const Comparable own = comparable_of(fields, document);
      const Blocks blocks = blocks_of(keys_, own);
      put_blocks(tx_, holder.id, blocks);
      for (const std::string& id : candidates(tx_, blocks, name_years(keys_, own, days_), candidates_max_, too_many))
        if (auto named = compare_with(holder, own, id); !named.ok()) {
          failed = named.error();
          return 0;
        } else if (!named->empty()) {
          out.emplace_back(id, std::move(*named));
        }
      return static_cast<int>(out.size());
    });
    if (!done.ok()) return done.error();
    if (failed) return *failed;
    return out;
  }
  std::int64_t read() const { return read_; }

 private:
  inline static const std::vector<std::string> kWanted{kNameField, kBirthField, kAddressField};

  Result<std::vector<std::string>> compare_with(const Holder& holder, const Comparable& own, const std::string& id) {
    std::vector<std::string> named;
    if (id == holder.id) return named;
    const auto other = find_holder(tx_, id);
    if (!other || other->destroyed_at || other->counts_as() == holder.counts_as() ||
        pair_known(tx_, std::min(id, holder.id), std::max(id, holder.id)))
      return named;
    const auto document = find_document(tx_, id);
    MUSTER_TRY([[maybe_unused]] const int count, vault_.compare(tx_, id, kWanted, [&](const vault::Fields& fields) {
      ++read_;
      const Comparable theirs = comparable_of(fields, document);
      for (const DuplicateRule& rule : rules_)
        if (rule.suspects(own, theirs)) named.push_back(rule.name());
      return static_cast<int>(named.size());
    }));
    return named;
  }

  store::Transaction& tx_;
  const vault::Vault& vault_;
  const vault::IndexKeys& keys_;
  const std::vector<DuplicateRule>& rules_;
  const int candidates_max_;
  int days_ = 0;
  std::int64_t read_ = 0;
};

}  // namespace

Result<Duplicates::Scanned> Duplicates::scan(int limit) {
  const auto& texts = policy_.list("duplicates.rules");
  MUSTER_TRY(const auto rules, parse_duplicate_rules(texts));
  std::string joined;
  for (const std::string& text : texts) joined += text + "\n";
  const std::string hash = to_hex(view(sha256(joined)));
  return database_.write([&](store::Transaction& tx) -> Result<Scanned> {
    const Instant now = recorder_.clock().now();
    Scanned out;
    if (rules.empty()) return out;
    ScanPlace place = scan_place(tx);
    if (place.rules_hash != hash) place = {hash, {}};
    std::vector<std::string> ids = to_recheck(tx, limit);
    for (const std::string& id : ids) rechecked(tx, id);
    const auto further =
        next_holders(tx, place.last_id, first_id_of(now - kBehind), limit - static_cast<int>(ids.size()));
    if (!further.empty()) place.last_id = further.back();
    ids.insert(ids.end(), further.begin(), further.end());
    if (ids.empty()) return out;
    MUSTER_TRY(const vault::IndexKeys keys, vault_.index_keys(tx));
    Comparing comparing(tx, vault_, keys, rules, static_cast<int>(policy_.number("duplicates.candidates_max")));
    for (const std::string& id : ids) {
      const auto holder = find_holder(tx, id);
      if (!holder || holder->destroyed_at) continue;
      bool too_many = false;
      MUSTER_TRY(auto suspected, comparing.of(*holder, too_many));
      out.too_many += too_many;
      for (auto& [other, named] : suspected) {
        DuplicatePair pair;
        pair.id = recorder_.new_id();
        pair.holder_a = std::min(id, other);
        pair.holder_b = std::max(id, other);
        pair.rules = std::move(named);
        pair.found_at = now;
        insert(tx, pair);
        std::string names;
        for (const std::string& rule : pair.rules) names += (names.empty() ? "" : ",") + json_quote(rule);
        recorder_.record(tx, kPairSuspected, kScanActor, kPairRecord, pair.id,
                         fmt::format(R"({{"rules":[{}]}})", names));
        ++out.suspected;
      }
      ++out.seen;
    }
    put_scan_place(tx, place, now);
    recorder_.record(tx, kDuplicatesCompared, kScanActor, kScanRecord, "holders",
                     fmt::format(R"({{"persons":{},"records":{},"suspected":{},"too_many":{}}})", out.seen,
                                 comparing.read(), out.suspected, out.too_many));
    return out;
  });
}

Result<void> Duplicates::recheck(const std::vector<std::string>& holder_ids) {
  return database_.write([&](store::Transaction& tx) -> Result<void> {
    for (const std::string& id : holder_ids) ask_recheck(tx, id);
    return {};
  });
}

Result<std::vector<DuplicatePair>> Duplicates::open(const std::string& after, int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<DuplicatePair>> {
    return open_pairs(tx, after, std::clamp(limit, 1, 501));
  });
}
Result<DuplicatePair> Duplicates::get(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<DuplicatePair> {
    auto found = find_pair(tx, id);
    return found ? Result<DuplicatePair>(std::move(*found)) : unknown_pair();
  });
}

Result<Duplicates::SideBySide> Duplicates::review(const std::string& actor, const std::string& id,
                                                  const std::string& purpose) const {
  if (!lines::is_code(purpose))
    return invalid("purpose_missing", "A look-up needs its purpose, in small letters and underscores.", "purpose");
  return database_.write([&](store::Transaction& tx) -> Result<SideBySide> {
    auto pair = find_pair(tx, id);
    if (!pair) return unknown_pair();
    SideBySide out;
    MUSTER_TRY(out.a, vault_.get(tx, pair->holder_a, std::vector<std::string>{}, purpose, actor));
    MUSTER_TRY(out.b, vault_.get(tx, pair->holder_b, std::vector<std::string>{}, purpose, actor));
    out.documents_a = documents_of(tx, pair->holder_a);
    out.documents_b = documents_of(tx, pair->holder_b);
    recorder_.record(tx, kPairReviewed, actor, kPairRecord, id,
                     fmt::format(R"({{"purpose":{}}})", json_quote(purpose)));
    out.pair = std::move(*pair);
    return out;
  });
}

Result<DuplicatePair> Duplicates::same(const std::string& actor, const std::string& id, const Proof& proof) const {
  return database_.write([&](store::Transaction& tx) -> Result<DuplicatePair> {
    auto pair = find_pair(tx, id);
    if (!pair) return unknown_pair();
    if (pair->state != PairState::open) return conflict("pair_state", "This pair was decided already.");
    const auto a = find_holder(tx, pair->holder_a), b = find_holder(tx, pair->holder_b);
    // Linked to others before: the records that count for them are linked. The older one counts.
    if (a->counts_as() != b->counts_as())
      MUSTER_CHECK_OK(link_in(tx, recorder_, actor, b->counts_as(), a->counts_as(), proof));
    pair->state = PairState::same;
    pair->decided_by = actor;
    pair->decided_at = recorder_.clock().now();
    decide_pair(tx, *pair, proof);
    recorder_.record(tx, kPairDecided, actor, kPairRecord, id,
                     fmt::format(R"({{"same":true,"evidence":"{}","reference":{}}})", to_text(proof.evidence),
                                 json_quote(proof.reference)));
    return std::move(*pair);
  });
}

Result<DuplicatePair> Duplicates::different(const std::string& actor, const std::string& id, const Proof& proof) const {
  if (!lines::is_code(proof.reference))
    return invalid("evidence_missing", "Say by which evidence, and its number.", "evidence");
  return database_.write([&](store::Transaction& tx) -> Result<DuplicatePair> {
    auto pair = find_pair(tx, id);
    if (!pair) return unknown_pair();
    if (pair->state == PairState::different) return conflict("pair_state", "This pair was decided already.");
    if (pair->state == PairState::same) {
      const auto b = find_holder(tx, pair->holder_b);
      MUSTER_CHECK_OK(unlink_in(tx, recorder_, actor, b->same_as.empty() ? pair->holder_a : pair->holder_b, proof));
    }
    pair->state = PairState::different;
    pair->decided_by = actor;
    pair->decided_at = recorder_.clock().now();
    decide_pair(tx, *pair, proof);
    recorder_.record(tx, kPairDecided, actor, kPairRecord, id,
                     fmt::format(R"({{"same":false,"reference":{}}})", json_quote(proof.reference)));
    return std::move(*pair);
  });
}

}  // namespace muster::persons
