// Scores on the terminal, as text or JSON.
#pragma once

#include "commands.h"
#include <content/scorer.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include <bundles/bundles.h>

namespace muster::cli {

void print_score(const std::string& what, const content::Page& page, const content::PageScore& score, bool explain);
void print_score_json(const std::string& what, const content::Page& page, const content::PageScore& score);
void print_agreement(const std::map<std::string, std::map<std::string, std::string>>& items,
                     const std::set<std::string>& reviewers, bool json);
// Exit code 1 where the distribution moved much.
void print_drift(const std::vector<bundles::DayCount>& counts, const std::string& since, Globals& globals);
void print_reliability(const content::Reliability& reliability, bool json);

}  // namespace muster::cli
