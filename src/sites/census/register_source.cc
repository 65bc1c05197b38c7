#include "register_source.h"

#include <base/text.h>

#include <charconv>

namespace muster::census {
namespace {

using store::Sql;

constexpr Sql kSeq{"census_register_seq", "select coalesce(max(seq), 0) as seq from outbox"};
constexpr Sql kSince{
    "census_register_since",
    "select 1 as one from outbox o join event e on e.id = o.event_id where o.seq > :seq and e.record_kind in "
    "('filing', 'filing_batch', 'access', 'hold', 'blocklist_entry') limit 1"};
constexpr Sql kDomains{"census_domains", "select name, state, removed from filing_domain"};
constexpr Sql kAccesses{
    "census_accesses",
    "select d.name, d.state, d.removed, a.provider_id, a.address_range from filing_domain d left join access a "
    "on a.site_id = d.site_id and a.state in ('open', 'held') order by d.name"};
constexpr Sql kHolds{"census_holds", "select name from hold where state = 'active' and until_at > :now"};
constexpr Sql kBlocklist{
    "census_blocklist",
    "select name from blocklist_entry where state = 'active' and from_at <= :now and until_at > :now"};
constexpr Sql kProviders{"census_providers", "select id, name, licence_number from party"};
constexpr Sql kSize{"census_register_size",
                    "select count(*) as n from (select 1 from filing_domain limit 100000000) x"};

FilingState state_of(std::string_view text, bool removed) {
  if (removed) return FilingState::none;  // taken out of its filing: nobody answers for it any more
  if (text == "filed") return FilingState::filed;
  return text == "cancelled" ? FilingState::cancelled : FilingState::in_progress;
}

std::string_view text_at(const store::Row& row, std::size_t column) {
  const auto* text = std::get_if<std::string>(&row.values()[column]);
  return text ? std::string_view(*text) : std::string_view();
}

}  // namespace

std::string register_stamp(std::int64_t settled) {
  return "seq " + std::to_string(settled);
}

bool register_changed(store::Transaction& tx, const std::string& stamp) {
  std::int64_t seq = 0;
  if (!stamp.starts_with("seq ")) return true;
  const auto end = stamp.data() + stamp.size();
  if (std::from_chars(stamp.data() + 4, end, seq).ptr != end) return true;
  // A database that was put back to an older state is another one.
  if (tx.one(kSeq)->integer("seq") < seq) return true;
  return tx.one(kSince, {{"seq", seq}}).has_value();
}

void fill_register(store::Transaction& tx, RegisterBuilder& builder, bool with_access, Instant now) {
  const auto count = static_cast<std::size_t>(tx.one(kSize)->integer("n"));
  builder.reserve(count, count * 16);
  if (!with_access) {
    tx.each(kDomains, {}, [&](const store::Row& row) {
      const bool removed = std::get<std::int64_t>(row.values()[2]) != 0;
      builder.add_filing(text_at(row, 0), state_of(text_at(row, 1), removed));
      return true;
    });
  } else {
    std::string last;
    std::uint32_t number = 0;
    tx.each(kAccesses, {}, [&](const store::Row& row) {
      if (text_at(row, 0) != last) {
        last = text_at(row, 0);
        number = builder.add_filing(last, state_of(text_at(row, 1), std::get<std::int64_t>(row.values()[2]) != 0));
      }
      if (const auto provider = text_at(row, 3); !provider.empty())
        builder.add_access(number, provider, text_at(row, 4));
      return true;
    });
    tx.each(kProviders, {}, [&](const store::Row& row) {
      for (std::size_t alias : {std::size_t{0}, std::size_t{1}, std::size_t{2}})
        if (!trim(text_at(row, alias)).empty()) builder.add_provider_alias(text_at(row, 0), text_at(row, alias));
      return true;
    });
  }
  tx.each(kHolds, {{"now", now}}, [&](const store::Row& row) {
    builder.add_hold(text_at(row, 0));
    return true;
  });
  tx.each(kBlocklist, {{"now", now}}, [&](const store::Row& row) {
    builder.add_blocklisted(text_at(row, 0));
    return true;
  });
}

}  // namespace muster::census
