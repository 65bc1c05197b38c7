#include "demo_desk.h"

#include "demo_specimens.h"
#include <base/files.h>
#include <lines/port.h>
#include <persons/correction.h>
#include <persons/duplicates.h>
#include <registration/companies.h>
#include <registration/excess.h>
#include <registration/transfer.h>

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>
#include <reconciliation/service.h>
#include <things/service.h>

namespace muster::cli {
namespace {

// A public key whose other half nobody kept: the demonstration's device can't sign.
constexpr const char* kDemoKey =
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEQwuiM4-X_0bQ5vebKNj660wjXkQg-"
    "GVfUSeFqt8BflWc8boIVLy32dfxwajj3H4P1oX6llUowL5DwGIX"
    "QiMLtw";

constexpr std::int64_t kCompanyLines = 3, kFirstCompanySerial = 90'000'000;
constexpr int kReceiver = 30'001;  // a person of the demonstration to whom nobody has sold a line

constexpr std::int64_t kThings = 12, kFirstThing = 8'619'990'000'000, kFirstThingSerial = 91'000'000;

// A further line of a person on record, in service at once.
Result<void> serve_thing(Instance& instance, lines::Line line, const registration::Registration& of,
                         std::int64_t slot) {
  return instance.database.write([&](store::Transaction& tx) -> Result<void> {
    lines::Ownership o;
    o.id = instance.recorder.new_id();
    o.line_id = line.id;
    o.holder_id = o.counted_under = of.holder_id;
    o.kind = line.kind;
    o.slot = slot;
    o.cap = instance.policy.number("line_cap.citizen_iot");
    o.ground_ref = of.id;
    o.from = instance.clock.now();
    MUSTER_CHECK_OK(lines::give(tx, std::span(&o, 1), o.from));
    auto given = lines::find_line(tx, line.id);
    return lines::step(tx, {instance.recorder, instance.policy, kDemo}, *given, lines::Event::activate);
  });
}

std::string demo_person(const std::vector<DemoPerson>& people, std::string_view user) {
  const auto found = std::find_if(people.begin(), people.end(), [&](const auto& p) { return p.user_name == user; });
  return found == people.end() ? std::string() : found->person_id;
}

// The newest verified registrations whose lines serve, of one dealer.
Result<std::vector<registration::Registration>> serving(Instance& instance, const std::string& dealer, int count) {
  std::vector<registration::Registration> out;
  std::string after;
  do {
    registration::ListOf of;
    of.dealer_id = dealer;
    MUSTER_TRY(const auto page, instance.registration.list(of, after, 100));
    for (const auto& r : page.registrations) {
      if (r.state != registration::State::verified || static_cast<int>(out.size()) == count) continue;
      MUSTER_TRY(const auto line, instance.lines.line(r.line_id));
      if (line.state == lines::State::active) out.push_back(r);
    }
    after = page.next;
  } while (!after.empty() && static_cast<int>(out.size()) < count);
  if (static_cast<int>(out.size()) < count) return not_found("demo_small", "Too few lines serve; load more holders.");
  return out;
}

Result<void> open_shop(Instance& instance, const DemoDealer& dealer, const std::string& clerk) {
  const std::string place = dealer.region + "-01";
  dealers::Place shop{dealer.id, place, dealer.region, 3'990'000, 11'640'000};
  MUSTER_TRY([[maybe_unused]] const auto made, instance.dealers.add_place(kDemo, shop));
  MUSTER_TRY([[maybe_unused]] const auto worker, instance.dealers.add_worker(kDemo, dealer.id, clerk));
  MUSTER_TRY(const auto code, instance.dealers.issue_code(kDemo, dealer.id, clerk, place));
  MUSTER_TRY([[maybe_unused]] const auto device, instance.dealers.enrol(code.code, kDemoKey, "Counter 1"));
  const Instant now = instance.clock.now();
  for (const Instant day : {now - std::chrono::hours(24), now}) {
    MUSTER_TRY([[maybe_unused]] const int found,
               instance.signals.scan_day(instance.policy.calendar().local_day(day), "",
                                         [](const std::string&, int) -> Result<void> { return {}; }));
  }
  return {};
}

// Two letters of an authority: one waits to be checked, one can be answered.
Result<void> letters(Instance& instance, const std::vector<DemoPerson>& people, const std::string& line_id) {
  parties::Party police;
  police.kind = "authority";
  police.name = "Utopia Police (demo)";
  police.contact_email = "letters@police.example";
  MUSTER_TRY(const auto authority, instance.parties.create_party(kDemo, police));
  lookups::AuthorityScope scope;
  scope.authority_id = authority.id;
  scope.law = "Code of Criminal Procedure (demo), s. 94";
  scope.fields = {"name", "document", "held_since", "line_state", "match"};
  scope.comparisons = 100;
  const std::string officer = demo_person(people, "compliance"), supervisor = demo_person(people, "supervisor");
  MUSTER_TRY(const auto bounds, instance.requests.add_scope(supervisor, scope));
  MUSTER_TRY(const auto line, instance.lines.line(line_id));
  lookups::NewRequest letter;
  letter.scope_id = bounds.id;
  letter.letter = "PD-2041";
  letter.purpose = "inquiry";
  letter.fields = {"name", "held_since", "line_state"};
  letter.officer_id = "Badge-4711";
  letter.officer_name = "Inspector Specimen";
  letter.msisdn = lines::msisdn_text(line.msisdn);
  MUSTER_TRY(const auto first, instance.requests.enter(officer, letter));
  MUSTER_TRY(const auto checked,
             instance.requests.apply(officer, first.id, first.version, lookups::RequestEvent::check));
  MUSTER_TRY([[maybe_unused]] const auto approved,
             instance.requests.apply(supervisor, first.id, checked.version, lookups::RequestEvent::approve));
  letter.letter = "PD-2042";
  letter.kind = lookups::RequestKind::comparison;
  letter.fields = {"match"};
  letter.msisdn.clear();
  letter.rows_max = 20;
  MUSTER_TRY([[maybe_unused]] const auto second, instance.requests.enter(officer, letter));
  return {};
}

// Persons who may be on record twice, and those who hold more than the cap.
Result<void> persons_to_look_at(Instance& instance) {
  persons::Duplicates duplicates(instance.database, instance.recorder, instance.vault, instance.policy);
  for (int seen = 1; seen > 0;) {
    MUSTER_TRY(const auto some, duplicates.scan());
    seen = some.seen;
  }
  registration::Excesses excesses(instance.database, instance.recorder, instance.policy);
  std::string after;
  do {
    MUSTER_TRY(const auto found, excesses.find(kDemo, lines::LineKind::voice, after));
    after = found.last;
  } while (!after.empty());
  return {};
}

Result<void> company(Instance& instance, const registration::Registration& responsible, const std::string& region) {
  registration::Companies companies(instance.database, instance.recorder, instance.vault, instance.policy);
  registration::NewCompany firm{
      "cn_uscc", "91350100M000100Y43", "Specimen Works (demo)", responsible.holder_id, "RES-2041", 200};
  MUSTER_TRY(const auto made, companies.enrol(kDemo, firm));
  MUSTER_TRY(const auto pools, instance.lines.pools());
  for (const auto& pool : pools) {
    if (pool.region != region || pool.name.find("shops") == std::string::npos) continue;
    std::vector<lines::NewSim> sims;
    for (std::int64_t n = 0; n < kCompanyLines; ++n) sims.push_back(demo_sim(kFirstCompanySerial + n));
    MUSTER_TRY([[maybe_unused]] const auto packed, instance.lines.pack(kDemo, pool.id, made.id, sims));
    return {};
  }
  return {};
}

// Lines of things that a person answers for: most of them bound to a device, one seen in another one, one without.
Result<void> company_things(Instance& instance, const registration::Registration& responsible,
                            const std::string& region) {
  lines::NewPool pool;
  pool.name = region + " · things";
  pool.operator_name = "Northern Mobile (demo)";
  pool.region = region;
  pool.kind = lines::LineKind::iot;
  pool.first = kFirstThing;
  pool.last = kFirstThing + kThings - 1;
  MUSTER_TRY(const auto made, instance.lines.make_pool(kDemo, pool));
  MUSTER_TRY([[maybe_unused]] const auto stocked, instance.lines.stock(kDemo, made.id, kThings));
  std::vector<lines::NewSim> sims;
  for (std::int64_t n = 0; n < kThings; ++n) sims.push_back(demo_sim(kFirstThingSerial + n));
  MUSTER_TRY(const auto packed, instance.lines.pack(kDemo, made.id, responsible.dealer_id, sims));
  const things::Service devices(instance.database, instance.recorder, instance.policy);
  static constexpr const char* kUses[] = {"metering", "vehicle", "payment", "camera"};
  for (std::size_t n = 0; n < packed.size(); ++n) {
    MUSTER_CHECK_OK(serve_thing(instance, packed[n].line, responsible, static_cast<std::int64_t>(n) + 1));
    if (n + 1 == packed.size()) break;
    const std::string number = lines::msisdn_text(packed[n].line.msisdn);
    MUSTER_TRY([[maybe_unused]] const auto bound,
               devices.bind(kDemo, {number,
                                    {things::DeviceKind::imei, demo_imei(static_cast<int>(n))},
                                    kUses[n % std::size(kUses)],
                                    {"data"},
                                    {},
                                    fmt::format("DN-{:04}", 2041 + n)}));
    if (n == 2) {
      MUSTER_TRY([[maybe_unused]] const auto seen,
                 devices.seen(kDemo, {number, {things::DeviceKind::imei, demo_imei(999)}}));
    }
  }
  return {};
}

// The line of one person is to pass to another one, who is new.
Result<void> transfer(Instance& instance, const registration::Registration& of, const std::string& clerk) {
  MUSTER_TRY(const auto documents, instance.persons.documents(of.holder_id));
  const std::string field = persons::document_field(documents.front().ordinal);
  MUSTER_TRY(const auto read, instance.persons.read(kDemo, of.holder_id, {field}, "demonstration"));
  MUSTER_TRY(const auto line, instance.lines.line(of.line_id));
  registration::NewTransfer asked;
  asked.giver = {documents.front().kind, documents.front().country, read.at(field), documents.front().expires_on};
  asked.receiver = demo_capture(kReceiver, to_day(instance.clock.now()));
  asked.receiver.msisdn = lines::msisdn_text(line.msisdn);
  asked.receiver.dealer_id = of.dealer_id;
  asked.receiver.place = of.place;
  asked.receiver.device = of.device;
  registration::Transfers transfers(instance.database, instance.recorder, instance.vault, instance.policy);
  MUSTER_TRY([[maybe_unused]] const auto done, transfers.ask(clerk, "demo-transfer", asked));
  return {};
}

Result<void> changes(Instance& instance, const std::vector<DemoPerson>& people,
                     const std::vector<registration::Registration>& lines) {
  persons::Corrections corrections(instance.database, instance.recorder, instance.vault, instance.policy);
  persons::NewCorrection wrong;
  wrong.holder_id = lines[0].holder_id;
  wrong.part = persons::Part::address;
  wrong.value = "7 Sample Square, Utopia";
  wrong.proof = {persons::Evidence::register_extract, "RX-2041"};
  MUSTER_TRY([[maybe_unused]] const auto asked, corrections.ask(demo_person(people, "second"), wrong));
  MUSTER_TRY(const auto leaving, instance.lines.line(lines[1].line_id));
  const muster::lines::Ports ports(instance.database, instance.recorder, instance.policy);
  MUSTER_TRY([[maybe_unused]] const auto out,
             ports.ask_out(kDemo, leaving.msisdn, "Southern Mobile (demo)", "NPC-2041"));
  const std::string holder = lines[2].holder_id;
  MUSTER_TRY([[maybe_unused]] const auto dispute,
             instance.disputes.open_not_mine("holder:" + holder, holder, lines[2].ownership_id, "I never bought it."));
  return {};
}

// What the national register says of our lines: of most the same, of some something else; and a few numbers that we
// have nowhere. The file goes when it was compared.
std::string national_says(std::size_t n, const lines::Line& line) {
  const bool serves = line.state == lines::State::active || line.state == lines::State::warned;
  const bool barred = line.state == lines::State::one_way_barred || line.state == lines::State::barred;
  if ((!serves && !barred) || n % 211 == 7) return {};
  return fmt::format("{},{},{}\n", line.msisdn, barred || n % 503 == 11 ? "barred" : "serves",
                     n % 97 == 13 ? "yes" : "");
}

Result<void> compare_with_national(Instance& instance) {
  std::string csv = "msisdn,state,verified\n";
  std::size_t n = 0;
  MUSTER_TRY(const auto pools, instance.lines.pools());
  for (const auto& pool : pools) {
    std::string after;
    do {
      MUSTER_TRY(const auto page, instance.lines.of_pool(pool.id, {}, after, 500));
      for (const auto& line : page.lines) csv += national_says(++n, line);
      after = page.next;
    } while (!after.empty());
  }
  for (int i = 0; i < 7; ++i) csv += fmt::format("{},serves,yes\n", 8'613'100'000'000 + i);
  reconciliation::Options options;
  options.file = instance.data + "/demo-national.csv";
  options.name = "national-register.csv";
  options.actor = kDemo;
  options.sort.folder = instance.data;
  MUSTER_CHECK_OK(replace_file(options.file, csv, 0600));
  const auto compared = reconciliation::Service(instance.database, instance.recorder).run(options);
  std::filesystem::remove(options.file);
  if (!compared.ok()) return compared.error();
  return {};
}

}  // namespace

Result<void> load_demo_twins(Instance& instance) {
  persons::NewHolder twin;
  twin.identity = {"Erika Mustermann", "1964-08-12", "9 Harbour Lane, Utopia"};  // the specimen of the BMI
  twin.document = {"passport", "UTO", "C01X00T47", to_day(instance.clock.now() + std::chrono::hours(24 * 900))};
  MUSTER_TRY([[maybe_unused]] const auto one, instance.persons.create(kDemo, twin));
  twin.identity.name = "MUSTERMANN Erika";
  twin.document.number = "C01X00T48";
  MUSTER_TRY([[maybe_unused]] const auto two, instance.persons.create(kDemo, twin));
  return {};
}

Result<void> load_demo_desk(Instance& instance, const std::vector<DemoPerson>& people,
                            const std::vector<DemoDealer>& dealers) {
  MUSTER_CHECK_OK(open_shop(instance, dealers.front(), demo_person(people, "dealer")));
  MUSTER_TRY(const auto lines, serving(instance, dealers.front().id, 6));
  MUSTER_CHECK_OK(letters(instance, people, lines[3].line_id));
  MUSTER_CHECK_OK(persons_to_look_at(instance));
  MUSTER_CHECK_OK(company(instance, lines[4], dealers.front().region));
  MUSTER_CHECK_OK(company_things(instance, lines[4], dealers.front().region));
  MUSTER_CHECK_OK(transfer(instance, lines[5], demo_person(people, "registrar")));
  MUSTER_CHECK_OK(changes(instance, people, lines));
  return compare_with_national(instance);
}

}  // namespace muster::cli
