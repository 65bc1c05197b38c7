#include "mapped_csv.h"
#include "takeover_store.h"
#include <base/text.h>
#include <policy/policy.h>

#include <algorithm>
#include <istream>

#include <fmt/format.h>

namespace muster::takeover {
namespace {

constexpr std::size_t kHowMax = 500;

std::string source_name_of(const Mapping& mapping, const Options& options) {
  return mapping.system + ": " + options.file.substr(options.file.rfind('/') + 1) +
         (options.mark.empty() ? "" : " · " + options.mark);
}

}  // namespace

// First where they come from, then they: a filing is never in without its origin.
Result<Origin> Service::begin(const Mapping& mapping, const Options& options) const {
  Origin origin{source_name_of(mapping, options), mapping.system, mapping.law, std::nullopt, recorder_.clock().now()};
  if (mapping.reverify) origin.reverify_by = policy_.due("filing.legacy_reverify", origin.begun_at);
  if (options.dry_run) return origin;
  return database_.write([&](store::Transaction& tx) -> Result<Origin> {
    if (const auto before = find_origin(tx, origin.source_name)) return *before;  // it goes on, within its term
    insert_origin(tx, origin, options.actor);
    recorder_.record(
        tx, kBegun, options.actor, "filing_origin", origin.source_name,
        fmt::format(R"({{"system":{},"law":{},"reverify_by":{}}})", json_quote(origin.system), json_quote(origin.law),
                    origin.reverify_by ? json_quote(to_rfc3339(*origin.reverify_by)) : "null"));
    return origin;
  });
}

Result<filings::ImportResult> Service::take_over(const Mapping& mapping, const Options& options) const {
  const Place place{options.file, options.content};
  MUSTER_TRY(const auto records, mapping.table.empty() ? open_csv(place, mapping) : open_sqlite(place, mapping));
  MUSTER_TRY(const Origin origin, begin(mapping, options));
  std::int64_t unread = 0;
  MappedCsv csv(*records, mapping, [&](std::int64_t record, const Error& error) {
    ++unread;
    if (options.on_error) options.on_error({record, "", error});
  });
  std::istream in(&csv);
  filings::ImportOptions how;
  how.source_name = origin.source_name;
  how.dry_run = options.dry_run;
  how.provider_id = options.provider_id;
  how.actor = options.actor;
  how.on_error = [&](const filings::LineError& e) {
    if (options.on_error) options.on_error({csv.record_of(e.line), e.number, e.error});
  };
  if (origin.reverify_by)
    how.on_write = [&](store::Transaction& tx, const std::string& import_id, int batch) {
      insert_to_reverify(tx, origin, import_id, batch);
    };
  if (options.on_progress)
    how.on_progress = [&](const filings::ImportProgress& p) {
      return options.on_progress({p, records->done(), records->total()}) || csv.is_all(p.bytes);
    };
  MUSTER_TRY(auto result, importer_.run(in, how));
  if (csv.error()) return *csv.error();
  result.refused += unread;
  result.lines += unread;
  return result;
}

Result<OriginPage> Service::origins(const std::string& after, int limit) const {
  const int most = std::clamp(limit, 1, 500);
  return database_.read([&](store::Transaction& tx) -> Result<OriginPage> {
    OriginPage page{list_origins(tx, after, most + 1), ""};
    if (static_cast<int>(page.items.size()) <= most) return page;
    page.items.pop_back();
    page.next = page.items.back().source_name;
    return page;
  });
}

Result<ToReverifyPage> Service::to_reverify(const std::string& system, const std::string& after, int limit) const {
  const int most = std::clamp(limit, 1, 500);
  return database_.read([&](store::Transaction& tx) -> Result<ToReverifyPage> {
    const auto last = after.empty() ? std::nullopt : find_to_reverify(tx, after);
    if (!last && !after.empty()) return invalid("page_cursor", "This cursor is not one of this list.", "after");
    ToReverifyPage page{list_to_reverify(tx, system, last, most + 1), ""};
    if (static_cast<int>(page.items.size()) <= most) return page;
    page.items.pop_back();
    page.next = page.items.back().site_id;
    return page;
  });
}

Result<void> Service::reverified(const std::string& site_id, const std::string& how, const std::string& actor) const {
  const std::string said(trim(how));
  if (said.empty() || said.size() > kHowMax || !is_valid_utf8(said))
    return invalid("reverify_how", "Say how it was verified, in at most 500 bytes.", "how");
  return database_.write([&](store::Transaction& tx) -> Result<void> {
    if (!is_filing(tx, site_id)) return not_found("filing_unknown", "There is no such filing.");
    if (!find_to_reverify(tx, site_id))
      return conflict("reverify_not_asked", "This filing did not come from a system that asks for it.");
    if (is_reverified(tx, site_id)) return conflict("reverified", "This filing was verified again already.");
    insert_reverified(tx, site_id, recorder_.clock().now(), actor, said);
    recorder_.record(tx, kReverified, actor, "filing", site_id);
    return {};
  });
}

}  // namespace muster::takeover
