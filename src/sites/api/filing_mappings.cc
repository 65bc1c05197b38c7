// GET /filing-mappings?source=: saved mappings of columns. PUT /filing-mappings/{name}: saves one.
#include "filing_handlers.h"
#include <filings/import.h>

namespace muster::api {
namespace {

json::object mapping_json(const std::string& name, const filings::Mapping& mapping, bool remembered) {
  json::object columns;
  for (const auto& [field, column] : mapping) columns[field] = column;
  return {{"name", name}, {"columns", std::move(columns)}, {"remembered", remembered}};
}

}  // namespace

http::Response filing_mapping_list(const Services& services, const http::Request& request) {
  const filings::Mappings mappings(services.database, services.recorder);
  MUSTER_ANSWER_TRY(const auto last, mappings.remembered(request.query_or("source", "")));
  MUSTER_ANSWER_TRY(const auto all, mappings.all());
  json::array items;
  for (const auto& [name, mapping] : all) items.push_back(mapping_json(name, mapping, name == last));
  return list_answer(std::move(items), std::nullopt);
}

http::Response filing_mapping_save(const Services& services, const http::Request& request) {
  constexpr std::size_t kColumnsMax = 64;
  Body body(request);
  filings::Mapping mapping;
  const json::value* columns = body.raw("columns");
  if (!columns || !columns->is_object() || columns->as_object().size() > kColumnsMax) {
    body.fault("columns", "mapping_empty", "Give the columns as an object: ours to the file's.");
  } else {
    for (const auto& [field, column] : columns->as_object())
      if (column.is_string())
        mapping[std::string(field)] = std::string(column.as_string());
      else
        body.fault("columns", "mapping_column", "A column's name is text.");
  }
  MUSTER_BODY_DONE(body);
  const filings::Mappings mappings(services.database, services.recorder);
  const std::string name = request.param("name");
  MUSTER_ANSWER_CHECK(mappings.save(name, mapping, request.principal->person_id));
  return answer(mapping_json(name, mapping, false));
}

}  // namespace muster::api
