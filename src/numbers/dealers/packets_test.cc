#include "test_support.h"

namespace muster::dealers {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

class PacketsTest : public DealersTest {
 protected:
  PacketsTest() {
    open_shop();
    device_ = enrol();
  }
  Ready one(int line, int person, const std::string& key = "key-1") {
    stock_up(line);
    return ready(device_, key, content(line, person), clock_.now());
  }
  Device device_;
};
MUSTER_ON_BOTH_BACKENDS(PacketsTest);

TEST_P(PacketsTest, ComesInPiecesAndIsRegistered) {
  const auto sent = one(0, 1);
  clock_.advance(minutes(5));
  const auto packet = send(device_, sent, 50);
  ASSERT_TRUE(packet.ok()) << packet.error().sentence;
  ASSERT_EQ(packet->state, PacketState::accepted) << reasons(*packet).front();
  const auto registration = *registration_.get(packet->registration_id);
  EXPECT_EQ(registration.device, device_.id);
  EXPECT_EQ(registration.captured_by, person_);
  EXPECT_EQ(*packet->received_at - packet->captured_at, minutes(5));
  EXPECT_EQ(number("select count(*) as n from dealer_packet_part"), 0);
  EXPECT_EQ(*service_.accepted_today(dealer_), 1);
  const auto pictures = *documents_.of_record("registration", registration.id);
  ASSERT_EQ(pictures.size(), 1u);
  EXPECT_EQ(*documents_.content("registrar", pictures[0].id, "check_identity"), content(0, 1).pictures[0].bytes);
}

TEST_P(PacketsTest, TheSamePacketAgainMakesNothingTwice) {
  const auto sent = one(0, 1);
  const auto first = *send(device_, sent);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(send(device_, sent)->registration_id, first.registration_id);
  EXPECT_EQ(number("select count(*) as n from registration"), 1);
  EXPECT_EQ(number("select count(*) as n from document"), 1);
  const auto other = ready(device_, "key-1", content(0, 2), clock_.now());
  EXPECT_EQ(packets_.announce(device_, other.announced).error().code, "idempotency_key_reused");
}

TEST_P(PacketsTest, GoesOnWhereItWasCut) {
  const auto sent = one(0, 1);
  const auto begun = *packets_.announce(device_, sent.announced);
  ASSERT_TRUE(packets_.append(device_, begun.id, 0, std::string_view(sent.sealed).substr(0, 100)).ok());
  EXPECT_EQ(packets_.append(device_, begun.id, 0, std::string_view(sent.sealed).substr(0, 100)).error().code,
            "packet_offset")
      << "the answer got lost, and the piece came again";
  EXPECT_EQ(packets_.append(device_, begun.id, 100, "").error().code, "chunk_size");
  EXPECT_EQ(packets_.append(device_, begun.id, 100, sent.sealed).error().code, "chunk_size");
  EXPECT_EQ(packets_.append(device_, begun.id, 100, std::string(kChunkMaxBytes + 1, 'x')).error().code, "chunk_size");
  EXPECT_EQ(service_.note_synced(device_).error().code, "packets_waiting");
  EXPECT_EQ(packets_.get(device_, begun.id)->held, 100);
  EXPECT_EQ(send(device_, sent)->state, PacketState::accepted);
  EXPECT_EQ(packets_.append(device_, begun.id, begun.size, "x").error().code, "packet_whole");
  EXPECT_TRUE(service_.note_synced(device_).ok());
}

TEST_P(PacketsTest, OnlyItsDeviceSpeaksForAPacket) {
  auto sent = one(0, 1);
  auto altered = sent.announced;
  altered.captured_at = to_rfc3339(clock_.now() + minutes(1));
  EXPECT_EQ(packets_.announce(device_, altered).error().code, "signature_wrong");
  Device other = device_;
  other.id = "another";
  EXPECT_EQ(packets_.announce(other, sent.announced).error().code, "packet_device");
  const auto begun = *packets_.announce(device_, sent.announced);
  EXPECT_EQ(packets_.get(other, begun.id).error().code, "packet_unknown");
  // Other bytes than those that were signed.
  std::string bytes = sent.sealed;
  bytes[200] = static_cast<char>(bytes[200] ^ 1);
  const auto done = *packets_.append(device_, begun.id, 0, bytes);
  EXPECT_EQ(done.state, PacketState::refused);
  EXPECT_EQ(reasons(done), std::vector<std::string>{"packet_hash_differs"});
}

TEST_P(PacketsTest, IsRefusedWithEveryReasonAndCorrected) {
  stock_up(0);
  auto wrong = content(0, 1);
  char& last = wrong.fields["document_number"].back();
  last = last == '0' ? '1' : '0';
  wrong.fields["birth_date"] = "1990-02-30";
  const auto refused = *send(device_, ready(device_, "key-1", wrong, clock_.now()));
  ASSERT_EQ(refused.state, PacketState::refused);
  ASSERT_EQ(refused.faults.size(), 2u);
  EXPECT_EQ(refused.faults[0].field, "document_number");
  EXPECT_EQ(refused.faults[0].code, "identifier_check_digit");
  EXPECT_TRUE(refused.faults[0].sentence.ends_with(".")) << refused.faults[0].sentence;
  EXPECT_EQ(refused.faults[1].field, "birth_date");
  EXPECT_EQ(number("select count(*) as n from registration"), 0);
  Content fix;
  fix.fields = {{"document_number", content(0, 1).fields["document_number"]}, {"birth_date", "1990-01-01"}};
  const auto corrected = *send(device_, ready(device_, "key-2", fix, clock_.now(), refused.id));
  ASSERT_EQ(corrected.state, PacketState::accepted) << reasons(corrected).front();
  EXPECT_EQ(packets_.get(device_, refused.id)->state, PacketState::corrected);
  EXPECT_EQ(documents_.of_record("registration", corrected.registration_id)->size(), 1u) << "the first one's picture";
  EXPECT_EQ(packets_.announce(device_, ready(device_, "key-3", fix, clock_.now(), refused.id).announced).error().code,
            "corrects_unknown");
  EXPECT_EQ(number("select count(*) as n from dealer_packet_part"), 0);
}

TEST_P(PacketsTest, ThePlaceAndThePicturesBelongToIt) {
  stock_up(0);
  auto bare = content(0, 1);
  bare.fields["place"] = "SH-9";
  bare.pictures.clear();
  EXPECT_EQ(reasons(*send(device_, ready(device_, "key-1", bare, clock_.now()))),
            (std::vector<std::string>{"place_unknown", "pictures_missing"}));
}

TEST_P(PacketsTest, DuplicatesAreLookedForAtSync) {
  // Two devices, offline at the same time, gave the same line away; one person is over the cap.
  const auto first = one(0, 1, "key-a"), second = ready(device_, "key-b", content(0, 2), clock_.now());
  EXPECT_EQ(send(device_, first)->state, PacketState::accepted);
  EXPECT_EQ(reasons(*send(device_, second)), std::vector<std::string>{"line_not_reserved"});
}

TEST_P(PacketsTest, ADeviceThatDidNotSynchroniseIsFrozen) {
  const Instant before = clock_.now();
  stock_up(0);
  stock_up(1);
  clock_.advance(hours(24 * 9));
  const auto in_time = ready(device_, "key-1", content(0, 1), before + hours(24));
  const auto late = ready(device_, "key-2", content(1, 2), before + hours(24 * 4));
  EXPECT_EQ(send(device_, late)->state, PacketState::refused);
  EXPECT_EQ(reasons(*send(device_, late)), std::vector<std::string>{"captured_after_freeze"});
  EXPECT_EQ(send(device_, in_time)->state, PacketState::accepted);
  device_ = *service_.note_synced(device_);
  EXPECT_EQ(reasons(*send(device_, ready(device_, "key-3", content(1, 3), before + hours(25)))),
            std::vector<std::string>{"packet_withheld"});
  EXPECT_EQ(service_.standing(device_)->frozen_at, clock_.now() + hours(72));
}

TEST_P(PacketsTest, WhatIsNeverFinishedGoes) {
  const auto sent = one(0, 1);
  const auto begun = *packets_.announce(device_, sent.announced);
  ASSERT_TRUE(packets_.append(device_, begun.id, 0, std::string_view(sent.sealed).substr(0, 100)).ok());
  auto wrong = content(0, 2);
  wrong.fields["name"] = "";
  const auto refused = *send(device_, ready(device_, "key-2", wrong, clock_.now()));
  EXPECT_EQ(refused.state, PacketState::refused);
  EXPECT_EQ(*packets_.sweep(), 0);
  clock_.advance(hours(24 * 15));
  EXPECT_EQ(*packets_.sweep(), 1);
  EXPECT_EQ(packets_.get(device_, refused.id)->state, PacketState::expired);
  clock_.advance(hours(24 * 16));
  EXPECT_EQ(*packets_.sweep(), 1);
  EXPECT_EQ(packets_.get(device_, begun.id)->state, PacketState::expired);
  EXPECT_EQ(number("select count(*) as n from dealer_packet_part"), 0);
}

TEST_P(PacketsTest, AWholePacketThatNobodyLookedAtIsTakenUp) {
  const auto sent = one(0, 1);
  const auto begun = *packets_.announce(device_, sent.announced);
  // As if the program had ended between the last byte and the look.
  EXPECT_EQ(attack("insert into dealer_packet_part(packet_id, at_byte, bytes) values('" + begun.id + "', 0, '" +
                   to_base64(sent.sealed) + "')"),
            "done");
  EXPECT_EQ(attack("update dealer_packet set held = size, state = 'received', received_at = 1, version = 2"), "done");
  EXPECT_EQ(*packets_.process_due(), 1);
  EXPECT_EQ(*packets_.process_due(), 0);
  EXPECT_EQ(packets_.get(device_, begun.id)->state, PacketState::accepted);
}

TEST_P(PacketsTest, APacketToAnOlderKeyIsStillOpened) {
  const auto sent = one(0, 1);
  ASSERT_TRUE(service_.rotate_packet_key("carrier").ok());
  EXPECT_NE(service_.standing(device_)->key_id, sent.announced.key_id);
  EXPECT_EQ(send(device_, sent)->state, PacketState::accepted);
  auto unknown = ready(device_, "key-9", content(0, 1), clock_.now()).announced;
  unknown.key_id = "none";
  unknown.signature = to_base64url(key_.sign_bytes(packet_text(unknown)));
  EXPECT_EQ(packets_.announce(device_, unknown).error().code, "packet_key_unknown");
}

TEST_P(PacketsTest, NothingOfThePersonStandsInClear) {
  auto planted = content(0, 1);
  planted.fields["name"] = "Plantina Specimenova";
  planted.fields["address"] = "99 Planted Street";
  planted.pictures[0].bytes = "\xff\xd8\xff PLANTED-PICTURE";
  stock_up(0);
  const auto sent = ready(device_, "key-1", planted, clock_.now());
  const auto begun = *packets_.announce(device_, sent.announced);
  ASSERT_TRUE(packets_.append(device_, begun.id, 0, std::string_view(sent.sealed).substr(0, 300)).ok());
  const auto look = [&](const char* when) {
    std::string all = everything() + ledger_text();
    if (std::filesystem::exists(folder_))
      for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_))
        if (entry.is_regular_file()) {
          std::ifstream in(entry.path(), std::ios::binary);
          all.append(std::istreambuf_iterator<char>(in), {});
        }
    for (const std::string& secret : {planted.fields["name"], planted.fields["address"],
                                      planted.fields["document_number"], std::string("PLANTED-PICTURE")})
      for (const std::string& form : {secret, to_base64(secret), to_hex(secret)})
        EXPECT_EQ(all.find(form), std::string::npos) << when << ": " << secret;
  };
  look("half of it");
  ASSERT_EQ(send(device_, sent)->state, PacketState::accepted);
  look("registered");
}

TEST_P(PacketsTest, PicturesLiveAsLongAsTheHoldersData) {
  const auto packet = *send(device_, one(0, 1));
  const auto registration = *registration_.get(packet.registration_id);
  const auto picture = documents_.of_record("registration", registration.id)->at(0);
  clock_.set(picture.retain_until + hours(1));
  EXPECT_EQ(*documents_.sweep("system:test"), 0) << "the line is in use";
  auto line = *lines_.line(registration.line_id);
  line = *lines_.apply("admin", line.id, line.version, lines::Event::activate);
  line = *lines_.apply("admin", line.id, line.version, lines::Event::disconnect, "asked");
  clock_.set(documents_.find(picture.id)->retain_until);
  const auto hold = *persons_.place_hold("registrar", registration.holder_id, "court-9");
  EXPECT_EQ(*documents_.sweep("system:test"), 0) << "a legal hold";
  EXPECT_EQ(attack("update document set legal_hold = 0, destroyed_at = 9000000000000000"), "document_retained");
  ASSERT_TRUE(persons_.lift_hold("registrar", hold).ok());
  clock_.set(documents_.find(picture.id)->retain_until);
  EXPECT_EQ(*documents_.sweep("system:test"), 1);
  EXPECT_EQ(*persons_.tick(), 1);
  EXPECT_EQ(documents_.content("registrar", picture.id, "check_identity").error().code, "document_destroyed");
}

TEST_P(PacketsTest, WhatLooksOddIsListedOnceAndDecidedByAPerson) {
  const std::string day = policy_.calendar().local_day(clock_.now());
  for (int n = 0; n < 14; ++n) {
    auto c = content(n, n);
    c.pictures[0].bytes = "\xff\xd8\xff one file for all";
    stock_up(n);
    ASSERT_EQ(send(device_, ready(device_, "key-" + std::to_string(n), c, clock_.now()))->state, PacketState::accepted);
  }
  EXPECT_EQ(*signals_.scan(dealer_, day), 2);
  EXPECT_EQ(*signals_.scan(dealer_, day), 0) << "found once";
  const auto open = *signals_.list(SignalState::open, "", "", 10);
  ASSERT_EQ(open.size(), 2u);
  std::map<SignalCode, Signal> by_code;
  for (const Signal& s : open) by_code[s.code] = s;
  EXPECT_EQ(by_code.at(SignalCode::burst).device_id, device_.id);
  EXPECT_EQ(by_code.at(SignalCode::burst).count, 14);
  EXPECT_EQ(by_code.at(SignalCode::same_picture).count, 14);
  EXPECT_EQ(service_.get(dealer_)->state, State::active) << "nothing follows by itself";
  const Signal& burst = by_code.at(SignalCode::burst);
  EXPECT_EQ(signals_.decide("p-1", burst.id, burst.version, SignalState::dismissed, "").error().code, "reason_missing");
  EXPECT_EQ(signals_.decide("p-1", burst.id, burst.version, SignalState::dismissed, "fair_day")->decided_by, "p-1");
  EXPECT_EQ(signals_.decide("p-1", burst.id, 2, SignalState::confirmed, "x").error().code, "signal_state");
  EXPECT_EQ(signals_.list(SignalState::open, dealer_, "", 10)->size(), 1u);
  EXPECT_EQ(attack("update dealer_signal set state = 'open' where state <> 'open'"), "signal_immutable");
  ASSERT_TRUE(jobs_.enqueue("system:test", kSignalJob).ok());
  ASSERT_EQ(*jobs_.run_due(), 1);
  EXPECT_EQ(jobs_.list(kSignalJob, "", "", 1)->at(0).result, R"({"found":0})");
}

TEST_P(PacketsTest, OneDocumentWithSeveralIdentitiesIsASignal) {
  const std::string day = policy_.calendar().local_day(clock_.now());
  ASSERT_EQ(send(device_, one(0, 1, "a"))->state, PacketState::accepted);
  auto other = content(1, 1);
  other.fields["name"] = "Somebody Else";
  stock_up(1);
  EXPECT_EQ(reasons(*send(device_, ready(device_, "b", other, clock_.now()))),
            std::vector<std::string>{"identity_differs"});
  EXPECT_EQ(*signals_.scan(dealer_, day), 1);
  EXPECT_EQ(signals_.list({}, dealer_, "", 10)->at(0).code, SignalCode::same_document);
}

}  // namespace
}  // namespace muster::dealers
