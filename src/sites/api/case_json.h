// Cases, decisions, orders and appeals as docs/openapi.yaml has them. Not a public header.
#pragma once

#include "json.h"
#include <api/services.h>
#include <cases/service.h>
#include <store/database.h>

#include <string>
#include <vector>

namespace muster::api {

json::value scope_json(const std::string& kind, const std::string& value);  // null without a kind
json::array why_json(const std::vector<cases::Hindrance>& why);
json::object ground_json(const policy::Policy& policy, const cases::GroundRule& ground);
json::object effect_json(const std::string& measure, const std::string& kind, const std::string& value,
                         const cases::ScopeEffect& effect);
json::object next_event_json(std::string_view record, const std::string& state, const std::string& event,
                             const std::vector<cases::Hindrance>& why);
json::object clock_json(const char* clock, Instant due, Instant now);

// States in which a case waits for somebody with these roles.
std::vector<std::string> states_waiting_for(const http::Principal& who);
json::object case_summary_json(const cases::Case& c, const http::Principal& who, Instant now,
                               const std::string& order_id);
// A sealed order's scope is for those who work on it and for auditors.
bool may_see_scope(const cases::Order& order, const http::Principal& who);
json::object order_summary_json(const cases::Order& order, const http::Principal& who, Instant now,
                                const std::string& appeal_id);
json::object appeal_json(const cases::Appeal& appeal, const cases::Order& order);
json::array signatures_json(store::Transaction& tx, const std::vector<cases::DecisionSignature>& signatures);
Result<json::object> decision_json(const Services& services, const std::string& id, const http::Principal& who);

// Whole records with their ETag.
http::Response case_answer(const Services& services, const std::string& id, const http::Principal& who,
                           int status = 200);
http::Response decision_answer(const Services& services, const std::string& id, const http::Principal& who,
                               int status = 200);
http::Response order_answer(const Services& services, const std::string& id, const http::Principal& who,
                            int status = 200);
http::Response appeal_answer(const Services& services, const std::string& id, const http::Principal& who,
                             int status = 200);
json::object received_order_json(store::Transaction& tx, const cases::ReceivedOrder& order);

// Joined to one text, as the rooms keep them.
std::string joined(const std::vector<std::string>& reasons);

}  // namespace muster::api
