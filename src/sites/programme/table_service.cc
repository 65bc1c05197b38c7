// Items as a table: one row each, by code; in with a word about every bad row, out with what is on record.
#include "service_parts.h"
#include <base/text.h>
#include <parties/parties.h>

#include <algorithm>

#include <fmt/format.h>

namespace muster::programme {
namespace {

using store::Transaction;

constexpr std::size_t kFaultsMax = 1000;
constexpr const char* kReadOnly[] = {"owner_name", "state", "evidence_shown", "steps_done", "behind"};

std::vector<std::string> words_of(const std::string& text, char separator) {
  std::vector<std::string> out;
  for (const auto part : split(text, separator))
    if (const auto word = trim(part); !word.empty()) out.emplace_back(word);
  return out;
}

bool read_only(const std::string& column) {
  return std::find(std::begin(kReadOnly), std::end(kReadOnly), column) != std::end(kReadOnly);
}

Result<std::vector<std::string>> columns_in(const std::vector<std::string>& header) {
  std::vector<std::string> out;
  const auto& known = Service::columns();
  for (const std::string& name : header) {
    const std::string word = to_lower_ascii(trim(name));
    if (std::find(known.begin(), known.end(), word) == known.end())
      return invalid("table_columns",
                     fmt::format("The column \"{}\" is not known. Nothing was read.",
                                 is_valid_utf8(word) ? word.substr(0, 60) : "?"),
                     "header");
    if (std::find(out.begin(), out.end(), word) != out.end())
      return invalid("table_columns", fmt::format("The column \"{}\" stands twice. Nothing was read.", word), "header");
    out.push_back(word);
  }
  for (const char* needed : {"code", "area", "due"})
    if (std::find(out.begin(), out.end(), needed) == out.end())
      return invalid("table_columns", fmt::format("The column \"{}\" is missing. Nothing was read.", needed), "header");
  return out;
}

std::vector<Both> steps_in(const std::string& en, const std::string& zh) {
  const auto first = words_of(en, ';'), second = words_of(zh, ';');
  std::vector<Both> out(std::max(first.size(), second.size()));
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = {i < first.size() ? first[i] : "", i < second.size() ? second[i] : ""};
  return out;
}

}  // namespace

const std::vector<std::string>& Service::columns() {
  static const std::vector<std::string> all{"code",        "area",           "title_en",   "title_zh", "owner",
                                            "owner_name",  "deputies",       "starts",     "due",      "evidence_en",
                                            "evidence_zh", "metric",         "towards",    "steps_en", "steps_zh",
                                            "state",       "evidence_shown", "steps_done", "behind"};
  return all;
}

// Returns "entered", "changed" or "unchanged".
Result<std::string> Service::take_row(Transaction& tx, const Programme& programme,
                                      const std::map<std::string, std::string>& row, const Actor& actor) const {
  const auto cell = [&](const char* name) -> std::optional<std::string> {
    const auto found = row.find(name);
    return found == row.end() ? std::nullopt : std::optional(std::string(trim(found->second)));
  };
  const std::string code = cell("code").value_or("");
  if (code.empty() || code.size() > kCodeMax) return invalid("item_code", "A code has 1 to 20 bytes.", "code");
  auto item = select_item_by_code(tx, programme.id, code);
  const bool is_new = !item;
  if (is_new) {
    item.emplace();
    item->id = recorder_.new_id();
    item->programme_id = programme.id;
    item->code = code;
    item->starts_on = programme.starts_on;
    item->state_by = actor.id;
  } else {
    item->deputies = select_deputies(tx, item->id);
  }
  const Item was = *item;
  if (is_new || cell("area").value_or("") != item->area_code) {
    item->area_id.clear();
    for (const Area& area : select_areas(tx, programme.id))
      if (area.code == cell("area")) item->area_id = area.id;
    if (item->area_id.empty()) return invalid("area_unknown", "There is no area with this code.", "area");
    if (!is_new) return invalid("area_fixed", "An item stays in its area.", "area");
  }
  item->title = {cell("title_en").value_or(item->title.en), cell("title_zh").value_or(item->title.zh)};
  item->evidence = {cell("evidence_en").value_or(item->evidence.en), cell("evidence_zh").value_or(item->evidence.zh)};
  item->metric = cell("metric").value_or(item->metric);
  item->towards = cell("towards").value_or(item->towards);
  item->owner_id = cell("owner").value_or(item->owner_id);
  if (const auto starts = cell("starts"); starts && !starts->empty()) item->starts_on = *starts;
  item->due_on = cell("due").value_or("");
  if (const auto deputies = cell("deputies")) item->deputies = words_of(*deputies, ' ');
  MUSTER_CHECK_OK(check_texts(item->title, kTitleMax, true, "title_en"));
  MUSTER_CHECK_OK(check_texts(item->evidence, kTitleMax, false, "evidence_en"));
  MUSTER_CHECK_OK(check_binding(item->metric, item->towards, metrics_.definitions()));
  if (!is_day(item->starts_on)) return invalid("programme_day", "Write the day as 2026-03-01.", "starts");
  if (!is_day(item->due_on)) return invalid("programme_day", "Write the day as 2026-03-01.", "due");
  if (item->due_on < item->starts_on) return invalid("programme_days", "It is due before it begins.", "due");
  if (!item->owner_id.empty()) MUSTER_CHECK_OK(need_person(tx, item->owner_id, "owner"));
  if (item->deputies.size() > kDeputiesMax)
    return invalid("deputies_max", "An item has at most 5 deputies.", "deputies");
  for (const auto& deputy : item->deputies) {
    MUSTER_CHECK_OK(need_person(tx, deputy, "deputies"));
    if (deputy == item->owner_id || std::count(item->deputies.begin(), item->deputies.end(), deputy) > 1)
      return invalid("deputy_twice", "Nobody answers for an item twice.", "deputies");
  }
  const auto steps = steps_in(cell("steps_en").value_or(""), cell("steps_zh").value_or(""));
  if (steps.size() > kStepsMax) return invalid("steps_max", "An item has at most 50 steps.", "steps_en");
  for (const Both& step : steps) MUSTER_CHECK_OK(check_texts(step, kTitleMax, true, "steps_en"));

  if (is_new) {
    insert_item(tx, *item, recorder_.clock().now());
    std::int64_t seq = 0;
    for (const Both& step : steps) insert_step(tx, item->id, ++seq, step);
  } else {
    const auto key = [](const Item& i) {
      return std::tie(i.title.en, i.title.zh, i.evidence.en, i.evidence.zh, i.metric, i.towards, i.owner_id,
                      i.starts_on, i.due_on, i.deputies);
    };
    if (key(was) == key(*item)) return std::string("unchanged");
    if (!update_item(tx, *item)) return stale_record();
  }
  if (item->deputies != was.deputies) replace_deputies(tx, item->id, item->deputies);
  recorder_.record(
      tx, kItemChanged, actor.id, kItemRecord, item->id,
      fmt::format(R"({{"code":{},"owner":{},"starts_on":"{}","due_on":"{}","metric":{}}})", json_quote(code),
                  json_quote(item->owner_id), item->starts_on, item->due_on, json_quote(item->metric)));
  return std::string(is_new ? "entered" : "changed");
}

Result<TableResult> Service::take_rows(const std::string& programme_id, const std::vector<std::string>& header,
                                       const std::vector<std::pair<std::int64_t, Row>>& rows, bool dry_run,
                                       const Actor& actor) const {
  MUSTER_CHECK_OK(need_supervisor(actor));
  MUSTER_TRY(const auto names, columns_in(header));
  if (rows.size() > kItemsMax) return invalid("table_rows_max", "A table has at most 5,000 rows. Nothing was read.");
  TableResult out;
  const auto done = database_.write([&](Transaction& tx) -> Result<void> {
    out = {};
    MUSTER_TRY(const Programme programme, need_running(tx, programme_id));
    if (static_cast<std::size_t>(count_items(tx, programme_id)) + rows.size() > 2 * kItemsMax)
      return conflict("items_max", "A programme has at most 5,000 items.");
    for (const auto& [line, cells] : rows) {
      ++out.rows;
      std::map<std::string, std::string> row;
      for (std::size_t i = 0; i < names.size() && i < cells.size(); ++i)
        if (!read_only(names[i])) row[names[i]] = cells[i];
      auto taken = cells.size() > names.size()
                       ? Result<std::string>(invalid("table_row", "This row has more cells than the header."))
                       : take_row(tx, programme, row, actor);
      if (!taken.ok()) {
        if (taken.error().failure == Failure::stale) return taken.error();
        if (out.faults.size() < kFaultsMax) out.faults.push_back({line, row["code"], taken.error()});
        continue;
      }
      (*taken == "entered" ? out.entered : *taken == "changed" ? out.changed : out.unchanged) += 1;
    }
    if (out.entered + out.changed > 0)
      recorder_.record(tx, kItemsEntered, actor.id, kProgrammeRecord, programme_id,
                       fmt::format(R"({{"entered":{},"changed":{}}})", out.entered, out.changed));
    if (dry_run) return conflict("dry_run", "");  // everything was looked at, nothing stays
    return {};
  });
  if (!done.ok() && !(dry_run && done.error().code == "dry_run")) return done.error();
  return out;
}

Result<std::vector<Service::Row>> Service::rows(const std::string& programme_id, const Actor& actor) const {
  std::vector<Item> items;
  std::map<std::string, std::vector<Step>> steps;
  std::map<std::string, std::string> names;
  const auto read = database_.read([&](Transaction& tx) -> Result<void> {
    MUSTER_CHECK_OK(need_programme(tx, programme_id));
    items = seen_items(tx, programme_id, actor);
    for (Item& item : items) {
      if (!item.owner_id.empty() && !names.contains(item.owner_id)) {
        const auto person = parties::find_person(tx, item.owner_id);
        names[item.owner_id] = person ? person->display_name : "";
      }
      if (item.steps > 0) steps[item.id] = select_steps(tx, item.id);
      if (sees(item, actor)) item.deputies = select_deputies(tx, item.id);
    }
    return {};
  });
  if (!read.ok()) return read.error();
  MUSTER_TRY(const Standing standing, standing(items));
  std::vector<Row> out{columns()};
  for (const Item& i : items) {
    std::string en, zh, behind;
    for (const Step& s : steps[i.id]) {
      en += (en.empty() ? "" : "; ") + s.title.en;
      zh += (zh.empty() ? "" : "; ") + s.title.zh;
    }
    for (const Watch& w : standing.of(i)) behind += (behind.empty() ? "" : " ") + w.code;
    out.push_back({i.code, i.area_code, i.title.en, i.title.zh, i.owner_id, names[i.owner_id],
                   fmt::format("{}", fmt::join(i.deputies, " ")), i.starts_on, i.due_on, i.evidence.en, i.evidence.zh,
                   i.metric, i.towards, en, zh, i.state, std::to_string(i.evidences),
                   fmt::format("{} of {}", i.steps_done, i.steps), behind});
  }
  return out;
}

}  // namespace muster::programme
