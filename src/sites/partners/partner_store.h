// SQL of partners. Inside of the room.
#pragma once

#include <partners/service.h>
#include <store/database.h>

#include <string>
#include <vector>

namespace muster::partners {

std::string next_partner_number(store::Transaction& tx, Instant at);
void insert_partner(store::Transaction& tx, const Partner& p);
bool update_partner(store::Transaction& tx, const Partner& p);  // by the version that it was read with
std::optional<Instant> bar_of(store::Transaction& tx, const std::string& party_id, Kind kind);  // the latest end
std::vector<Partner> select_partners(store::Transaction& tx, const Filter& filter, const std::string& after, int limit);
std::vector<Partner> select_bars_over(store::Transaction& tx, Instant now, int limit);

std::vector<Document> select_papers(store::Transaction& tx, const std::string& partner_id);  // newest first
void replace_paper(store::Transaction& tx, const Document& paper);
std::vector<Check> select_checks(store::Transaction& tx, const std::string& partner_id, std::int64_t round);
void insert_check(store::Transaction& tx, const std::string& partner_id, const Check& check);
std::vector<Responsible> select_responsible(store::Transaction& tx, const std::string& partner_id);
void insert_responsible(store::Transaction& tx, const std::string& partner_id, const Responsible& who);
bool end_responsible_row(store::Transaction& tx, const std::string& partner_id, const std::string& person_id,
                         Function function, Instant now);

// What ends in (after, until] and was not told of in that stage.
struct Ending {
  std::string partner_id, number, party_id, what;
  Instant until;
};
std::vector<Ending> select_endings(store::Transaction& tx, Instant after, Instant until, const char* stage, int limit);
void insert_told(store::Transaction& tx, const Ending& ending, const char* stage, const std::string& notice_id,
                 Instant now);

}  // namespace muster::partners
