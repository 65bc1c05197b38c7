#include "report_error.h"

#include <base/faults.h>
#include <base/text.h>

#include <fmt/format.h>

namespace muster::cli {
namespace {

int exit_code_of(Failure failure) {
  switch (failure) {
    case Failure::invalid:
    case Failure::not_found:
      return 2;
    case Failure::conflict:
    case Failure::stale:
    case Failure::refused:
      return 3;
    case Failure::unavailable:
    case Failure::internal:
      break;
  }
  return 4;
}

}  // namespace

int report_error(std::string_view program, const Error& error, bool json) {
  const auto all = faults_of(error);
  if (!json) {
    for (const Error& e : all)
      fmt::print(stderr, "{}: {}{}\n", program, e.field.empty() ? "" : e.field + ": ", e.sentence);
    return exit_code_of(error.failure);
  }
  std::string errors;
  for (const Error& e : all)
    errors += fmt::format("{}{{\"field\":{},\"code\":{},\"sentence\":{}}}", errors.empty() ? "" : ",",
                          json_quote(e.field), json_quote(e.code), json_quote(e.sentence));
  fmt::print(stderr, "{{\"code\":{},\"detail\":{},\"errors\":[{}]}}\n", json_quote(error.code),
             json_quote(error.sentence), errors);
  return exit_code_of(error.failure);
}

}  // namespace muster::cli
