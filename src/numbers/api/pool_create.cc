// POST /pools: a range of numbers goes on record. POST /pools/{id}/stock: its next lines become available.
#include "line_handlers.h"

namespace muster::numbers_api {
namespace {

constexpr std::string_view kKinds[] = {"voice", "data", "iot"};

std::int64_t number_of(Body& body, const char* field) {
  const std::string text = body.text(field, 40);
  if (text.empty()) return 0;
  const auto digits = lines::parse_msisdn(text);
  if (!digits.ok()) body.fault(field, digits.error().code, digits.error().sentence);
  return digits.ok() ? *digits : 0;
}

}  // namespace

http::Response pool_create(const Services& services, const http::Request& request) {
  Body body(request);
  lines::NewPool pool;
  pool.name = body.text("name", 100);
  pool.operator_name = body.text("operator", 100);
  pool.region = body.text("region", 64);
  pool.kind = lines::line_kind(body.one_of("kind", kKinds)).value_or(lines::LineKind::voice);
  pool.first = number_of(body, "first");
  pool.last = number_of(body, "last");
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto made, services.lines.make_pool(request.principal->person_id, pool));
  return answer(pool_json(made), 201).header("Location", "/api/pools/" + made.id);
}

http::Response pool_stock(const Services& services, const http::Request& request) {
  Body body(request);
  const auto count = body.integer("count", 1, lines::kStockMax);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto made, services.lines.stock(request.principal->person_id, request.param("id"), count));
  return answer({{"stocked", made}});
}

}  // namespace muster::numbers_api
