// SQL of the room.
#pragma once

#include <map>

#include <likeness/likeness.h>

namespace muster::likeness::rows {

enum class Space { site = 0, closed_case = 1 };

struct Subject {
  std::int64_t number = 0;
  Space space = Space::site;
  std::string host, case_id, case_number, ground, test_id;
  Instant seen_at;
  std::optional<Instant> icon_at;
  Print print;
};

std::optional<Subject> site(store::Transaction& tx, const std::string& host);
std::optional<Subject> of_number(store::Transaction& tx, std::int64_t number);
std::vector<Subject> of_case(store::Transaction& tx, const std::string& case_id);
std::optional<Subject> case_of_host(store::Transaction& tx, const std::string& host);
void put(store::Transaction& tx, Subject subject);
void remove(store::Transaction& tx, const Subject& subject);

// How many of `traits` each subject has, at most `most` rows looked at.
std::map<std::int64_t, int> having(store::Transaction& tx, Space space, const std::vector<std::string>& traits);
std::int64_t sites_with(store::Transaction& tx, const std::string& trait);

void keep_evidence(store::Transaction& tx, const std::string& test_id, const Print& print);
std::optional<Print> evidence(store::Transaction& tx, const std::string& test_id);

void note(store::Transaction& tx, const std::string& suspicion_id, const std::string& test_id, const std::string& host,
          Instant at, const Found& found);
std::vector<Noted> noted(store::Transaction& tx, const std::string& suspicion_id);
std::set<std::string> cases_noted(store::Transaction& tx, const std::string& host);

}  // namespace muster::likeness::rows
