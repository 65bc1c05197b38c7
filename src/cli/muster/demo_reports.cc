#include "demo_reports.h"

#include "demo_people.h"
#include "instance.h"
#include <parties/parties.h>

#include <reports/service.h>

namespace muster::cli {
namespace {

struct DemoReport {
  const char *address, *ground, *words, *language;
  bool by_flagger = false;
};
constexpr DemoReport kReports[] = {
    {"http://shop-001.example/", "explicit_unlawful", "It opens without asking how old I am.", "en"},
    {"http://shop-001.example/?from=ad", "explicit_unlawful", "An advertisement leads there.", "en"},
    {"http://shop-001.example/", "explicit_unlawful", "打开后未核验年龄即显示内容。", "zh"},
    {"https://pay.bank-login.example/verify", "phishing_or_malware", "It asks for the code of my bank.", "en"},
    {"http://bank-login.example/", "phishing_or_malware", "短信里的链接，冒充银行登录页面。", "zh"},
    {"http://ring-tones.example/join", "billing_fraud", "I was charged and had agreed to nothing.", "en"},
    {"http://unfiled-forum.example/", "unfiled", "网站底部没有备案号。", "zh"},
    {"http://short-messages.example/win", "billing_fraud", "Found in our weekly round of premium services.", "en",
     true},
};

Result<std::string> make_flagger(Instance& instance, const std::string& first, const std::string& second) {
  parties::Party party;
  party.kind = "trusted_flagger";
  party.name = "Consumer Watch (demo)";
  party.contact_email = "reports@watch.example";
  MUSTER_TRY(const auto made, instance.parties.create_party(kDemo, party));
  MUSTER_TRY(const auto proposed, instance.reports.propose_flagger(made.id, "billing_fraud", first));
  MUSTER_CHECK_OK(instance.reports.confirm_flagger(proposed.id, second));
  return made.id;
}

}  // namespace

Result<int> load_demo_reports(Instance& instance, const std::string& first, const std::string& second) {
  MUSTER_TRY(const auto there, instance.reports.list({}, "", 1));
  if (!there.items.empty()) return 0;
  MUSTER_TRY(const std::string flagger, make_flagger(instance, first, second));
  std::vector<reports::NewReport> reports;
  for (const DemoReport& r : kReports) {
    reports::NewReport report;
    report.address = r.address;
    report.ground = r.ground;
    report.words = r.words;
    report.language = r.language;
    report.channel = r.by_flagger ? "desk" : "page";
    if (r.by_flagger) report.party_id = flagger;
    reports.push_back(std::move(report));
  }
  for (const auto& taken : instance.reports.submit_all(reports))
    if (!taken.ok()) return taken.error();
  return static_cast<int>(reports.size());
}

}  // namespace muster::cli
