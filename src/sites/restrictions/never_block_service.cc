#include "never_block_store.h"
#include <base/text.h>
#include <names/name.h>

#include <algorithm>

#include <fmt/format.h>

namespace muster::restrictions {
namespace {

using store::Transaction;

constexpr int kNeverBlockPageMax = 500;

std::string proposal_body(const NeverBlockProposal& p) {
  return fmt::format(R"({{"action":"{}","names":{},"sha256":"{}"}})", to_text(p.action), p.names, p.names_sha256);
}

template <class Page, class Item, class Key>
Page page_of(std::vector<Item> rows, int wanted, Key key) {
  Page out;
  if (static_cast<int>(rows.size()) > wanted) {
    rows.resize(static_cast<std::size_t>(wanted));
    out.next = key(rows.back());
  }
  out.items = std::move(rows);
  return out;
}

Error proposal_unknown() {
  return not_found("never_block_unknown", "There is no such proposal.");
}

}  // namespace

Result<NeverBlockProposal> NeverBlockService::propose(NeverBlockAction action, NeverBlockKind kind,
                                                      const std::vector<std::string>& names, const std::string& reason,
                                                      const std::string& person) const {
  if (trim(reason).empty() || reason.size() > kNeverBlockReasonMax)
    return invalid("never_block_reason", "Say why, in 2,000 bytes at most.", "reason");
  if (names.empty() || names.size() > kNeverBlockNamesTyped)
    return invalid("never_block_names", "Give 1 to 500 names; more come in as a file.", "names");
  std::vector<NeverBlockRow> rows;
  std::vector<Error> faults;
  for (std::size_t i = 0; i < names.size(); ++i) {
    auto name = never_block_name(names[i]);
    if (!name.ok()) {
      faults.push_back(name.error());
      faults.back().field = fmt::format("names/{}", i);
      continue;
    }
    const bool twice = std::any_of(rows.begin(), rows.end(), [&](const auto& row) { return row.name == *name; });
    if (!twice) rows.push_back({std::move(*name), kind});
  }
  if (!faults.empty()) {
    Error first = faults.front();
    first.all = std::move(faults);
    return first;
  }
  return database_.write([&](Transaction& tx) -> Result<NeverBlockProposal> {
    NeverBlockProposal p;
    p.id = recorder_.new_id();
    p.action = action;
    p.reason = reason;
    p.proposed_by = person;
    p.proposed_at = recorder_.clock().now();
    insert_proposal(tx, p);
    insert_names(tx, p.id, rows);
    const NamesSum sum = sum_of_names(tx, p.id);
    p.names = sum.count;
    p.names_sha256 = sum.sha256;
    p.state = NeverBlockState::proposed;
    update_proposal(tx, p);
    recorder_.record(tx, kNeverBlockProposed, person, kNeverBlockRecord, p.id, proposal_body(p));
    return *select_proposal(tx, p.id);
  });
}

Result<NeverBlockProposal> NeverBlockService::decide(const std::string& id, std::int64_t version, NeverBlockState to,
                                                     const std::string& person) const {
  return database_.write([&](Transaction& tx) -> Result<NeverBlockProposal> {
    auto p = select_proposal(tx, id);
    if (!p) return proposal_unknown();
    if (p->version != version)
      return Error{Failure::stale, "stale", "Somebody changed this record since you read it. Look again.", {}, {}};
    if (!may_become(p->state, to))
      return conflict("never_block_state",
                      fmt::format("This step is not open to a proposal that is {}.", to_text(p->state)));
    const bool own = p->proposed_by == person;
    if (to == NeverBlockState::confirmed && own)
      return refused("never_block_same_person", "You proposed it; another person confirms it.");
    p->state = to;
    if (!own) p->decided_by = person;
    p->decided_at = recorder_.clock().now();
    if (!update_proposal(tx, *p))
      return Error{Failure::stale, "stale", "Somebody changed this record since you read it. Look again.", {}, {}};
    recorder_.record(tx, to == NeverBlockState::confirmed ? kNeverBlockConfirmed : kNeverBlockRejected, person,
                     kNeverBlockRecord, p->id, proposal_body(*p));
    return *select_proposal(tx, id);
  });
}

Result<NeverBlockProposal> NeverBlockService::confirm(const std::string& id, std::int64_t version,
                                                      const std::string& person) const {
  return decide(id, version, NeverBlockState::confirmed, person);
}
Result<NeverBlockProposal> NeverBlockService::reject(const std::string& id, std::int64_t version,
                                                     const std::string& person) const {
  return decide(id, version, NeverBlockState::rejected, person);
}

Result<NeverBlockProposal> NeverBlockService::proposal(const std::string& id) const {
  return database_.read([&](Transaction& tx) -> Result<NeverBlockProposal> {
    auto p = select_proposal(tx, id);
    if (!p) return proposal_unknown();
    return *p;
  });
}

Result<NeverBlockProposals> NeverBlockService::proposals(std::optional<NeverBlockState> state, const std::string& after,
                                                         int limit) const {
  const int wanted = std::clamp(limit, 1, kNeverBlockPageMax);
  return database_.read([&](Transaction& tx) -> Result<NeverBlockProposals> {
    return page_of<NeverBlockProposals>(select_proposals(tx, state, after, wanted + 1), wanted,
                                        [](const auto& p) { return p.id; });
  });
}

Result<NeverBlockPage> NeverBlockService::names_of(const std::string& proposal_id, const std::string& after,
                                                   int limit) const {
  const int wanted = std::clamp(limit, 1, kNeverBlockPageMax);
  return database_.read([&](Transaction& tx) -> Result<NeverBlockPage> {
    const auto p = select_proposal(tx, proposal_id);
    if (!p) return proposal_unknown();
    return page_of<NeverBlockPage>(select_names_of(tx, *p, after, wanted + 1), wanted,
                                   [](const auto& n) { return n.name; });
  });
}

Result<NeverBlockPage> NeverBlockService::list(std::optional<NeverBlockKind> kind, const std::string& prefix,
                                               const std::string& after, int limit) const {
  const int wanted = std::clamp(limit, 1, kNeverBlockPageMax);
  return database_.read([&](Transaction& tx) -> Result<NeverBlockPage> {
    return page_of<NeverBlockPage>(select_standing(tx, kind, prefix, after, wanted + 1), wanted,
                                   [](const auto& n) { return n.name; });
  });
}

Result<std::optional<Protection>> NeverBlockService::look_up(const std::string& name, bool domain) const {
  MUSTER_TRY(const names::Name parsed, names::parse_name(name));
  return database_.read([&](Transaction& tx) -> Result<std::optional<Protection>> {
    return protection_of(tx, domain ? "domain" : "host", parsed.ascii);
  });
}

}  // namespace muster::restrictions
