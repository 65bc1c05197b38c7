// SQL of the census's notices. Inside of the room.
#pragma once

#include <census/service.h>

namespace muster::census {

// Fills in what notice there is of a finding whose provider is a party.
void note_notice(store::Transaction& tx, Finding& finding, Instant now);

// By provider, standing and state, for up to `limit` providers after the one named.
std::vector<ProviderNotices> count_notices(store::Transaction& tx, std::int64_t run_number,
                                           const std::string& after_provider, int limit, Instant now);
std::int64_t count_unattributed(store::Transaction& tx, std::int64_t run_number);

struct ToNotice {
  std::string name;
  Standing standing;
};
// What the provider is to be told of, in order of name; with `remind` also what is overdue.
std::vector<ToNotice> select_to_notice(store::Transaction& tx, std::int64_t run_number, const std::string& provider_id,
                                       bool remind, int limit, Instant now);
void insert_notices(store::Transaction& tx, const std::vector<ToNotice>& what, const std::string& provider_id,
                    const std::string& notice_id, std::int64_t run_number, Instant at, Instant due);
std::vector<NoticedSite> select_noticed(store::Transaction& tx, const std::string& notice_id, const std::string& after,
                                        int limit);

}  // namespace muster::census
