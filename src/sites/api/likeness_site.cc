// GET /likeness/{host}: a site's fingerprint, and whom it resembles: other sites, and closed cases.
#include "likeness_json.h"
#include "testing_handlers.h"
#include <names/name.h>
#include <web/records.h>

#include <fmt/format.h>

namespace muster::api {
namespace {

json::array accounts_json(const std::vector<likeness::AccountId>& ids, bool shown) {
  json::array out;
  for (const auto& id : ids)
    out.push_back(
        json::object{{"provider", id.provider}, {"value", shown ? json::value(id.value) : json::value(nullptr)}});
  return out;
}

}  // namespace

json::object print_json(const likeness::Print& print) {
  json::array pictures;
  for (const auto& each : print.pictures) pictures.push_back(json::value(hashes::to_hex(each)));
  json::object out;
  out["text"] = print.text.says() ? json::value(json::object{{"simhash", fmt::format("{:016x}", print.text.simhash)},
                                                             {"words", print.text.words}})
                                  : json::value(nullptr);
  out["pictures"] = std::move(pictures);
  out["favicon"] = print.favicon ? json::value(*print.favicon) : json::value(nullptr);
  out["certificate_key"] = or_null(print.certificate_key);
  out["analytics"] = accounts_json(print.accounts.analytics, true);
  out["payments"] = accounts_json(print.accounts.payments, false);
  out["structure"] = print.structure != 0 ? json::value(fmt::format("{:016x}", print.structure)) : json::value(nullptr);
  out["address"] = or_null(print.address);
  out["registrant_known"] = !print.registrant.empty();
  return out;
}

json::array reasons_json(const std::vector<likeness::Reason>& reasons) {
  return parsed(likeness::to_json(reasons)).as_array();
}

http::Response likeness_site(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto name, names::parse_name(request.param("host")));
  MUSTER_ANSWER_TRY(const auto view, services.likeness.site(name.ascii));
  json::array sites, cases;
  for (const auto& each : view.sites)
    sites.push_back(json::object{{"host", each.host},
                                 {"seen_at", time_json(each.seen_at)},
                                 {"value", each.resemblance.value},
                                 {"reasons", reasons_json(each.resemblance.reasons)}});
  for (const auto& each : view.cases)
    cases.push_back(json::object{{"case_id", each.case_id},
                                 {"case_number", each.case_number},
                                 {"ground", each.ground},
                                 {"host", each.host},
                                 {"value", each.resemblance.value},
                                 {"shows", each.resemblance.shows()},
                                 {"reasons", reasons_json(each.resemblance.reasons)}});
  return answer(json::object{{"host", view.host},
                             {"test_id", view.test_id},
                             {"seen_at", time_json(view.seen_at)},
                             {"fingerprint", print_json(view.print)},
                             {"sites", std::move(sites)},
                             {"cases", std::move(cases)}});
}

}  // namespace muster::api
