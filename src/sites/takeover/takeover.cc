#include "mapped_csv.h"
#include "takeover_store.h"
#include <base/text.h>
#include <policy/policy.h>

#include <istream>

#include <fmt/format.h>

namespace muster::takeover {
namespace {

constexpr std::size_t kHowMax = 500;

std::string source_name_of(const Mapping& mapping, const std::string& file) {
  return mapping.system + ": " + file.substr(file.rfind('/') + 1);
}

}  // namespace

Result<filings::ImportResult> Service::take_over(const Mapping& mapping, const Options& options) const {
  MUSTER_TRY(const auto records,
             mapping.table.empty() ? open_csv(options.file, mapping) : open_sqlite(options.file, mapping));
  Origin origin{source_name_of(mapping, options.file), mapping.system, mapping.law, std::nullopt,
                recorder_.clock().now()};
  if (mapping.reverify) origin.reverify_by = policy_.due("filing.legacy_reverify", origin.begun_at);
  // First where they come from, then they: a filing is never in without its origin.
  if (!options.dry_run)
    MUSTER_CHECK_OK(database_.write([&](store::Transaction& tx) -> Result<void> {
      if (find_origin(tx, origin.source_name)) return {};  // it goes on, within its term
      insert_origin(tx, origin, options.actor);
      recorder_.record(
          tx, kBegun, options.actor, "filing_origin", origin.source_name,
          fmt::format(R"({{"system":{},"law":{},"reverify_by":{}}})", json_quote(origin.system), json_quote(origin.law),
                      origin.reverify_by ? json_quote(to_rfc3339(*origin.reverify_by)) : "null"));
      return {};
    }));
  std::int64_t unread = 0;
  MappedCsv csv(*records, mapping, [&](std::int64_t record, const Error& error) {
    ++unread;
    if (options.on_error) options.on_error({record, "", error});
  });
  std::istream in(&csv);
  filings::ImportOptions how;
  how.source_name = origin.source_name;
  how.dry_run = options.dry_run;
  how.resume = false;  // read again from its beginning; what is in is told apart
  how.provider_id = options.provider_id;
  how.actor = options.actor;
  how.on_progress = options.on_progress;
  how.on_error = [&](const filings::LineError& e) {
    if (options.on_error) options.on_error({csv.record_of(e.line), e.number, e.error});
  };
  MUSTER_TRY(auto result, importer_.run(in, how));
  if (csv.error()) return *csv.error();
  result.refused += unread;
  result.lines += unread;
  return result;
}

Result<std::vector<Origin>> Service::origins() const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Origin>> { return list_origins(tx); });
}

Result<std::vector<ToReverify>> Service::to_reverify(const std::string& after, int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<ToReverify>> {
    return list_to_reverify(tx, after, std::clamp(limit, 1, 500));
  });
}

Result<void> Service::reverified(const std::string& site_id, const std::string& how, const std::string& actor) const {
  const std::string said(trim(how));
  if (said.empty() || said.size() > kHowMax || !is_valid_utf8(said))
    return invalid("reverify_how", "Say how it was verified, in at most 500 bytes.", "how");
  return database_.write([&](store::Transaction& tx) -> Result<void> {
    const auto asked = reverify_asked(tx, site_id);
    if (!asked) return not_found("filing_unknown", "There is no such filing.");
    if (!*asked) return conflict("reverify_not_asked", "This filing did not come from a system that asks for it.");
    if (is_reverified(tx, site_id)) return conflict("reverified", "This filing was verified again already.");
    insert_reverified(tx, site_id, recorder_.clock().now(), actor, said);
    recorder_.record(tx, kReverified, actor, "filing", site_id);
    return {};
  });
}

}  // namespace muster::takeover
