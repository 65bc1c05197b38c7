// A dealer with a place, a person, a device that seals and signs as a browser would, and reserved lines.
#pragma once

#include "content.h"
#include "seal.h"
#include <base/bytes.h>
#include <parties/parties.h>

#include <dealers/packets.h>
#include <dealers/rules.h>
#include <dealers/service.h>
#include <dealers/signal_service.h>
#include <support/authenticator.h>
#include <support/vault_world.h>

namespace muster::dealers {

inline constexpr std::int64_t kFirstNumber = 8619900000000;

class DealersTest : public test::VaultTest {
 protected:
  DealersTest()
      : folder_((std::filesystem::temp_directory_path() / ("muster-dealers-" + new_id(clock_, random_))).string()),
        parties_(*db_, recorder_, vault_, policy_),
        lines_(*db_, recorder_, policy_),
        persons_(*db_, recorder_, vault_, policy_),
        jobs_(*db_, clock_, random_),
        admission_(policy_),
        registration_(*db_, recorder_, vault_, policy_, {.admission = &admission_}),
        documents_(*db_, recorder_, vault_, {.folder = folder_, .later = picture_terms(policy_, clock_)}),
        service_(*db_, recorder_, vault_, policy_, jobs_),
        packets_(*db_, recorder_, vault_, policy_, registration_, documents_),
        signals_(*db_, recorder_, policy_) {
    add_recheck_job(jobs_, registration_, policy_, clock_);
    signals_.add_job(jobs_);
    dealer_ = make_party("Dealer One");
    person_ = make_person("passport:A0000001");
    const auto pool = *lines_.make_pool(
        "admin", {"Test range", "Operator", "CN-11", lines::LineKind::voice, kFirstNumber, kFirstNumber + 9999});
    EXPECT_EQ(*lines_.stock("admin", pool.id, 2000), 2000);
  }
  ~DealersTest() override { std::filesystem::remove_all(folder_); }

  std::string make_party(const std::string& name, const std::string& kind = "partner") {
    parties::Party party;
    party.kind = kind;
    party.name = name;
    return parties_.create_party("system:test", party)->id;
  }
  std::string make_person(const std::string& identity) {
    return parties_.create_person("system:test", {dealer_, "Clerk", "en", identity})->id;
  }
  NewDealer contract(std::int64_t quota = 1000) const {
    return {dealer_, "C-7", clock_.now() - std::chrono::hours(24), {}, "CN-11", "", quota};
  }
  // On record and active, with a place and a worker.
  Dealer open_shop(std::int64_t quota = 1000) {
    const auto applied = service_.apply("carrier", contract(quota));
    EXPECT_TRUE(applied.ok()) << applied.error().sentence;
    const auto active = service_.take("carrier", dealer_, 1, Event::activate);
    EXPECT_TRUE(active.ok()) << active.error().sentence;
    EXPECT_TRUE(service_.add_place("carrier", {dealer_, "BJ-1", "CN-11", 3'990'420, 11'640'740}).ok());
    EXPECT_TRUE(service_.add_worker("carrier", dealer_, person_).ok());
    return *active;
  }
  Device enrol() {
    const auto code = service_.issue_code("carrier", dealer_, person_, "BJ-1");
    EXPECT_TRUE(code.ok()) << code.error().sentence;
    const auto device = service_.enrol(code->code, to_base64url(key_.spki()), "Counter phone");
    EXPECT_TRUE(device.ok()) << device.error().sentence;
    return *device;
  }
  void stock_up(int n) {
    const auto line = *lines_.reserve("dealer", kFirstNumber + n, dealer_);
    ASSERT_TRUE(lines_.add_sim("admin", test::iccid(n), test::imsi(n)).ok());
    ASSERT_TRUE(lines_.change_sim("dealer", line.id, line.version, test::iccid(n), "first").ok());
  }
  Content content(int line, int person) const {
    Content c;
    c.fields = {{"category", "citizen"},
                {"document_kind", "cn_resident_id"},
                {"document_country", "CHN"},
                {"document_number", test::resident_id("19900101", person)},
                {"name", "Specimen Person " + std::to_string(person)},
                {"birth_date", "1990-01-01"},
                {"address", "12 Example Street, Utopia"},
                {"msisdn", lines::msisdn_text(kFirstNumber + line)},
                {"place", "BJ-1"},
                {"consent", "terms-1"}};
    c.pictures = {{"front", "image/jpeg", "\xff\xd8\xff picture of " + std::to_string(person)}};
    return c;
  }
  struct Ready {
    Announced announced;
    std::string sealed;
  };
  Ready ready(const Device& device, const std::string& key, const Content& content, Instant at,
              const std::string& corrects = {}) {
    const auto standing = *service_.standing(device);
    Ready out;
    out.sealed = *seal_to(*from_base64(standing.key_point), write_content(content), device.id);
    out.announced = {device.id,
                     key,
                     to_hex(sha256(out.sealed)),
                     static_cast<std::int64_t>(out.sealed.size()),
                     standing.key_id,
                     to_rfc3339(at),
                     corrects,
                     ""};
    out.announced.signature = to_base64url(key_.sign_bytes(packet_text(out.announced)));
    return out;
  }
  Result<Packet> send(const Device& device, const Ready& ready, std::size_t piece = kChunkMaxBytes) {
    auto packet = packets_.announce(device, ready.announced);
    while (packet.ok() && packet->state == PacketState::receiving)
      packet = packets_.append(device, packet->id, packet->held,
                               std::string_view(ready.sealed).substr(static_cast<std::size_t>(packet->held), piece));
    return packet;
  }
  std::vector<std::string> reasons(const Packet& packet) {
    std::vector<std::string> out;
    for (const Fault& f : packet.faults) out.push_back(f.code);
    return out;
  }

  std::string folder_;
  parties::Service parties_;
  lines::Service lines_;
  persons::Service persons_;
  jobs::Service jobs_;
  DealerAdmission admission_;
  registration::Service registration_;
  documents::Service documents_;
  Service service_;
  Packets packets_;
  Signals signals_;
  test::Authenticator key_{test::Authenticator::Kind::webcrypto};
  std::string dealer_, person_;
};

}  // namespace muster::dealers
