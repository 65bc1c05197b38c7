// Lines of the system before this one, in batches.
#include "unverified_store.h"
#include <lines/service.h>
#include <registration/take_over.h>

#include <fmt/format.h>

namespace muster::registration {
namespace {

// An old record in its one written form.
struct ReadRecord {
  std::int64_t msisdn = 0;
  lines::TakenOver taken;
  UnverifiedLine line;
};

Result<ReadRecord> read_record(const OldRecord& old, const ledger::Recorder& recorder, const vault::Vault& vault) {
  ReadRecord out;
  MUSTER_TRY(out.msisdn, lines::parse_msisdn(old.msisdn));
  if (!old.iccid.empty() || !old.imsi.empty()) {
    MUSTER_TRY(out.taken.iccid, lines::check_iccid(old.iccid));
    MUSTER_TRY(out.taken.imsi, lines::check_imsi(old.imsi));
  }
  const auto category = persons::category(old.category.empty() ? "citizen" : old.category);
  if (!category) return invalid("category_unknown", "There is no such category of persons.", "category");
  if (!old.document_kind.empty() && !lines::is_code(old.document_kind))
    return invalid("document_kind", "A kind of document is named by a code.", "document_kind");
  if (!old.dealer.empty() && !lines::is_code(old.dealer))
    return invalid("dealer_form", "A dealer is named by a code.", "dealer");
  if (!old.registered_on.empty() && !parse_day(old.registered_on).ok())
    return invalid("registered_on_form", "A day is written YYYY-MM-DD.", "registered_on");
  if (old.language != "en" && old.language != "zh")
    return invalid("language_form", "Messages are in en or zh.", "language");
  UnverifiedLine& line = out.line;
  line.category = *category;
  line.document_kind = old.document_kind;
  line.dealer = old.dealer;
  line.registered_on = old.registered_on;
  line.language = old.language;
  line.claim = old.document_number.empty()
                   ? recorder.new_id()
                   : vault.blind_index("unverified_claim:" + old.document_kind + ":" + old.document_country,
                                       old.document_number);
  return out;
}

// Everything that one transaction takes over.
class Taking {
 public:
  Taking(store::Transaction& tx, const ledger::Recorder& recorder, const policy::Policy& policy)
      : tx_(tx), recorder_(recorder), policy_(policy) {}

  Result<std::vector<Result<TakeOver::Outcome>>> run(const std::string& actor, std::vector<ReadRecord>& records) {
    load(records);
    std::vector<Result<TakeOver::Outcome>> out;
    for (ReadRecord& record : records) out.push_back(take(record));
    if (taken_.empty()) return out;
    MUSTER_CHECK_OK(lines::take_over(tx_, recorder_, taken_));
    insert_all(tx_, lines_);
    recorder_.record(tx_, kTakenOver, actor, kTakeOverRecord, recorder_.new_id(),
                     fmt::format(R"({{"lines":{}}})", lines_.size()));
    return out;
  }

 private:
  void load(const std::vector<ReadRecord>& records) {
    std::vector<std::int64_t> msisdns;
    std::vector<std::string> claims, ids;
    for (const ReadRecord& record : records) {
      msisdns.push_back(record.msisdn);
      claims.push_back(record.line.claim);
    }
    found_ = lines::find_by_msisdns(tx_, msisdns);
    for (const auto& [msisdn, line] : found_) ids.push_back(line.id);
    if (!ids.empty()) before_ = find_unverified_all(tx_, ids);
    highest_ = lines::highest_slots(tx_, claims);
    regions_ = lines::regions_of_pools(tx_);
  }

  Result<TakeOver::Outcome> take(ReadRecord& record) {
    const auto at = found_.find(record.msisdn);
    if (at == found_.end()) return not_found("line_unknown", "There is no line with this number; stock its range.");
    lines::Line& line = at->second;
    if (before_.contains(line.id)) return TakeOver::Outcome::known;
    if (line.state != lines::State::available)
      return conflict("line_state", "This number is reserved, somebody's, or in this file twice.", "msisdn");
    line.state = lines::State::active;
    UnverifiedLine& u = record.line;
    lines::Ownership& o = record.taken.ownership;
    o.id = u.ownership_id = recorder_.new_id();
    o.line_id = u.line_id = line.id;
    o.holder_id = o.counted_under = u.claim;
    o.kind = u.kind = line.kind;
    o.slot = ++highest_[{u.claim, line.kind}];
    // No cap was in force; the slots beyond today's are found by their number.
    o.cap = std::max(o.slot, cap_of(policy_, u.category, line.kind));
    o.ground_ref = "unverified";
    u.region = regions_.at(line.pool_id);
    u.state_since = recorder_.clock().now();
    taken_.push_back(record.taken);
    lines_.push_back(u);
    return TakeOver::Outcome::taken;
  }

  store::Transaction& tx_;
  const ledger::Recorder& recorder_;
  const policy::Policy& policy_;
  std::map<std::int64_t, lines::Line> found_;
  std::map<std::string, UnverifiedLine> before_;
  std::map<std::pair<std::string, lines::LineKind>, std::int64_t> highest_;
  std::map<std::string, std::string> regions_;
  std::vector<lines::TakenOver> taken_;
  std::vector<UnverifiedLine> lines_;
};

}  // namespace

std::vector<Result<TakeOver::Outcome>> TakeOver::load(const std::string& actor,
                                                      std::span<const OldRecord> records) const {
  std::vector<Result<ReadRecord>> read;
  std::vector<ReadRecord> right;
  for (const OldRecord& old : records.first(std::min(records.size(), kLoadMax))) {
    read.push_back(read_record(old, recorder_, vault_));
    if (read.back().ok()) right.push_back(*read.back());
  }
  const auto in_one = [&](std::vector<ReadRecord> some) {
    return database_.write([&](store::Transaction& tx) {
      std::vector<ReadRecord> mine = some;  // it may run again
      return Taking(tx, recorder_, policy_).run(actor, mine);
    });
  };
  std::vector<Result<Outcome>> done;
  if (!right.empty()) {
    auto all = in_one(right);
    if (all.ok()) {
      done = std::move(*all);
    } else if (all.error().failure == Failure::unavailable || all.error().failure == Failure::internal) {
      done.assign(right.size(), all.error());
    } else {
      // One of them met the schema's refusal and took the others with it: each by itself.
      for (const ReadRecord& record : right) {
        auto one = in_one({record});
        done.push_back(one.ok() ? std::move(one->front()) : Result<Outcome>(one.error()));
      }
    }
  }
  std::vector<Result<Outcome>> out;
  std::size_t next = 0;
  for (const auto& r : read) out.push_back(r.ok() ? std::move(done[next++]) : Result<Outcome>(r.error()));
  return out;
}

}  // namespace muster::registration
