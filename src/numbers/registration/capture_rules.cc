#include <identifiers/identifier.h>
#include <registration/rules.h>

namespace muster::registration {
namespace {

using persons::Category;

void add(std::vector<Error>& to, const std::vector<Error>& more) {
  to.insert(to.end(), more.begin(), more.end());
}

void need_code(std::vector<Error>& faults, const std::string& text, const char* code, const char* sentence,
               const char* field) {
  if (!lines::is_code(text)) faults.push_back(invalid(code, sentence, field));
}

void check_person(Checked& out, const policy::Policy& policy, Instant now) {
  auto document = persons::check_document(out.capture.document, out.category, now);
  auto identity = persons::check_identity(out.capture.identity, now);
  out.capture.document = std::move(document.document);
  out.capture.identity = std::move(identity.identity);
  add(out.faults, document.faults);
  add(out.faults, identity.faults);
  const bool born = std::none_of(identity.faults.begin(), identity.faults.end(),
                                 [](const Error& e) { return e.field == "birth_date"; });
  if (!born) return;
  const std::string& birth_date = out.capture.identity.birth_date;
  const bool minor = persons::age_on(birth_date, now) < policy.number("registration.adult_age");
  if (minor != (out.category == Category::minor))
    out.faults.push_back(invalid("category_age", "The category does not fit the person's age.", "category"));
  const std::string said = document.faults.empty() ? persons::birth_day_in(out.capture.document) : std::string();
  if (!said.empty() && said != birth_date)
    out.faults.push_back(
        invalid("birth_date_differs", "The date of birth differs from what the document's number says.", "birth_date"));
}

void check_guardian(Checked& out, const policy::Policy& policy, Instant now) {
  auto& guardian = out.capture.guardian;
  const bool minor = out.category == Category::minor;
  if (!guardian) {
    if (minor) out.faults.push_back(invalid("guardian_missing", "A minor registers with a guardian.", "guardian"));
    return;
  }
  if (!minor) {
    out.faults.push_back(invalid("guardian_unasked", "Only a minor has a guardian here.", "guardian"));
    return;
  }
  if (out.capture.guardian_consent != policy.text("registration.guardian_consent"))
    out.faults.push_back(invalid("guardian_consent_missing", "The guardian agrees to the text that is in force now.",
                                 "guardian_consent"));
  // A guardian is on record already, with whatever document, whether or not it is in force still.
  auto checked = persons::check_document(*guardian, Category::citizen, now);
  guardian = std::move(checked.document);
  for (Error& e : checked.faults) {
    if (e.field == "document_expires_on" || e.code == "document_category") continue;
    e.field = "guardian";
    out.faults.push_back(std::move(e));
  }
}

// The proxy is identified as the person is; nobody acts for others who may not act alone.
void check_proxy(Checked& out, const policy::Policy& policy, Instant now) {
  if (!out.capture.proxy) return;
  Proxy& proxy = *out.capture.proxy;
  if (policy.number("registration.proxy_persons_max") == 0) {
    out.faults.push_back(refused("proxies_not_taken", "Nobody registers for somebody else here.", "proxy"));
    return;
  }
  if (out.category == Category::minor) {
    out.faults.push_back(invalid("proxy_unasked", "For a minor the guardian acts.", "proxy"));
    return;
  }
  const auto add_all = [&](std::vector<Error> faults) {
    for (Error& e : faults) {
      if (e.code == "document_category") continue;
      e.field = "proxy." + e.field;
      out.faults.push_back(std::move(e));
    }
  };
  auto document = persons::check_document(proxy.document, Category::citizen, now);
  auto identity = persons::check_identity(proxy.identity, now);
  const bool born = std::none_of(identity.faults.begin(), identity.faults.end(),
                                 [](const Error& e) { return e.field == "birth_date"; });
  proxy.document = std::move(document.document);
  proxy.identity = std::move(identity.identity);
  const std::string said = document.faults.empty() ? persons::birth_day_in(proxy.document) : std::string();
  add_all(std::move(document.faults));
  add_all(std::move(identity.faults));
  if (born && persons::age_on(proxy.identity.birth_date, now) < policy.number("registration.adult_age"))
    out.faults.push_back(refused("proxy_minor", "A minor acts for nobody else.", "proxy"));
  if (born && !said.empty() && said != proxy.identity.birth_date)
    out.faults.push_back(invalid(
        "birth_date_differs", "The date of birth differs from what the document's number says.", "proxy.birth_date"));
  need_code(out.faults, proxy.authorisation, "authorisation_form", "Give the number of the letter of authority.",
            "proxy.authorisation");
  if (proxy.consent != policy.text("registration.proxy_consent"))
    out.faults.push_back(
        invalid("consent_missing", "The proxy agrees to the text that is in force now.", "proxy.consent"));
}

void check_organisation(Checked& out) {
  Capture& c = out.capture;
  const bool asked = out.category == Category::organisation_user;
  if (c.organisation_kind.empty() && c.organisation_number.empty()) {
    if (asked)
      out.faults.push_back(invalid("organisation_missing",
                                   "Say whose user this person is: kind and number of the organisation.",
                                   "organisation_number"));
    return;
  }
  if (!asked) {
    out.faults.push_back(
        invalid("organisation_unasked", "Only a user of an organisation names one.", "organisation_number"));
    return;
  }
  const auto* kind = identifiers::find_kind(c.organisation_kind);
  if (!kind || kind->holder == identifiers::Holder::person) {
    out.faults.push_back(
        invalid("identifier_kind_unknown", "There is no such kind of number of an organisation.", "organisation_kind"));
    return;
  }
  if (auto number = kind->check(c.organisation_number); number.ok()) {
    c.organisation_number = *number;
  } else {
    Error error = number.error();
    error.field = "organisation_number";
    out.faults.push_back(std::move(error));
  }
}

}  // namespace

Checked check_capture(const Capture& capture, const policy::Policy& policy, Instant now) {
  Checked out{capture, Category::citizen, 0, {}};
  if (const auto category = persons::category(capture.category); category) {
    out.category = *category;
    check_person(out, policy, now);
    check_guardian(out, policy, now);
    check_proxy(out, policy, now);
    check_organisation(out);
  } else {
    out.faults.push_back(invalid("category_unknown", "There is no such category of persons.", "category"));
  }
  if (const auto msisdn = lines::parse_msisdn(capture.msisdn); msisdn.ok())
    out.msisdn = *msisdn;
  else
    out.faults.push_back(msisdn.error());
  if (capture.consent != policy.text("registration.consent"))
    out.faults.push_back(invalid("consent_missing", "The person agrees to the text that is in force now.", "consent"));
  need_code(out.faults, capture.dealer_id, "dealer_form", "Say which dealer registers, by its id.", "dealer_id");
  need_code(out.faults, capture.place, "place_form", "Say where, by the code of the dealer's place.", "place");
  need_code(out.faults, capture.device, "device_form", "Say with which device, by its code.", "device");
  return out;
}

std::int64_t cap_of(const policy::Policy& policy, persons::Category category, lines::LineKind kind) {
  return policy.number(std::string("line_cap.") + persons::to_text(category) + "_" + lines::to_text(kind));
}

}  // namespace muster::registration
