// GET /notices: to me and my party, newest first; with record_id and record_kind, for staff, those about a record.
#include "notice_list.h"

namespace muster::api {
json::object notice_json(const notices::Notice& n) {
  return {{"id", n.id},
          {"kind", n.kind},
          {"record_kind", n.record_kind},
          {"record_id", n.record_id},
          {"channel", "in_app"},
          {"state", n.read_at ? std::string("read") : n.state},
          {"subject", n.subject},
          {"text", n.body},
          {"at", time_json(n.created_at)}};
}

namespace {

constexpr const char* kNoticeReaders[] = {"registrar", "examiner", "decider", "confirmer", "appeal_officer", "auditor"};

}  // namespace

http::Response notice_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  const auto& me = *request.principal;
  const std::string record = request.query_or("record_id", "");
  json::array items;
  if (!record.empty()) {
    const bool staff =
        std::any_of(std::begin(kNoticeReaders), std::end(kNoticeReaders), [&](const char* r) { return me.has(r); });
    if (!staff) return http::Response::problem(refused("role_missing", "Notices about a record are for its staff."));
    MUSTER_ANSWER_TRY(const auto found,
                      services.notices.of_record(request.query_or("record_kind", "case"), record, page.limit));
    for (const auto& n : found) items.push_back(notice_json(n));
    return list_answer(std::move(items), std::nullopt);
  }
  MUSTER_ANSWER_TRY(auto inbox, services.notices.inbox(me.person_id, request.query_or("unread", "") == "1", page.after,
                                                       page.limit + 1));
  const bool more = static_cast<int>(inbox.size()) > page.limit;
  if (more) inbox.pop_back();
  for (const auto& n : inbox) items.push_back(notice_json(n));
  return list_answer(std::move(items), more ? std::optional(inbox.back().id) : std::nullopt);
}

}  // namespace muster::api
