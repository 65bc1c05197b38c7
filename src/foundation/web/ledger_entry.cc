// GET /ledger/entries/{index}: one entry with its leaf's exact bytes.
#include "ledger_handlers.h"

#include <charconv>

namespace muster::web {

http::Response ledger_entry(const ledger::Log& log, const NameOf& name_of, const http::Request& request) {
  const std::string text = request.param("index");
  std::int64_t index = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), index);
  if (fault != std::errc{} || end != text.data() + text.size())
    return http::Response::problem(not_found("ledger_no_entry", "The ledger has no such entry."));
  MUSTER_ANSWER_TRY(const auto entry, log.entry(index));
  return answer(entry_json(entry, name_of, request));
}

}  // namespace muster::web
