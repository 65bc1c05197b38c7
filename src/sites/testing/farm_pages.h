// What the farm's sites answer.
#pragma once

#include <testing/farm.h>

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace muster::testing {

struct FarmRequest {
  std::string host;  // without port
  std::string path;
  std::string user_agent;
  std::string cookie;
  std::string accept_language;
  std::string referrer;
  int number = 0;         // of the request among those to this farm
  std::string port = {};  // of the farm
};

// Where an answer goes. send() is false once the peer is gone or the farm stops.
class FarmOut {
 public:
  virtual ~FarmOut() = default;
  virtual bool send(std::string_view bytes) = 0;
  virtual bool wait_ms(int ms) = 0;
};

void answer_as_farm(const FarmRequest& request, FarmOut& out);

std::string http_answer(int status, std::string_view fields, std::string_view body);
// A neutral page: out of Debian's documentation where it is installed, else made.
std::string neutral_page(const std::string& host);
std::string planted_page(const std::string& host, std::string_view markers);

// The sites that answer with more than a page; "" host means none. Files: farm_hostile.cc.
using FarmAnswer = std::function<void(const FarmRequest&, FarmOut&)>;
const std::map<std::string, FarmAnswer>& hostile_answers();
const std::map<std::string, FarmAnswer>& picture_answers();  // farm_pictures.cc
const std::map<std::string, FarmAnswer>& shape_answers();    // farm_shapes.cc
std::vector<FarmSite> hostile_sites();                       // farm_sites_hostile.cc
std::vector<FarmSite> leading_sites();
// robots.txt in every state that RFC 9309 §2.3 tells apart; farm_robots.cc. False: the host isn't one of these.
bool answer_as_robots_farm(const FarmRequest& request, FarmOut& out);
// Sites that look at their visitors, and sites that change for honest reasons; farm_vantages.cc.
const std::map<std::string, FarmAnswer>& cloaking_answers();
const std::map<std::string, FarmAnswer>& changing_answers();
// Copies, and pages that scripts write; farm_scripted.cc.
const std::map<std::string, FarmAnswer>& scripted_answers();
std::vector<FarmSite> scripted_sites();
// Promoted links; farm_promotion.cc. False: the host isn't one of these.
bool answer_as_promotion_farm(const FarmRequest& request, FarmOut& out);
bool answer_as_vantage_farm(const FarmRequest& request, FarmOut& out);

}  // namespace muster::testing
