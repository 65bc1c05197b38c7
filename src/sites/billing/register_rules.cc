#include <base/text.h>

#include <algorithm>

#include <billing/charge_line.h>
#include <billing/register.h>
#include <boost/json.hpp>
#include <fmt/format.h>

namespace muster::billing {
namespace {

namespace json = boost::json;

constexpr ServiceTransition kServiceTransitions[] = {
    {"proposed", "confirm", "active"},
    {"proposed", "refuse", "refused"},
    {"active", "end", "ended"},
};

constexpr std::size_t kFlowMax = 8192, kAddressMax = 1000;

Error flow_form() {
  return invalid("flow_form", "A flow has way, start, steps with their addresses, and charge_address.", "flow");
}

bool is_address(std::string_view text) {
  if (text.size() > kAddressMax || text.find_first_of(" \t\r\n\"<>") != std::string_view::npos) return false;
  for (const std::string_view scheme : {"http://", "https://"})
    if (text.starts_with(scheme)) return text.size() > scheme.size() && text[scheme.size()] != '/';
  return false;
}

std::string text_of(const json::object& from, const char* name) {
  const auto* value = from.if_contains(name);
  return value && value->is_string() ? std::string(value->as_string()) : std::string();
}

}  // namespace

std::span<const ServiceTransition> service_transitions() {
  return kServiceTransitions;
}

Result<std::string> next_service_state(std::string_view state, std::string_view event) {
  for (const auto& t : kServiceTransitions)
    if (t.from == state && t.event == event) return std::string(t.to);
  std::string possible;
  for (const auto& e : open_service_events(state)) possible += (possible.empty() ? "" : ", ") + e;
  return conflict("service_state",
                  fmt::format("This step is not open to a service that is {}{}.", state,
                              possible.empty() ? "; no other one is" : "; possible: " + possible),
                  "event");
}

std::vector<std::string> open_service_events(std::string_view state) {
  std::vector<std::string> out;
  for (const auto& t : kServiceTransitions)
    if (t.from == state) out.emplace_back(t.event);
  return out;
}

std::vector<Error> check_service(const NewService& given) {
  std::vector<Error> out;
  if (!is_code(given.code))
    out.push_back(
        invalid("service_code", "A code has letters, digits and . _ : - / alone, 40 of them at most.", "code"));
  const auto text = [&](const std::string& value, const char* field, std::size_t most, const char* sentence) {
    if (trim(value).empty() || value.size() > most || !is_valid_utf8(value))
      out.push_back(invalid(field == std::string_view("name") ? "service_name" : "service_text", sentence, field));
  };
  text(given.name, "name", 200, "A service has a name of at most 200 bytes.");
  text(given.first_text, "first_text", 1000, "Say what the first confirmation says, in at most 1,000 bytes.");
  text(given.second_text, "second_text", 1000, "Say what the second confirmation says, in at most 1,000 bytes.");
  text(given.behalf_text, "behalf_text", 1000, "Say on whose behalf it is billed, in at most 1,000 bytes.");
  if (given.amount < 0 || given.amount > kPriceMax)
    out.push_back(invalid("price_amount", "A price is between 0 and 42,949,672.94.", "amount"));
  if (!is_currency(given.currency))
    out.push_back(invalid("price_currency", "A currency is three capital letters (ISO 4217).", "currency"));
  if (!given.flow.empty())
    if (const auto flow = parse_flow(given.flow); !flow.ok()) out.push_back(flow.error());
  return out;
}

Result<void> check_price_begin(const std::vector<Price>& before, Instant from, Instant now) {
  bool any = false;
  for (const Price& p : before) {
    if (p.state != "confirmed") continue;
    any = true;
    if (from <= p.from)
      return conflict("price_backwards", "A price begins after the one before it. Choose a later time.", "from");
  }
  if (any && from < now)
    return conflict("price_backwards",
                    "A price can not begin before it is confirmed; what was charged until now keeps its price.",
                    "from");
  return {};
}

Result<Flow> parse_flow(std::string_view text) {
  boost::system::error_code fault;
  if (text.size() > kFlowMax) return flow_form();
  const json::value value = json::parse({text.data(), text.size()}, fault);
  if (fault || !value.is_object()) return flow_form();
  const json::object& object = value.get_object();
  Flow flow;
  flow.way = text_of(object, "way");
  flow.start = text_of(object, "start");
  flow.charge_address = text_of(object, "charge_address");
  const auto* steps = object.if_contains("steps");
  if ((flow.way != "browser" && flow.way != "plain") || !steps || !steps->is_array()) return flow_form();
  for (const auto& one : steps->get_array()) {
    if (!one.is_object()) return flow_form();
    FlowStep step;
    step.address = text_of(one.get_object(), "address");
    const auto* confirms = one.get_object().if_contains("confirms");
    step.confirms = confirms && confirms->is_bool() && confirms->get_bool();
    if (!is_address(step.address) || step.address.find_first_of("?#") != std::string::npos)
      return invalid("flow_address", "A step's address begins with http:// or https:// and ends before any ?.", "flow");
    flow.steps.push_back(std::move(step));
  }
  const auto confirming = std::count_if(flow.steps.begin(), flow.steps.end(), [](const auto& s) { return s.confirms; });
  if (flow.steps.empty() || flow.steps.size() > kStepsMax || confirming != 2 || !flow.steps.back().confirms)
    return invalid("flow_steps", "A flow has at most ten steps; two of them confirm, and the last one is such a step.",
                   "flow");
  if (!is_address(flow.start) || flow.start.substr(0, flow.start.find_first_of("?#")) != flow.steps.front().address)
    return invalid("flow_steps", "The start is at the first step's address.", "flow");
  if (!is_address(flow.charge_address))
    return invalid("flow_charge_address", "Name the address by which a charge is made, so that it is never asked for.",
                   "flow");
  for (const auto& s : flow.steps)
    if (s.address.starts_with(flow.charge_address))
      return invalid("flow_charge_address", "A step can not be where the charge is made.", "flow");
  return flow;
}

std::string to_text(const Flow& flow) {
  json::array steps;
  for (const auto& s : flow.steps) steps.push_back(json::object{{"address", s.address}, {"confirms", s.confirms}});
  return json::serialize(json::object{
      {"way", flow.way}, {"start", flow.start}, {"steps", steps}, {"charge_address", flow.charge_address}});
}

}  // namespace muster::billing
