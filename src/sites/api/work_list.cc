// GET /work: what waits for workers, what they hold, and what was set aside with its reason.
#include "testing_handlers.h"

#include <queue/queue.h>

namespace muster::api {

http::Response work_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(queue::Queue* const queue, services.test_queue());
  MUSTER_ANSWER_TRY(const queue::Counts counts, queue->counts());
  MUSTER_ANSWER_TRY(const auto aside, queue->aside(page.after, page.limit));
  json::array items;
  for (const queue::Aside& one : aside)
    items.push_back(json::object{{"key", one.key},
                                 {"id", one.id},
                                 {"code", one.code},
                                 {"sentence", one.sentence},
                                 {"attempts", one.attempts},
                                 {"at", time_json(one.at)}});
  const bool more = static_cast<int>(aside.size()) == page.limit;
  return answer(json::object{{"waiting", counts.waiting},
                             {"taken", counts.taken},
                             {"aside", counts.aside},
                             {"items", std::move(items)},
                             {"next", more ? json::value(http::cursor_of(aside.back().key)) : json::value(nullptr)}});
}

}  // namespace muster::api
