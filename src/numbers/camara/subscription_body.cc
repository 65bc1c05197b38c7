// The body of a subscription's creation. Where several things are wrong the first of the definition's order is
// answered: form, protocol, type, limits, credential, sink.
#include "body.h"
#include "json_body.h"
#include <base/time.h>

#include <algorithm>

#include <camara/subscription.h>

namespace muster::camara {
namespace {

namespace json = boost::json;

constexpr std::string_view kSwapped = "org.camaraproject.sim-swap-subscriptions.v0.swapped";
constexpr std::int64_t kMaxEventsMost = 1'000'000;

Problem missing_property(const char* name) {
  return problem(Fault::invalid_argument, std::string("Expected property is missing: ") + name);
}
Problem wrong_property(const char* name) {
  return problem(Fault::invalid_argument, std::string("The property has another form: ") + name);
}

const json::object* object_in(const json::object& object, const char* name) {
  const json::value* found = object.if_contains(name);
  return found ? found->if_object() : nullptr;
}
// nullptr: absent, or no text.
const json::string* text_in(const json::object& object, const char* name) {
  const json::value* found = object.if_contains(name);
  return found ? found->if_string() : nullptr;
}

std::optional<Problem> take_protocol_and_type(const json::object& object) {
  for (const char* name : {"protocol", "sink", "types", "config"})
    if (!object.contains(name)) return missing_property(name);
  const auto* protocol = text_in(object, "protocol");
  if (!protocol) return wrong_property("protocol");
  if (*protocol != "HTTP") return problem(Fault::invalid_protocol);
  const auto* types = object.at("types").if_array();
  if (!types || types->size() != 1 || !types->front().is_string() || types->front().get_string() != kSwapped)
    return wrong_property("types");
  const auto* settings = object_in(object, "protocolSettings");
  const auto* headers = settings ? object_in(*settings, "headers") : nullptr;
  if (headers && !headers->empty())
    return problem(Fault::invalid_argument, "Notifications carry no headers of the subscriber's choice.");
  return std::nullopt;
}

std::optional<Problem> take_limits(const json::object& config, Body& out) {
  if (const json::value* expires = config.if_contains("subscriptionExpireTime")) {
    if (!expires->is_string() || !parse_rfc3339(expires->get_string().c_str()).ok())
      return wrong_property("config.subscriptionExpireTime");
    out.texts.emplace("expires", expires->get_string().c_str());
  }
  if (const json::value* most = config.if_contains("subscriptionMaxEvents")) {
    const auto* whole = most->if_int64();
    if (!whole || *whole < 1) return wrong_property("config.subscriptionMaxEvents");
    if (*whole > kMaxEventsMost) return problem(Fault::out_of_range);
    out.integers.emplace("maxEvents", *whole);
  }
  return std::nullopt;
}

std::optional<Problem> take_config(const json::object& object, Body& out) {
  const auto* config = object_in(object, "config");
  if (!config) return wrong_property("config");
  if (!config->contains("subscriptionDetail")) return missing_property("config.subscriptionDetail");
  const auto* detail = object_in(*config, "subscriptionDetail");
  if (!detail) return wrong_property("config.subscriptionDetail");
  if (detail->contains("phoneNumber")) {
    const auto* phone = text_in(*detail, "phoneNumber");
    if (!phone || !is_phone_number(*phone)) return wrong_property("config.subscriptionDetail.phoneNumber");
    out.texts.emplace("phoneNumber", phone->c_str());
  }
  return take_limits(*config, out);
}

std::optional<Problem> take_credential(const json::object& object, Body& out) {
  if (!object.contains("sinkCredential")) return std::nullopt;
  const auto* credential = object_in(object, "sinkCredential");
  const auto* type = credential ? text_in(*credential, "credentialType") : nullptr;
  if (!type) return wrong_property("sinkCredential.credentialType");
  if (*type != "ACCESSTOKEN") return problem(Fault::invalid_credential);
  const auto* kind = text_in(*credential, "accessTokenType");
  if (!kind) return missing_property("sinkCredential.accessTokenType");
  if (*kind != "bearer") return problem(Fault::invalid_token);
  const auto* token = text_in(*credential, "accessToken");
  const auto* expires = text_in(*credential, "accessTokenExpiresUtc");
  // b64token of RFC 6750: nothing that could begin another header.
  constexpr std::string_view kSigns = "-._~+/=";
  const auto is_sign = [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kSigns.find(c) != std::string_view::npos;
  };
  if (!token || token->empty() || token->size() > kSinkTokenMaxBytes ||
      !std::all_of(token->begin(), token->end(), is_sign))
    return wrong_property("sinkCredential.accessToken");
  if (!expires || !parse_rfc3339(expires->c_str()).ok()) return wrong_property("sinkCredential.accessTokenExpiresUtc");
  out.texts.emplace("sinkToken", token->c_str());
  out.texts.emplace("sinkTokenExpires", expires->c_str());
  return std::nullopt;
}

}  // namespace

std::variant<Body, Problem> read_subscription(const http::Request& request) {
  const auto read = json_body(request, false);
  if (const auto* wrong = std::get_if<Problem>(&read)) return *wrong;
  const auto& object = std::get<json::object>(read);
  Body out;
  out.properties = object.size();
  if (auto wrong = take_protocol_and_type(object)) return *wrong;
  if (auto wrong = take_config(object, out)) return *wrong;
  if (auto wrong = take_credential(object, out)) return *wrong;
  const auto* sink = text_in(object, "sink");
  if (!sink) return wrong_property("sink");
  out.texts.emplace("sink", sink->c_str());
  return out;
}

}  // namespace muster::camara
