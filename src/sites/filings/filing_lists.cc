// Lists, by key alone: each goes along one index, whatever the register's size.
#include "filing_store.h"
#include <base/text.h>

#include <charconv>
#include <stdexcept>

namespace muster::filings {
namespace {

// "cross join" keeps SQLite to this order of tables; to PostgreSQL it is a join like any other.
#define ROW                                                                                                           \
  "f.id, s.number, s.name, s.subject_id, u.name as subject_name, s.home_url, f.provider_id, f.state, f.state_since, " \
  "f.due_at, f.filed_at"
#define JOINED "where s.id = f.id and u.id = s.subject_id "
#define FROM_FILING "select " ROW " from filing f cross join site s cross join subject u " JOINED
#define NEWEST "and f.id < :after order by f.id desc limit :limit"
#define FILTERS "and (:state = '' or f.state = :state) and (:provider = '' or f.provider_id = :provider) "

constexpr store::Sql kNewest{"filing_list", FROM_FILING NEWEST};
// What is filed is nearly everything; what is not stands in a small index of its own (filing_unsettled).
constexpr store::Sql kNewestFiled{"filing_list_filed", FROM_FILING "and f.state = 'filed' " NEWEST};
constexpr store::Sql kNewestUnsettled{"filing_list_unsettled",
                                      FROM_FILING "and f.state <> 'filed' and f.state = :state " NEWEST};
constexpr store::Sql kOfProvider{
    "filing_list_provider", FROM_FILING "and f.provider_id = :provider and (:state = '' or f.state = :state) " NEWEST};
constexpr store::Sql kOfProviderUnsettled{
    "filing_list_provider_unsettled",
    FROM_FILING "and f.provider_id = :provider and f.state <> 'filed' and f.state = :state " NEWEST};
constexpr store::Sql kDue{"filing_list_due",
                          FROM_FILING "and f.due_at is not null and (f.due_at, f.id) > (:after_due, :after_id) " FILTERS
                                      "order by f.due_at, f.id limit :limit"};
constexpr store::Sql kByNumber{
    "filing_list_number",
    "select " ROW ", s.number as key from site s cross join filing f cross join subject u " JOINED
    "and s.number >= :low and s.number < :high and s.number > :after " FILTERS "order by s.number limit :limit"};
constexpr store::Sql kByDomain{
    "filing_list_domain",
    "select " ROW
    ", d.name as key from filing_domain d cross join filing f cross join site s cross join subject u " JOINED
    "and f.id = d.site_id and d.name >= :low and d.name < :high and d.name > :after " FILTERS
    "order by d.name limit :limit"};
constexpr store::Sql kBySubject{
    "filing_list_subject",
    "select " ROW ", u.name || ' ' || f.id as key from subject u cross join site s cross join filing f " JOINED
    "and u.name <> '' and u.name >= :low and u.name < :high and (u.name, f.id) > (:after, :after_id) " FILTERS
    "order by u.name, f.id limit :limit"};
constexpr store::Sql kOfSubject{"filing_list_of_subject",
                                "select " ROW " from site s cross join filing f cross join subject u " JOINED
                                "and s.subject_id = :subject and s.number > :after order by s.number limit :limit"};

constexpr store::Sql kPublic{
    "filing_public",
    "select s.number, f.state, u.name, u.kind, f.filed_at from filing_domain d cross join filing f cross join site s "
    "cross join subject u where d.name = :name and f.id = d.site_id and s.id = f.id and u.id = s.subject_id "
    "and d.state <> 'pending' and d.removed = 0"};
constexpr store::Sql kSiteOf{"filing_site_of",
                             "select f.id, s.subject_id, s.number, s.name, s.home_url, f.provider_id, u.region, "
                             "f.state, d.state as domain_state "
                             "from filing_domain d cross join filing f cross join site s cross join subject u "
                             "where d.name = :name and f.id = d.site_id and s.id = f.id and u.id = s.subject_id"};
// Both indexes are in order of site, so that one walk along each is enough.
constexpr store::Sql kEach{
    "filing_domain_each",
    "select d.name, d.site_id, d.state, a.provider_id, a.address_range from filing_domain d "
    "left join access a on a.site_id = d.site_id and a.state in ('open', 'held') order by d.site_id, d.name"};

constexpr const char* kBeyond =
    "\xf4\x8f\xbf\xbf";  // the last character of Unicode: no text with the prefix sorts behind prefix + this
constexpr const char* kAfterEveryId = "~";

template <class T>
T known(std::optional<T> value) {
  if (!value) throw std::logic_error("the schema allowed a word that the program doesn't know");
  return *value;
}

FilingRow row_of(const store::Row& row) {
  return {row.text("id"),
          row.text("number"),
          row.text("name"),
          row.text("subject_id"),
          row.text("subject_name"),
          row.text("home_url"),
          row.text("provider_id"),
          known(state_of(row.text("state"))),
          row.instant("state_since"),
          row.maybe_instant("due_at"),
          row.maybe_instant("filed_at")};
}

// One way to search: a statement in order of its key.
struct Way {
  char mark;  // in front of the key that a page ends with
  const store::Sql& sql;
  std::string low;
};

FilingPage search(store::Transaction& tx, const FilingFilter& filter, const std::string& after, int limit) {
  const std::string q(trim(filter.q));
  const Way ways[] = {{'n', kByNumber, q}, {'d', kByDomain, to_lower_ascii(q)}, {'s', kBySubject, q}};
  FilingPage page;
  bool reached = after.empty();
  for (const Way& way : ways) {
    std::string from;
    if (!reached) {
      if (after[0] != way.mark) continue;
      reached = true;
      from = after.substr(1);
    }
    const int wanted = limit - static_cast<int>(page.items.size());
    if (wanted == 0) break;
    // The subject's key is "name id"; ids have 36 characters.
    const bool pair = way.mark == 's' && from.size() > 37;
    store::Binds binds{{"low", way.low},
                       {"high", way.low + kBeyond},
                       {"after", pair ? from.substr(0, from.size() - 37) : from},
                       {"state", filter.state ? to_text(*filter.state) : ""},
                       {"provider", filter.provider_id},
                       {"limit", wanted}};
    if (way.mark == 's') binds.emplace_back("after_id", pair ? from.substr(from.size() - 36) : std::string());
    std::string last;
    tx.each(way.sql, binds, [&](const store::Row& row) {
      page.items.push_back(row_of(row));
      last = row.text("key");
      return true;
    });
    if (static_cast<int>(page.items.size()) == limit) {
      page.next = std::string(1, way.mark) + last;
      break;
    }
  }
  return page;
}

FilingPage list_due(store::Transaction& tx, const FilingFilter& filter, const std::string& after, int limit) {
  std::int64_t after_due = std::numeric_limits<std::int64_t>::min();
  const std::size_t blank = after.find(' ');
  if (blank != std::string::npos) std::from_chars(after.data(), after.data() + blank, after_due);
  FilingPage page;
  for (const auto& row :
       tx.query(kDue, {{"after_due", after_due},
                       {"after_id", blank == std::string::npos ? std::string() : after.substr(blank + 1)},
                       {"state", filter.state ? to_text(*filter.state) : ""},
                       {"provider", filter.provider_id},
                       {"limit", limit}}))
    page.items.push_back(row_of(row));
  if (static_cast<int>(page.items.size()) == limit)
    page.next = std::to_string(page.items.back().due_at->micros) + " " + page.items.back().id;
  return page;
}

const store::Sql& newest_sql(const FilingFilter& filter) {
  const bool unsettled = filter.state && *filter.state != State::filed;
  if (!filter.provider_id.empty()) return unsettled ? kOfProviderUnsettled : kOfProvider;
  return !filter.state ? kNewest : unsettled ? kNewestUnsettled : kNewestFiled;
}

}  // namespace

FilingPage list_filings(store::Transaction& tx, const FilingFilter& filter, const std::string& after, int limit) {
  if (!trim(filter.q).empty()) return search(tx, filter, after, limit);
  if (filter.due) return list_due(tx, filter, after, limit);
  FilingPage page;
  for (const auto& row : tx.query(newest_sql(filter), {{"after", after.empty() ? kAfterEveryId : after},
                                                       {"state", filter.state ? to_text(*filter.state) : ""},
                                                       {"provider", filter.provider_id},
                                                       {"limit", limit}}))
    page.items.push_back(row_of(row));
  if (static_cast<int>(page.items.size()) == limit) page.next = page.items.back().id;
  return page;
}

FilingPage list_sites_of(store::Transaction& tx, const std::string& subject_id, const std::string& after, int limit) {
  FilingPage page;
  for (const auto& row : tx.query(kOfSubject, {{"subject", subject_id}, {"after", after}, {"limit", limit}}))
    page.items.push_back(row_of(row));
  if (static_cast<int>(page.items.size()) == limit) page.next = page.items.back().number;
  return page;
}

std::optional<PublicFiling> public_filing(store::Transaction& tx, const std::string& name) {
  const auto row = tx.one(kPublic, {{"name", name}});
  if (!row) return std::nullopt;
  const bool individual = row->text("kind") == to_text(SubjectKind::individual);
  return PublicFiling{name,
                      row->text("number"),
                      known(state_of(row->text("state"))),
                      individual ? std::string() : row->text("name"),
                      individual,
                      row->maybe_instant("filed_at")};
}

std::optional<SiteOfName> site_of_name(store::Transaction& tx, const std::string& name) {
  const auto row = tx.one(kSiteOf, {{"name", name}});
  if (!row) return std::nullopt;
  return SiteOfName{row->text("id"),
                    row->text("subject_id"),
                    row->text("number"),
                    row->text("name"),
                    row->text("home_url"),
                    row->text("provider_id"),
                    row->text("region"),
                    known(state_of(row->text("state"))),
                    known(domain_state(row->text("domain_state")))};
}

void each_domain(store::Transaction& tx, const std::function<bool(const FiledDomain&)>& visit) {
  tx.each(kEach, {}, [&](const store::Row& row) {
    const auto text = [&](std::size_t at) -> std::string_view {
      const auto* s = std::get_if<std::string>(&row.values()[at]);
      return s ? std::string_view(*s) : std::string_view();
    };
    return visit({text(0), text(1), known(domain_state(text(2))), text(3), text(4)});
  });
}

}  // namespace muster::filings
