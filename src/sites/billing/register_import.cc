#include "register_store.h"
#include <base/csv.h>
#include <base/text.h>

#include <istream>
#include <map>
#include <set>

#include <billing/charge_line.h>

namespace muster::billing {
namespace {

using store::Transaction;

constexpr const char* kNeeded[] = {"code", "name",       "partner",     "price",      "currency",
                                   "from", "first_text", "second_text", "behalf_text"};
constexpr std::size_t kRecordMax = 32 * 1024;
constexpr std::size_t kRowsAtOnce = 500;

struct ImportedRow {
  std::int64_t line = 0;
  std::string partner;
  NewService service;
};

// A day is its first moment in UTC.
Result<Instant> begin_of(const std::string& text) {
  auto at = text.size() == 10 ? parse_day(text) : parse_rfc3339(text);
  if (!at.ok())
    return invalid("import_from", "A price begins on a day (2026-03-01) or at a time (2026-03-01T09:30:00Z).", "from");
  return *at;
}

Result<ImportedRow> row_of(const CsvRecord& record, const std::map<std::string, std::size_t>& columns) {
  const auto text = [&](const char* column) {
    const auto at = columns.find(column);
    return at == columns.end() || at->second >= record.fields.size() ? std::string()
                                                                     : std::string(trim(record.fields[at->second]));
  };
  ImportedRow row;
  row.line = record.line;
  row.partner = text("partner");
  NewService& s = row.service;
  s.code = text("code");
  s.name = text("name");
  s.first_text = text("first_text");
  s.second_text = text("second_text");
  s.behalf_text = text("behalf_text");
  s.flow = text("flow");
  s.currency = text("currency");
  if (!is_currency(s.currency))
    return invalid("price_currency", "A currency is three capital letters (ISO 4217).", "currency");
  if (!parse_price(text("price"), s.currency, s.amount))
    return invalid("price_amount", "The price is not an amount of this currency, such as 2.00.", "price");
  MUSTER_TRY(s.from, begin_of(text("from")));
  return row;
}

}  // namespace

Result<ImportResult> Register::import_csv(std::istream& in, const ImportOptions& options) const {
  MUSTER_CHECK_OK(database_.read(
      [&](Transaction& tx) -> Result<void> { return need_proposer(tx, options.actor, recorder_.clock().now()); }));
  CsvReader reader(bytes_of(in), {.record_bytes_max = kRecordMax, .fields_max = 64});
  CsvRecord record;
  MUSTER_TRY(const bool any, reader.next(record));
  if (!any) return invalid("import_empty", "The file is empty.");
  if (record.bad) return record.error;
  std::map<std::string, std::size_t> columns;
  for (std::size_t i = 0; i < record.fields.size(); ++i) columns.emplace(to_lower_ascii(trim(record.fields[i])), i);
  for (const char* name : kNeeded)
    if (!columns.count(name))
      return invalid("csv_column_missing", std::string("The file has no column ") + name + ".", name);

  ImportResult result;
  result.id = options.dry_run ? "" : recorder_.new_id();
  const auto refuse = [&](std::int64_t line, const std::string& code, const Error& error) {
    ++result.refused;
    if (options.on_error) options.on_error({line, code, error});
  };
  std::vector<ImportedRow> waiting;
  std::set<std::string> seen;
  const auto store = [&]() -> Result<void> {
    struct Done {
      std::int64_t accepted = 0, already_in = 0;
      std::vector<ImportLine> refused;
    };
    const auto work = [&](Transaction& tx) -> Result<Done> {
      Done done;
      const Instant now = recorder_.clock().now();
      for (const ImportedRow& row : waiting) {
        NewService given = row.service;
        given.partner_id = find_partner(tx, row.partner);
        if (given.partner_id.empty()) {
          done.refused.push_back(
              {row.line, given.code,
               invalid("service_partner", "No partner, or more than one, has this id, licence number or name.",
                       "partner")});
          continue;
        }
        const auto there = find_service_by_code(tx, given.code, now);
        if (there && there->name == given.name && there->partner_id == given.partner_id &&
            there->amount == given.amount && there->currency == given.currency) {
          ++done.already_in;
          continue;
        }
        std::vector<Error> errors = check_service(given);
        if (errors.empty() && there)
          errors.push_back(conflict("service_code_taken", "There is a service with this code.", "code"));
        for (const Error& e : errors) done.refused.push_back({row.line, given.code, e});
        if (!errors.empty()) continue;
        if (!options.dry_run) {
          const auto made = proposed(tx, given, result.id, options.actor);
          if (!made.ok()) return made.error();
        }
        ++done.accepted;
      }
      return done;
    };
    MUSTER_TRY(const Done done, options.dry_run ? database_.read(work) : database_.write(work));
    result.accepted += done.accepted;
    result.already_in += done.already_in;
    std::int64_t last = 0;
    for (const auto& r : done.refused) {
      result.refused += r.line != last;
      last = r.line;
      if (options.on_error) options.on_error(r);
    }
    waiting.clear();
    return {};
  };
  for (;;) {
    MUSTER_TRY(const bool more, reader.next(record));
    if (!more) break;
    if (static_cast<std::size_t>(++result.lines) > kImportRowsMax)
      return invalid("import_too_large", "A file has at most 100,000 services; cut it in parts.");
    if (record.bad) {
      refuse(record.line, "", record.error);
      continue;
    }
    auto row = row_of(record, columns);
    if (!row.ok()) {
      refuse(record.line, "", row.error());
      continue;
    }
    if (!seen.insert(row->service.code).second) {
      refuse(record.line, row->service.code,
             invalid("import_twice", "The file has this code in an earlier line.", "code"));
      continue;
    }
    waiting.push_back(std::move(*row));
    if (waiting.size() >= kRowsAtOnce) MUSTER_CHECK_OK(store());
  }
  MUSTER_CHECK_OK(store());
  return result;
}

}  // namespace muster::billing
