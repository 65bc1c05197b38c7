// GET /link-mappings?source=: saved mappings of columns. PUT /link-mappings/{name}: saves one.
#include "partner_handlers.h"
#include <filings/mapping.h>

namespace muster::api {
namespace {

filings::Mappings of_links(const Services& services) {
  return {services.database, services.recorder, "links", promotion::link_fields()};
}
json::object link_mapping_json(const std::string& name, const filings::Mapping& mapping, bool remembered) {
  json::object columns;
  for (const auto& [field, column] : mapping) columns[field] = column;
  return {{"name", name}, {"columns", std::move(columns)}, {"remembered", remembered}};
}

}  // namespace

http::Response link_mapping_list(const Services& services, const http::Request& request) {
  const auto mappings = of_links(services);
  MUSTER_ANSWER_TRY(const auto last, mappings.remembered(request.query_or("source", "")));
  MUSTER_ANSWER_TRY(const auto all, mappings.all());
  json::array items;
  for (const auto& [name, mapping] : all) items.push_back(link_mapping_json(name, mapping, name == last));
  return list_answer(std::move(items), std::nullopt);
}

http::Response link_mapping_save(const Services& services, const http::Request& request) {
  Body body(request);
  filings::Mapping mapping;
  Body columns = body.object("columns");
  for (const std::string& field : promotion::link_fields())
    if (const auto column = columns.maybe_text(field, 200)) mapping[field] = *column;
  MUSTER_BODY_DONE(body);
  const std::string name = request.param("name");
  MUSTER_ANSWER_CHECK(of_links(services).save(name, mapping, request.principal->person_id));
  return answer(link_mapping_json(name, mapping, false));
}

}  // namespace muster::api
