// Registrations in pages, however many there are.
#include "registration_store.h"
#include <base/text.h>

#include <charconv>

namespace muster::registration {
namespace {

constexpr int kListMax = 500;
constexpr const char* kAboveEveryId = "~";

// A pending one stands at its term, then its id: "1772442000000000 0195…".
std::string pending_cursor(const Registration& r) {
  return std::to_string(r.due_at.value_or(Instant{}).micros) + " " + r.id;
}
Result<std::pair<Instant, std::string>> pending_place(const std::string& cursor) {
  if (cursor.empty()) return std::pair(Instant{}, std::string());
  Instant due{};
  const auto [end, fault] = std::from_chars(cursor.data(), cursor.data() + cursor.size(), due.micros);
  if (fault != std::errc{} || end == cursor.data() + cursor.size() || *end != ' ')
    return invalid("page_cursor", "This cursor is not one of this list.", "after");
  return std::pair(due, std::string(end + 1, cursor.data() + cursor.size()));
}

}  // namespace

Result<RegistrationPage> Service::list(const ListOf& of, const std::string& after, int limit) const {
  const int wanted = std::clamp(limit, 1, kListMax);
  std::pair<Instant, std::string> place;
  if (of.pending) {
    MUSTER_TRY(place, pending_place(after));
  }
  return database_.read([&](store::Transaction& tx) -> Result<RegistrationPage> {
    RegistrationPage page;
    auto& some = page.registrations;
    if (of.pending)
      some = pending_after(tx, place.first, place.second, wanted + 1);
    else if (of.for_persons)
      some = waiting_manual(tx, after, wanted + 1);
    else
      some = newest(tx, of, after.empty() ? kAboveEveryId : after, wanted + 1);
    if (static_cast<int>(some.size()) > wanted) {
      some.pop_back();
      page.next = of.pending ? pending_cursor(some.back()) : some.back().id;
    }
    return page;
  });
}

Result<std::vector<Check>> Service::checks_of(const std::string& id) const {
  return database_.read(
      [&](store::Transaction& tx) -> Result<std::vector<Check>> { return registration::checks_of(tx, id); });
}

}  // namespace muster::registration
