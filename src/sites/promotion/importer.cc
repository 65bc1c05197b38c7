// A file of links becomes the partner's next inventory.
#include "link_store.h"
#include <base/faults.h>
#include <base/sha256.h>
#include <filings/table_stream.h>
#include <partners/service.h>
#include <partners/states.h>

#include <algorithm>
#include <unordered_set>

#include <fmt/format.h>

namespace muster::promotion {
namespace {

using store::Transaction;

Result<partners::Partner> live_partner(Transaction& tx, const std::string& id) {
  MUSTER_TRY(auto found, partners::need_partner(tx, id));
  if (!partners::is_live(found.state)) return conflict("partner_ended", "This partner's contract is over.");
  return found;
}

void record_taken(Transaction& tx, const ledger::Recorder& recorder, const partners::Partner& partner,
                  const Inventory& i) {
  recorder.record(
      tx, kInventoryTaken, i.actor, kInventoryRecord, i.id,
      fmt::format(
          R"({{"partner":"{}","no":{},"links":{},"added":{},"changed":{},"removed":{},"refused":{},"sha256":"{}"}})",
          partner.number, i.no, i.links, i.added, i.changed, i.removed, i.refused, i.sha256));
}

// Of an inventory that is open still: counted along, not anew.
std::int64_t links_after(Transaction& tx, const Inventory& i) {
  return links_before(tx, i.partner_id) + i.added - i.removed;
}

std::int64_t code_hash(std::string_view code) {
  return static_cast<std::int64_t>(std::hash<std::string_view>{}(code));
}

// What a batch of new rows does to what is listed. Rows that are the same are dropped from it.
struct Applied {
  std::int64_t added = 0, changed = 0, same = 0;
  std::vector<std::string> twice;  // codes that this inventory has with other words already
};
Applied apply_rows(Transaction& tx, const ledger::Recorder& recorder, const std::string& partner_id, std::int64_t no,
                   std::vector<Link> rows, std::map<std::string, std::string>& channels) {
  Applied out;
  std::vector<std::string> codes, changed, fresh;
  for (const Link& row : rows) codes.push_back(row.code);
  const auto listed = select_listed(tx, partner_id, codes);
  std::vector<Link> in;
  for (Link& row : rows) {
    const auto now = listed.find(row.code);
    if (now != listed.end() && now->second.print == row.print) {
      ++out.same;
      continue;
    }
    if (now != listed.end() && now->second.since_no == no) {
      out.twice.push_back(row.code);
      continue;
    }
    (now == listed.end() ? fresh : changed).push_back(row.code);
    row.partner_id = partner_id;
    row.since_no = no;
    row.channel_id = ensure_channel(tx, recorder, partner_id, row.channel, channels);
    in.push_back(std::move(row));
  }
  end_links(tx, partner_id, changed, no);
  insert_links(tx, in);
  // A link that leads elsewhere is looked at again as a new one is.
  fresh.insert(fresh.end(), changed.begin(), changed.end());
  list_inspections(tx, partner_id, fresh, recorder.clock().now());
  out.added = static_cast<std::int64_t>(fresh.size() - changed.size());
  out.changed = static_cast<std::int64_t>(changed.size());
  return out;
}

class Take {
 public:
  Take(store::Database& database, const ledger::Recorder& recorder, const ImportOptions& options)
      : database_(database), recorder_(recorder), options_(options) {}

  Result<ImportResult> go(std::istream& in) {
    table_ = filings::TableStream::open(in, options_.format, link_fields(), options_.mapping, options_.sheet);
    MUSTER_CHECK_OK(table_->start(link_fields_needed()));
    MUSTER_CHECK_OK(begin());
    filings::TableRow row;
    while (!result_.stopped) {
      MUSTER_TRY(const bool more, table_->next(row));
      if (more) MUSTER_CHECK_OK(take_row(row));
      if (static_cast<int>(batch_.size()) >= options_.batch_rows || !more) MUSTER_CHECK_OK(commit());
      if (!more) break;
    }
    if (result_.stopped) return result_;
    if (options_.full) MUSTER_CHECK_OK(take_out_the_rest());
    MUSTER_CHECK_OK(end());
    return result_;
  }

 private:
  Result<void> begin() {
    static_cast<Inventory&>(result_) = {};
    return database_.write([&](Transaction& tx) -> Result<void> {
      MUSTER_TRY(partner_, live_partner(tx, options_.partner_id));
      auto open = select_open_inventory(tx, partner_.id);
      if (options_.dry_run) {
        result_.partner_id = partner_.id;
        result_.no = last_inventory_no(tx, partner_.id) + (open ? 0 : 1);
        return {};
      }
      const std::string source = options_.source_name.substr(0, 200);
      if (open && (open->source != source || open->full != options_.full)) {
        // What another file left behind stands as it is.
        open->ended_at = recorder_.clock().now();
        open->links = links_after(tx, *open);
        update_inventory(tx, *open);
        record_taken(tx, recorder_, partner_, *open);
        open.reset();
      }
      if (open) {
        static_cast<Inventory&>(result_) = *open;
        result_.resumed = true;
        result_.lines = result_.refused = 0;
        return {};
      }
      Inventory fresh;
      fresh.id = recorder_.new_id();
      fresh.partner_id = partner_.id;
      fresh.no = last_inventory_no(tx, partner_.id) + 1;
      fresh.source = source;
      fresh.full = options_.full;
      fresh.actor = options_.actor;
      fresh.started_at = recorder_.clock().now();
      insert_inventory(tx, fresh);
      static_cast<Inventory&>(result_) = fresh;
      return {};
    });
  }

  void refuse(std::int64_t line, const std::string& code, const std::vector<Error>& faults) {
    ++result_.refused;
    for (const Error& fault : faults)
      if (options_.on_error) options_.on_error({line, code, fault});
  }

  Result<void> take_row(const filings::TableRow& row) {
    ++result_.lines;
    const std::string& code = row.values[0];
    // What was refused keeps what there was.
    const bool known_code = is_code(code);
    const bool first = !known_code || seen_.insert(code_hash(code)).second;
    if (static_cast<std::int64_t>(seen_.size()) > kLinksMax)
      return invalid("inventory_too_large", fmt::format("An inventory has {} links at most.", kLinksMax));
    if (!row.faults.empty()) {
      refuse(row.line, code, row.faults);
      return {};
    }
    auto link = check_link(link_of_fields(row.values));
    if (!link.ok()) {
      refuse(row.line, code, faults_of(link.error()));
      return {};
    }
    if (!first) {
      refuse(row.line, code, {invalid("link_code_twice", "This code stands in the file before.", "code")});
      return {};
    }
    hash_.add(link->code + " " + link->print + "\n");
    batch_.push_back(std::move(*link));
    return {};
  }

  Result<void> commit() {
    if (batch_.empty()) return {};
    Applied done;
    auto channels = channels_;
    const auto stored = database_.write([&](Transaction& tx) -> Result<void> {
      channels = channels_;
      done = apply_rows(tx, recorder_, partner_.id, result_.no, batch_, channels);
      if (options_.dry_run) return invalid("dry_run", "A dry run is taken back.");
      Inventory so_far = result_;
      so_far.added += done.added;
      so_far.changed += done.changed;
      update_inventory(tx, so_far);
      return {};
    });
    if (!stored.ok() && !(options_.dry_run && stored.error().code == "dry_run")) return stored;
    if (!options_.dry_run) channels_ = std::move(channels);
    result_.added += done.added;
    result_.changed += done.changed;
    result_.same += done.same;
    for (const std::string& code : done.twice)
      refuse(0, code, {invalid("link_code_twice", "This inventory has the code with other words already.", "code")});
    batch_.clear();
    if (options_.on_progress && !options_.on_progress(result_)) result_.stopped = true;
    return {};
  }

  // Codes that are listed and were not in the file, a batch at a time.
  Result<void> take_out_the_rest() {
    std::string after;
    for (;;) {
      std::vector<std::string> gone;
      bool more = false;
      const auto done = database_.write([&](Transaction& tx) -> Result<void> {
        gone.clear();
        more = false;
        std::string last = after;
        for (const Link& l : select_links(tx, {.partner_id = partner_.id}, after, options_.batch_rows)) {
          if (!seen_.contains(code_hash(l.code))) gone.push_back(l.code);
          last = l.code;
          more = true;
        }
        if (!options_.dry_run) {
          end_links(tx, partner_.id, gone, result_.no);
          unlist_inspections(tx, partner_.id, gone);
          Inventory so_far = result_;
          so_far.removed += static_cast<std::int64_t>(gone.size());
          update_inventory(tx, so_far);
        }
        after = last;
        return {};
      });
      MUSTER_CHECK_OK(done);
      result_.removed += static_cast<std::int64_t>(gone.size());
      if (!more) return {};
    }
  }

  Result<void> end() {
    result_.sha256 = hash_.hex();
    if (options_.dry_run) return {};
    return database_.write([&](Transaction& tx) -> Result<void> {
      result_.ended_at = recorder_.clock().now();
      result_.links = links_after(tx, result_);
      update_inventory(tx, result_);
      record_taken(tx, recorder_, partner_, result_);
      return {};
    });
  }

  store::Database& database_;
  const ledger::Recorder& recorder_;
  const ImportOptions& options_;
  partners::Partner partner_;
  std::unique_ptr<filings::TableStream> table_;
  ImportResult result_;
  std::vector<Link> batch_;
  std::map<std::string, std::string> channels_;
  std::unordered_set<std::int64_t> seen_;
  Sha256 hash_;
};

// One change of a form: an inventory of its own, within one transaction.
Result<void> one_change(Transaction& tx, const ledger::Recorder& recorder, const partners::Partner& partner,
                        const std::string& actor, const std::function<void(Inventory&)>& change) {
  if (select_open_inventory(tx, partner.id))
    return conflict("inventory_open", "An inventory of this partner is being taken in; wait for its end.");
  Inventory i;
  i.id = recorder.new_id();
  i.partner_id = partner.id;
  i.no = last_inventory_no(tx, partner.id) + 1;
  i.source = "form";
  i.actor = actor;
  i.started_at = recorder.clock().now();
  insert_inventory(tx, i);
  change(i);
  i.lines = 1;
  i.ended_at = i.started_at;
  i.links = links_after(tx, i);
  update_inventory(tx, i);
  record_taken(tx, recorder, partner, i);
  return {};
}

}  // namespace

Result<ImportResult> Inventories::take(std::istream& in, const ImportOptions& options) const {
  return Take(database_, recorder_, options).go(in);
}

Result<Link> Inventories::put(const std::string& partner_id, const NewLink& asked, const std::string& actor) const {
  MUSTER_TRY(const Link link, check_link(asked));
  return database_.write([&](Transaction& tx) -> Result<Link> {
    MUSTER_TRY(const auto partner, live_partner(tx, partner_id));
    const auto listed = find_link(tx, partner.id, link.code);
    if (listed && listed->print == link.print) return *listed;
    MUSTER_CHECK_OK(one_change(tx, recorder_, partner, actor, [&](Inventory& i) {
      std::map<std::string, std::string> channels;
      const Applied done = apply_rows(tx, recorder_, partner.id, i.no, {link}, channels);
      i.added = done.added;
      i.changed = done.changed;
      i.sha256 = link.print;
    }));
    return *find_link(tx, partner.id, link.code);
  });
}

Result<void> Inventories::remove(const std::string& partner_id, const std::string& code,
                                 const std::string& actor) const {
  return database_.write([&](Transaction& tx) -> Result<void> {
    MUSTER_TRY(const auto partner, live_partner(tx, partner_id));
    if (!find_link(tx, partner.id, code)) return not_found("link_unknown", "No link with this code is listed.");
    return one_change(tx, recorder_, partner, actor, [&](Inventory& i) {
      i.removed = end_links(tx, partner.id, {code}, i.no);
      unlist_inspections(tx, partner.id, {code});
    });
  });
}

}  // namespace muster::promotion
