#include "resource_json.h"

#include <boost/json.hpp>

namespace muster::resources {
namespace json = boost::json;
namespace {

json::array array_of(const std::vector<std::string>& texts) {
  json::array out;
  for (const auto& text : texts) out.emplace_back(text);
  return out;
}
json::value or_null(const std::string& text) {
  return text.empty() ? json::value(nullptr) : json::value(text);
}

}  // namespace

std::string to_json(const std::vector<std::string>& texts) {
  return json::serialize(array_of(texts));
}

std::vector<std::string> texts_of(const std::string& text) {
  boost::system::error_code fault;
  const json::value value = json::parse(text, fault);
  std::vector<std::string> out;
  if (fault || !value.is_array()) return out;
  for (const auto& item : value.as_array())
    if (item.is_string()) out.emplace_back(item.as_string());
  return out;
}

std::string recorded_body(const Block& b, const std::string& import_id) {
  return json::serialize(json::object{{"range", b.range.text()},
                                      {"parent", or_null(b.parent_id)},
                                      {"holder", b.holder_id},
                                      {"user", or_null(b.user_id)},
                                      {"source", b.source},
                                      {"state", to_text(b.state)},
                                      {"split_from", or_null(b.split_from)},
                                      {"import", or_null(import_id)}});
}

std::string step_body(const Block& b, BlockState from, BlockEvent event, const std::vector<std::string>& parts) {
  json::object body{{"range", b.range.text()},
                    {"from", to_text(from)},
                    {"to", to_text(b.state)},
                    {"event", to_text(event)},
                    {"reasons", array_of(b.reasons)}};
  if (event == BlockEvent::record_source) body["source"] = b.source;
  if (event == BlockEvent::assign) body["user"] = b.user_id;
  if (event == BlockEvent::split) body["parts"] = array_of(parts);
  return json::serialize(body);
}

std::string changed_body(const Block& b) {
  return json::serialize(json::object{{"range", b.range.text()},
                                      {"name", b.particulars.name},
                                      {"mode", to_text(b.particulars.mode)},
                                      {"gateway", b.particulars.gateway},
                                      {"location", b.particulars.location}});
}

std::string lease_body(const Lease& lease, const AddressRange& range, LeaseState from) {
  return json::serialize(
      json::object{{"block", lease.block_id},
                   {"range", range.text()},
                   {"lessor", lease.lessor_id},
                   {"lessee", lease.lessee_id},
                   {"contract", lease.contract},
                   {"may_sublet", lease.may_sublet},
                   {"from", to_text(from)},
                   {"to", to_text(lease.state)},
                   {"reasons", array_of(lease.reasons)},
                   {"due_at", lease.due_at ? json::value(to_rfc3339(*lease.due_at)) : json::value(nullptr)}});
}

}  // namespace muster::resources
