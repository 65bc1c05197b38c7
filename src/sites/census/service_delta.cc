// Two runs side by side, page by page in order of name: neither is ever in memory as a whole.
#include "census_store.h"
#include "service_inside.h"

#include <algorithm>

namespace muster::census {
namespace {

constexpr int kRowsRead = 2'000;  // of each run at once

// The findings of a run one after the other.
class Walk {
 public:
  Walk(store::Transaction& tx, std::optional<std::int64_t> number, std::string after)
      : tx_(tx), number_(number), after_(std::move(after)) {}
  // nullptr: there are no more.
  const Finding* now() {
    if (at_ == rows_.size() && number_) {
      rows_ = findings_after(tx_, *number_, after_, kRowsRead);
      at_ = 0;
      if (rows_.empty())
        number_.reset();
      else
        after_ = rows_.back().name;
    }
    return at_ < rows_.size() ? &rows_[at_] : nullptr;
  }
  void next() { ++at_; }

 private:
  store::Transaction& tx_;
  std::optional<std::int64_t> number_;
  std::string after_;
  std::vector<Finding> rows_;
  std::size_t at_ = 0;
};

bool wanted(const DeltaQuery& query, Change change) {
  return query.changes.empty() || std::find(query.changes.begin(), query.changes.end(), change) != query.changes.end();
}

void fill(store::Transaction& tx, const DeltaQuery& query, DeltaPage& page) {
  Walk earlier(tx, page.since ? std::optional(page.since->number) : std::nullopt, query.after);
  Walk later(tx, page.run.number, query.after);
  for (;;) {
    const Finding *before = earlier.now(), *after = later.now();
    if (!before && !after) return;
    const bool takes_before = before && (!after || before->name <= after->name);
    const bool takes_after = after && (!before || after->name <= before->name);
    const Finding* was = takes_before ? before : nullptr;
    const Finding* is = takes_after ? after : nullptr;
    const auto change = change_between(was, is);
    if (change && wanted(query, *change)) {
      Delta delta;
      delta.name = was ? was->name : is->name;
      delta.change = *change;
      if (was) delta.before = *was;
      if (is) delta.after = *is;
      page.items.push_back(std::move(delta));
    }
    if (takes_before) earlier.next();
    if (takes_after) later.next();
    if (page.items.size() == static_cast<std::size_t>(query.limit)) {
      page.next = page.items.back().name;
      return;
    }
  }
}

Result<void> must_be_done(const std::optional<Run>& run) {
  if (!run) return not_found("run_unknown", "There is no such census.");
  if (run->state != "done")
    return conflict("run_not_done", "This census is not finished; nothing can be compared yet.");
  return {};
}

}  // namespace

Result<DeltaPage> Service::delta(const DeltaQuery& asked) const {
  DeltaQuery query = asked;
  query.limit = std::clamp(query.limit, 1, 500);
  return inside_->database.read([&](store::Transaction& tx) -> Result<DeltaPage> {
    DeltaPage page;
    const auto run = query.run_id.empty() ? newest_done(tx) : find_run(tx, query.run_id);
    MUSTER_CHECK_OK(must_be_done(run));
    page.run = *run;
    if (!query.since.empty()) {
      page.since = find_run(tx, query.since);
      MUSTER_CHECK_OK(must_be_done(page.since));
    } else if (run->previous) {
      page.since = find_run(tx, *run->previous);
    }
    if (page.since && page.since->number >= page.run.number)
      return invalid("census_since", "Compare with a census that was before this one.", "since");
    fill(tx, query, page);
    for (Delta& delta : page.items) {
      if (delta.before && page.since) delta.before->run_id = page.since->id;
      if (delta.after) delta.after->run_id = page.run.id;
    }
    return page;
  });
}

}  // namespace muster::census
