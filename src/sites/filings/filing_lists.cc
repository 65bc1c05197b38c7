// Lists, by key alone: each goes along one index, whatever the register's size.
#include "approval_store.h"
#include "filing_store.h"
#include <base/text.h>
#include <base/words.h>
#include <names/name.h>
#include <store/key_range.h>

#include <algorithm>
#include <charconv>

namespace muster::filings {
namespace {

// "cross join" keeps SQLite to this order of tables; to PostgreSQL it is a join like any other.
#define ROW                                                                                                            \
  "f.id, s.number, s.name, s.subject_id, u.number as subject_number, u.kind as subject_kind, u.name as subject_name, " \
  "s.home_url, f.provider_id, f.state, f.state_since, f.due_at, f.filed_at"
#define JOINED "where s.id = f.id and u.id = s.subject_id "
#define FROM_FILING "select " ROW " from filing f cross join site s cross join subject u " JOINED
#define NEWEST "and f.id < :after order by f.id desc limit :limit"
#define FILTERS                                                                                                       \
  "and (:s0 = '' or f.state in (:s0, :s1, :s2, :s3, :s4, :s5, :s6, :s7, :s8, :s9, :s10, :s11, :s12)) and (:provider " \
  "= '' "                                                                                                             \
  "or f.provider_id = :provider) "
constexpr const char* kStateBinds[kStateCount] = {"s0", "s1", "s2", "s3",  "s4",  "s5", "s6",
                                                  "s7", "s8", "s9", "s10", "s11", "s12"};

constexpr store::Sql kNewest{"filing_list", FROM_FILING NEWEST};
// What is filed is nearly everything; what is not stands in a small index of its own (filing_unsettled).
constexpr store::Sql kNewestFiled{"filing_list_filed", FROM_FILING "and f.state = 'filed' " NEWEST};
constexpr store::Sql kNewestUnsettled{"filing_list_unsettled",
                                      FROM_FILING "and f.state <> 'filed' and f.state = :state " NEWEST};
constexpr store::Sql kOfProvider{"filing_list_provider", FROM_FILING "and f.provider_id = :provider " NEWEST};
constexpr store::Sql kOfProviderFiled{"filing_list_provider_filed",
                                      FROM_FILING "and f.provider_id = :provider and f.state = 'filed' " NEWEST};
constexpr store::Sql kOfProviderUnsettled{
    "filing_list_provider_unsettled",
    FROM_FILING "and f.provider_id = :provider and f.state <> 'filed' and f.state = :state " NEWEST};
constexpr store::Sql kDue{"filing_list_due",
                          FROM_FILING "and f.due_at is not null and (f.due_at, f.id) > (:after_due, :after_id) " FILTERS
                                      "order by f.due_at, f.id limit :limit"};
constexpr store::Sql kByNumber{
    "filing_list_number", "select " ROW ", s.number as key from site s cross join filing f cross join subject u " JOINED
                          "and s.number >= :low and s.number < :high " FILTERS "order by s.number limit :limit"};
constexpr store::Sql kByDomain{
    "filing_list_domain",
    "select " ROW
    ", d.name as key from filing_domain d cross join filing f cross join site s cross join subject u " JOINED
    "and f.id = d.site_id and d.name >= :low and d.name < :high " FILTERS "order by d.name limit :limit"};
constexpr store::Sql kBySubject{
    "filing_list_subject",
    "select " ROW ", u.name || ' ' || f.id as key from subject u cross join site s cross join filing f " JOINED
    "and u.name <> '' and u.name >= :low and u.name < :high and (u.name, f.id) > (:low, :after_id) " FILTERS
    "order by u.name, f.id limit :limit"};
constexpr store::Sql kBySiteName{
    "filing_list_site_name",
    "select " ROW ", s.name || ' ' || f.id as key from site s cross join filing f cross join subject u " JOINED
    "and s.name >= :low and s.name < :high and (s.name, s.id) > (:low, :after_id) " FILTERS
    "order by s.name, s.id limit :limit"};
#define OF_QUEUE                                                                                           \
  "select " ROW                                                                                            \
  ", q.place, q.taken_until from filing_queue q cross join filing f cross join site s cross join subject " \
  "u " JOINED "and f.id = q.site_id and q.left_at is null and q.place > :after "
constexpr store::Sql kQueue{"filing_list_queue", OF_QUEUE "order by q.place limit :limit"};
constexpr store::Sql kQueueOfProvider{"filing_list_queue_provider",
                                      OF_QUEUE "and f.provider_id = :provider order by q.place limit :limit"};
constexpr store::Sql kExpiring{
    "filing_list_expiring",
    "select " ROW
    ", p.kind, p.number as approval_number, p.issued_by, p.valid_until, p.id as approval_id from filing_pre_approval p "
    "cross join filing f cross join site s cross join subject u " JOINED
    "and f.id = p.site_id and p.removed_at is null and p.valid_until <= :until and (p.valid_until, p.id) > "
    "(:after_due, :after_id) and f.state in ('filed', 'change_pending', 'defect_notice', 'corrected', 'public_notice') "
    "and not exists(select 1 from filing_pre_approval o where o.site_id = p.site_id and o.kind = p.kind and "
    "o.removed_at is null and (o.valid_until is null or o.valid_until > p.valid_until)) " FILTERS
    "order by p.valid_until, p.id limit :limit"};
constexpr store::Sql kOfSubject{"filing_list_of_subject",
                                "select " ROW " from site s cross join filing f cross join subject u " JOINED
                                "and s.subject_id = :subject and s.number > :after order by s.number limit :limit"};
constexpr store::Sql kDomains{"filing_list_domains",
                              "select name from filing_domain where site_id = :id order by name limit :limit"};

constexpr const char* kAfterEveryId = "~";

FilingRow row_of(const store::Row& row) {
  FilingRow out;
  out.id = row.text("id");
  out.number = row.text("number");
  out.name = row.text("name");
  out.home_url = row.text("home_url");
  out.provider_id = row.text("provider_id");
  out.subject_id = row.text("subject_id");
  out.subject_number = row.text("subject_number");
  out.subject_name = row.text("subject_name");
  out.subject_kind = known(subject_kind(row.text("subject_kind")));
  out.state = known(state_of(row.text("state")));
  out.state_since = row.instant("state_since");
  out.due_at = row.maybe_instant("due_at");
  out.filed_at = row.maybe_instant("filed_at");
  return out;
}

void add_filters(store::Binds& binds, const FilingFilter& filter) {
  for (std::size_t i = 0; i < kStateCount; ++i)
    binds.emplace_back(kStateBinds[i],
                       filter.states.empty() ? "" : to_text(filter.states[std::min(i, filter.states.size() - 1)]));
  binds.emplace_back("provider", filter.provider_id);
}

// One way to search: a statement in order of its key.
struct Way {
  char mark;  // in front of the key that a page ends with
  const store::Sql& sql;
  std::string low;
  bool pair;  // the key is "name id"
};

FilingPage search(store::Transaction& tx, const FilingFilter& filter, const std::string& after, int limit) {
  constexpr std::size_t kIdSize = 36;
  const std::string q(trim(filter.q));
  const Way ways[] = {{'n', kByNumber, q, false},
                      {'d', kByDomain, to_lower_ascii(q), false},
                      {'s', kBySubject, q, true},
                      {'w', kBySiteName, q, true}};
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
    const bool pair = way.pair && from.size() > kIdSize;
    const auto range = way.pair ? store::keys_from(way.low, pair ? from.substr(0, from.size() - kIdSize - 1) : "")
                                : store::keys_behind(way.low, from);
    store::Binds binds{{"low", range.low}, {"high", range.high}, {"limit", wanted}};
    if (way.pair) binds.emplace_back("after_id", pair ? from.substr(from.size() - kIdSize) : std::string());
    add_filters(binds, filter);
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

// A host below a filed domain finds that domain.
FilingPage search_above(store::Transaction& tx, const FilingFilter& filter, int limit) {
  const auto name = names::parse_name(trim(filter.q));
  if (!name.ok()) return {};
  std::string_view above = name->ascii;
  for (std::size_t dot; (dot = above.find('.')) != std::string_view::npos;) {
    above.remove_prefix(dot + 1);
    if (above.find('.') == std::string_view::npos || !find_domain(tx, std::string(above))) continue;
    FilingFilter of_parent = filter;
    of_parent.q = above;
    FilingPage page = search(tx, of_parent, "", limit);
    page.next.clear();
    return page;
  }
  return {};
}

// Of a list in order of an instant and an id: "instant id".
store::Binds after_instant(const std::string& after, int limit) {
  std::int64_t after_due = std::numeric_limits<std::int64_t>::min();
  const std::size_t blank = after.find(' ');
  if (blank != std::string::npos) std::from_chars(after.data(), after.data() + blank, after_due);
  return {{"after_due", after_due},
          {"after_id", blank == std::string::npos ? std::string() : after.substr(blank + 1)},
          {"limit", limit}};
}

FilingPage list_due(store::Transaction& tx, const FilingFilter& filter, const std::string& after, int limit) {
  store::Binds binds = after_instant(after, limit);
  add_filters(binds, filter);
  FilingPage page;
  for (const auto& row : tx.query(kDue, binds)) page.items.push_back(row_of(row));
  if (static_cast<int>(page.items.size()) == limit)
    page.next = std::to_string(page.items.back().due_at->micros) + " " + page.items.back().id;
  return page;
}

const store::Sql& newest_sql(const FilingFilter& filter, std::optional<State> state) {
  const bool of_provider = !filter.provider_id.empty();
  if (!state) return of_provider ? kOfProvider : kNewest;
  if (*state == State::filed) return of_provider ? kOfProviderFiled : kNewestFiled;
  return of_provider ? kOfProviderUnsettled : kNewestUnsettled;
}

// Several states are several walks along their indexes, merged.
FilingPage list_newest(store::Transaction& tx, const FilingFilter& filter, const std::string& after, int limit) {
  FilingPage page;
  const auto walk = [&](std::optional<State> state) {
    for (const auto& row : tx.query(newest_sql(filter, state), {{"after", after.empty() ? kAfterEveryId : after},
                                                                {"state", state ? to_text(*state) : ""},
                                                                {"provider", filter.provider_id},
                                                                {"limit", limit}}))
      page.items.push_back(row_of(row));
  };
  if (filter.states.empty()) walk(std::nullopt);
  for (const State state : std::set<State>(filter.states.begin(), filter.states.end())) walk(state);
  std::sort(page.items.begin(), page.items.end(), [](const FilingRow& a, const FilingRow& b) { return a.id > b.id; });
  if (static_cast<int>(page.items.size()) >= limit) {
    page.items.resize(static_cast<std::size_t>(limit));
    page.next = page.items.back().id;
  }
  return page;
}

FilingPage with_domains(store::Transaction& tx, FilingPage page) {
  for (FilingRow& row : page.items)
    for (const auto& domain : tx.query(kDomains, {{"id", row.id}, {"limit", kRowDomainsMax}}))
      row.domains.push_back(domain.text("name"));
  return page;
}

}  // namespace

FilingPage list_filings(store::Transaction& tx, const FilingFilter& filter, const std::string& after, int limit) {
  if (trim(filter.q).empty())
    return with_domains(tx, filter.due ? list_due(tx, filter, after, limit) : list_newest(tx, filter, after, limit));
  FilingPage page = search(tx, filter, after, limit);
  if (page.items.empty() && after.empty()) page = search_above(tx, filter, limit);
  return with_domains(tx, std::move(page));
}

// Each row's position is counted from the one before it, so that a page counts along the queue once.
FilingPage list_queue(store::Transaction& tx, const FilingFilter& filter, const std::string& after, int limit,
                      Instant now) {
  std::int64_t after_place = 0;
  std::from_chars(after.data(), after.data() + after.size(), after_place);
  store::Binds binds{{"after", after_place}, {"limit", limit}};
  if (!filter.provider_id.empty()) binds.emplace_back("provider", filter.provider_id);
  FilingPage page;
  std::int64_t counted = 0, before = 0;
  for (const auto& row : tx.query(filter.provider_id.empty() ? kQueue : kQueueOfProvider, binds)) {
    const std::int64_t place = row.integer("place");
    before += waiting_between(tx, counted, place, now);
    counted = place;
    page.items.push_back(row_of(row));
    const auto until = row.maybe_instant("taken_until");
    page.items.back().position = until && *until > now ? 0 : before + 1;
  }
  if (static_cast<int>(page.items.size()) == limit) page.next = std::to_string(counted);
  return with_domains(tx, std::move(page));
}

FilingPage list_expiring(store::Transaction& tx, const FilingFilter& filter, const std::string& after, int limit,
                         Instant until) {
  constexpr Duration kWholeDayHeld = std::chrono::hours(24);  // it holds through its last day
  store::Binds binds = after_instant(after, limit);
  binds.emplace_back("until", until - kWholeDayHeld);
  add_filters(binds, filter);
  FilingPage page;
  for (const auto& row : tx.query(kExpiring, binds)) {
    page.items.push_back(row_of(row));
    page.items.back().pre_approval =
        PreApproval{known(pre_approval_kind(row.text("kind"))), row.text("approval_number"), row.text("issued_by"),
                    row.maybe_instant("valid_until")};
    page.next = std::to_string(row.instant("valid_until").micros) + " " + row.text("approval_id");
  }
  if (static_cast<int>(page.items.size()) < limit) page.next.clear();
  return with_domains(tx, std::move(page));
}

FilingPage list_sites_of(store::Transaction& tx, const std::string& subject_id, const std::string& after, int limit) {
  FilingPage page;
  for (const auto& row : tx.query(kOfSubject, {{"subject", subject_id}, {"after", after}, {"limit", limit}}))
    page.items.push_back(row_of(row));
  if (static_cast<int>(page.items.size()) == limit) page.next = page.items.back().number;
  return with_domains(tx, std::move(page));
}

}  // namespace muster::filings
