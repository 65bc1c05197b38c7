// What differs between two inventories, in order of code. A code differs when a row of it began or ended in one of the
// inventories in between: the row that holds at the later one began there, the one that held at the earlier one ended
// there. So the rows of each of those inventories are read along their key and merged; where there are too many
// inventories in between, the partner's rows are read through.
#include "link_store.h"
#include <partners/service.h>

#include <algorithm>
#include <deque>

namespace muster::promotion {
namespace {

using store::Sql;
using store::Transaction;

constexpr std::int64_t kStepsMerged = 32;
constexpr int kRowsFirst = 128, kRowsMost = 1'024;  // a page needs few rows, the whole difference many

constexpr Sql kBegan{"promo_link_began", MUSTER_LINKS
                     "where l.partner_id = :partner and l.since_no = :no and l.code > :after order by l.code limit "
                     ":limit"};
constexpr Sql kEnded{"promo_link_ended", MUSTER_LINKS
                     "where l.partner_id = :partner and l.until_no = :no and l.code > :after order by l.code limit "
                     ":limit"};
constexpr Sql kRowsInOrder{"promo_link_rows", MUSTER_LINKS
                           "where l.partner_id = :partner and l.code > :after and ((l.since_no > :from and l.since_no "
                           "<= :to) or (l.until_no > :from and l.until_no <= :to)) order by l.code, l.since_no"};

struct Between {
  std::string partner_id;
  std::int64_t from = 0, to = 0;
  std::string after;
};

bool held(const Link& l, std::int64_t no) {
  return l.since_no <= no && (!l.until_no || *l.until_no > no);
}
bool differs(const Difference& d) {
  return d.before.has_value() != d.after.has_value() || (d.before && d.before->print != d.after->print);
}
void take(Difference& d, Link&& l, const Between& between) {
  if (held(l, between.from))
    d.before = std::move(l);
  else if (held(l, between.to))
    d.after = std::move(l);
}

// Rows that began with one inventory, or ended with it; each code once, in order.
class Rows {
 public:
  Rows(Transaction& tx, const Sql& sql, const Between& between, std::int64_t no)
      : tx_(&tx), sql_(&sql), partner_(between.partner_id), no_(no), after_(between.after) {
    read();
  }
  const Link* next() const { return read_.empty() ? nullptr : &read_.front(); }
  Link pop() {
    Link out = std::move(read_.front());
    read_.pop_front();
    if (read_.empty() && more_) read();
    return out;
  }

 private:
  void read() {
    for (const auto& row :
         tx_->query(*sql_, {{"partner", partner_}, {"no", no_}, {"after", after_}, {"limit", limit_}}))
      read_.push_back(link_of(row));
    more_ = static_cast<int>(read_.size()) == limit_;
    if (!read_.empty()) after_ = read_.back().code;
    limit_ = std::min(limit_ * 2, kRowsMost);
  }
  Transaction* tx_;
  const Sql* sql_;
  std::string partner_;
  std::int64_t no_;
  std::string after_;
  std::deque<Link> read_;
  bool more_ = false;
  int limit_ = kRowsFirst;
};

void merge_rows(Transaction& tx, const Between& between, const std::function<bool(const Difference&)>& visit) {
  std::vector<Rows> streams;
  for (std::int64_t no = between.from + 1; no <= between.to; ++no)
    for (const Sql* sql : {&kBegan, &kEnded}) streams.emplace_back(tx, *sql, between, no);
  for (;;) {
    const std::string* least = nullptr;
    for (const Rows& s : streams)
      if (const Link* l = s.next(); l && (!least || l->code < *least)) least = &l->code;
    if (!least) return;
    Difference d;
    d.code = *least;
    for (Rows& s : streams)
      if (const Link* l = s.next(); l && l->code == d.code) take(d, s.pop(), between);
    if (differs(d) && !visit(d)) return;
  }
}

void read_through(Transaction& tx, const Between& between, const std::function<bool(const Difference&)>& visit) {
  Difference at;
  bool more = true;
  tx.each(kRowsInOrder,
          {{"partner", between.partner_id}, {"after", between.after}, {"from", between.from}, {"to", between.to}},
          [&](const store::Row& row) {
            Link l = link_of(row);
            if (l.code != at.code) {
              if (!at.code.empty() && differs(at)) more = visit(at);
              at = {l.code, {}, {}};
            }
            take(at, std::move(l), between);
            return more;
          });
  if (more && !at.code.empty() && differs(at)) visit(at);
}

}  // namespace

std::vector<const Sql*> difference_lists() {
  return {&kBegan, &kEnded};
}

Result<void> Inventories::difference(const std::string& partner_id, std::int64_t from, std::int64_t to,
                                     const std::string& after,
                                     const std::function<bool(const Difference&)>& visit) const {
  if (from >= to) return invalid("inventory_order", "Name an earlier inventory and a later one.", "from");
  return database_.read([&](Transaction& tx) -> Result<void> {
    MUSTER_TRY(const auto partner, partners::need_partner(tx, partner_id));
    if ((from > 0 && !select_inventory(tx, partner.id, from)) || !select_inventory(tx, partner.id, to))
      return not_found("inventory_unknown", "There is no such inventory of this partner.");
    const Between between{partner.id, from, to, after};
    if (to - from <= kStepsMerged)
      merge_rows(tx, between, visit);
    else
      read_through(tx, between, visit);
    return {};
  });
}

}  // namespace muster::promotion
