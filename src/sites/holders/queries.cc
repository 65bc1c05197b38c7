// Reading: records, lists by key, and the public's bounded searches.
#include "store.h"
#include <base/text.h>
#include <names/name.h>
#include <store/key_range.h>
#include <vault/vault.h>

#include <charconv>
#include <limits>

namespace muster::holders {
namespace {

#define ROW_COLUMNS                                                                                               \
  "select d.name, d.holder_id, h.kind, h.name as holder_name, r.name as registrar_name, d.state, d.state_since, " \
  "d.due_at, d.expires_at from domain_registration d join domain_holder h on h.id = d.holder_id left join "       \
  "domain_registrar r on r.id = d.registrar_id "
constexpr store::Sql kByName{"domain_list",
                             ROW_COLUMNS "where d.name >= :low and d.name < :high order by d.name limit :limit"};
constexpr store::Sql kByState{"domain_list_state", ROW_COLUMNS
                              "where d.state = :state and d.name >= :low and d.name < :high order by d.name "
                              "limit :limit"};
constexpr store::Sql kByHolder{"domain_list_holder", ROW_COLUMNS
                               "where d.holder_id = :holder and d.name >= :low and d.name < :high order by "
                               "d.name limit :limit"};
constexpr store::Sql kDue{"domain_list_due", ROW_COLUMNS
                          "where d.due_at is not null and (d.due_at > :after_due or (d.due_at = "
                          ":after_due and d.name > :after)) order by d.due_at, d.name limit :limit"};
constexpr store::Sql kNamesOfHolder{
    "domain_search",
    "select name from domain_registration where name >= :low and name < :high order by name limit :limit"};
constexpr store::Sql kHolders{"domain_holder_search",
                              "select id, source, handle, kind, name, country, created_at from domain_holder where "
                              "name_key <> '' and name_key >= :low and name_key < :high order by name_key, id limit "
                              ":limit"};
constexpr store::Sql kRegistrars{"domain_registrar_search",
                                 "select id, name, iana_id from domain_registrar where name_key >= :low and name_key < "
                                 ":high order by name_key, id limit :limit"};
constexpr store::Sql kServers{"domain_server_search",
                              "select distinct host from domain_name_server where host >= :low and host < :high order "
                              "by host limit :limit"};
constexpr store::Sql kServer{"domain_server_known", "select host from domain_name_server where host = :host limit 1"};

Error unknown_domain() {
  return not_found("domain_unknown", "No registration of this name is on record.");
}

DomainRow row_of(const store::Row& row) {
  return {row.text("name"),           row.text("holder_id"),          row.text("holder_name"),
          row.text("registrar_name"), *holder_kind(row.text("kind")), *state_of(row.text("state")),
          row.instant("state_since"), row.maybe_instant("due_at"),    row.maybe_instant("expires_at")};
}

// Names between the prefix and what follows it, those with the suffix; looks at kScanMax of them at most.
Found<std::string> scan(store::Transaction& tx, const store::Sql& sql, const std::string& column,
                        const std::string& prefix, const std::string& suffix, int limit) {
  Found<std::string> out;
  int seen = 0;
  tx.each(sql, {{"low", prefix}, {"high", prefix + store::kBeyond}, {"limit", kScanMax + 1}},
          [&](const store::Row& row) {
            if (++seen > kScanMax || static_cast<int>(out.items.size()) == limit) {
              out.truncated = true;
              return false;
            }
            const std::string text = row.text(column);
            if (text.size() >= prefix.size() + suffix.size() && text.ends_with(suffix)) out.items.push_back(text);
            return true;
          });
  return out;
}

template <class T, class Of>
Found<T> first(store::Transaction& tx, const store::Sql& sql, const std::string& prefix, int limit, Of&& of) {
  Found<T> out;
  for (const auto& row :
       tx.query(sql, {{"low", prefix}, {"high", prefix + store::kBeyond}, {"limit", std::min(limit, kListMax) + 1}}))
    out.items.push_back(of(row));
  out.truncated = static_cast<int>(out.items.size()) > limit;
  if (out.truncated) out.items.resize(static_cast<std::size_t>(limit));
  return out;
}

}  // namespace

DomainPage list_domains(store::Transaction& tx, const DomainFilter& filter, const std::string& after, int limit) {
  DomainPage page;
  store::Binds binds{{"limit", limit}};
  const store::Sql* sql = &kByName;
  if (filter.due) {
    std::int64_t after_due = std::numeric_limits<std::int64_t>::min();
    const std::size_t blank = after.find(' ');
    if (blank != std::string::npos) std::from_chars(after.data(), after.data() + blank, after_due);
    binds.emplace_back("after_due", after_due);
    binds.emplace_back("after", blank == std::string::npos ? std::string() : after.substr(blank + 1));
    sql = &kDue;
  } else {
    const auto range = store::keys_behind(to_lower_ascii(trim(filter.q)), after);
    binds.emplace_back("low", range.low);
    binds.emplace_back("high", range.high);
    if (!filter.holder_id.empty()) {
      binds.emplace_back("holder", filter.holder_id);
      sql = &kByHolder;
    } else if (filter.state) {
      binds.emplace_back("state", to_text(*filter.state));
      sql = &kByState;
    }
  }
  for (const auto& row : tx.query(*sql, binds)) page.items.push_back(row_of(row));
  if (static_cast<int>(page.items.size()) == limit) {
    const DomainRow& last = page.items.back();
    page.next = filter.due ? std::to_string(last.due_at->micros) + " " + last.name : last.name;
  }
  return page;
}

Result<Registration> Service::get(const std::string& name) const {
  MUSTER_TRY(const auto parsed, names::parse_name(name));
  return database_.read([&](store::Transaction& tx) -> Result<Registration> {
    auto found = find_registration(tx, parsed.ascii);
    return found ? Result<Registration>(std::move(*found)) : unknown_domain();
  });
}

Result<Holder> Service::holder(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<Holder> {
    auto found = find_holder(tx, id);
    return found ? Result<Holder>(std::move(*found)) : not_found("holder_unknown", "There is no such holder.");
  });
}

Result<std::vector<Holding>> Service::holdings(const std::string& name) const {
  MUSTER_TRY(const auto parsed, names::parse_name(name));
  return database_.read(
      [&](store::Transaction& tx) -> Result<std::vector<Holding>> { return holdings_of(tx, parsed.ascii); });
}

Result<DomainPage> Service::list(const DomainFilter& filter, const std::string& after, int limit) const {
  if (filter.q.size() > names::kNameMax || !is_valid_utf8(filter.q))
    return invalid("query_form", "Search with the beginning of a name.", "q");
  if (limit < 1 || limit > kListMax) return invalid("page_limit", "A page has 1 to 500 rows.", "limit");
  return database_.read(
      [&](store::Transaction& tx) -> Result<DomainPage> { return list_domains(tx, filter, after, limit); });
}

Result<std::vector<events::Event>> Service::history(const std::string& name) const {
  MUSTER_TRY(const auto parsed, names::parse_name(name));
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<events::Event>> {
    const auto found = find_registration(tx, parsed.ascii);
    if (!found) return unknown_domain();
    auto line = found->batch_id ? events::of_record(tx, kBatchRecord, *found->batch_id) : std::vector<events::Event>();
    for (auto& event : events::of_record(tx, kDomainRecord, parsed.ascii)) line.push_back(std::move(event));
    std::sort(line.begin(), line.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    return line;
  });
}

Result<std::vector<Flag>> Service::flags_of(const std::string& name) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Flag>> { return flags_of_name(tx, name); });
}

Result<std::vector<Flag>> Service::flags_of_site(const std::string& site_id) const {
  return database_.read(
      [&](store::Transaction& tx) -> Result<std::vector<Flag>> { return holders::flags_of_site(tx, site_id); });
}

Result<std::map<std::string, std::string>> Service::personal_data(const std::string& holder_id,
                                                                  const std::string& purpose,
                                                                  const std::string& actor) const {
  return database_.write([&](store::Transaction& tx) -> Result<std::map<std::string, std::string>> {
    if (!find_holder(tx, holder_id)) return not_found("holder_unknown", "There is no such holder.");
    if (vault_.fields_of(tx, holder_id).empty()) return std::map<std::string, std::string>();
    return vault_.get(tx, holder_id, std::vector<std::string>{}, purpose, actor);
  });
}

Result<Found<Registration>> Service::search_names(const std::string& prefix, const std::string& suffix,
                                                  int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<Found<Registration>> {
    const auto names = scan(tx, kNamesOfHolder, "name", prefix, suffix, limit);
    Found<Registration> out;
    out.truncated = names.truncated;
    for (const auto& name : names.items) out.items.push_back(*find_registration(tx, name));
    return out;
  });
}

Result<Found<Holder>> Service::search_holders(const std::string& prefix, int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<Found<Holder>> {
    return first<Holder>(tx, kHolders, prefix, limit, holder_of);
  });
}

Result<Found<Registrar>> Service::search_registrars(const std::string& prefix, int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<Found<Registrar>> {
    return first<Registrar>(tx, kRegistrars, prefix, limit, [](const store::Row& row) {
      return Registrar{row.text("id"), row.text("name"), row.text("iana_id")};
    });
  });
}

Result<Found<std::string>> Service::search_name_servers(const std::string& prefix, const std::string& suffix,
                                                        int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<Found<std::string>> {
    return scan(tx, kServers, "host", prefix, suffix, limit);
  });
}

Result<std::optional<Registrar>> Service::registrar(const std::string& id) const {
  return database_.read(
      [&](store::Transaction& tx) -> Result<std::optional<Registrar>> { return find_registrar(tx, id); });
}

Result<bool> Service::has_name_server(const std::string& host) const {
  return database_.read([&](store::Transaction& tx) -> Result<bool> {
    return tx.one(kServer, {{"host", host}}).has_value();
  });
}

}  // namespace muster::holders
