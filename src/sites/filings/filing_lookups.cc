// From a name to what is filed under it, for the public and for other rooms.
#include "approval_store.h"
#include "filing_store.h"
#include <base/words.h>

namespace muster::filings {
namespace {

constexpr store::Sql kPublic{
    "filing_public",
    "select f.id, s.number, f.state, u.name, u.kind, f.filed_at from filing_domain d cross join filing f cross join "
    "site s "
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

}  // namespace

std::optional<PublicFiling> public_filing(store::Transaction& tx, const std::string& name) {
  const auto row = tx.one(kPublic, {{"name", name}});
  if (!row) return std::nullopt;
  const bool individual = row->text("kind") == to_text(SubjectKind::individual);
  return PublicFiling{name,
                      row->text("number"),
                      known(state_of(row->text("state"))),
                      individual ? std::string() : row->text("name"),
                      individual,
                      row->maybe_instant("filed_at"),
                      pre_approvals_of(tx, row->text("id"))};
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
