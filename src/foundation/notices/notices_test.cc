#include "mail.h"
#include <base/bytes.h>
#include <base/text.h>
#include <notices/notices.h>
#include <parties/parties.h>
#include <policy/policy.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>
#include <support/test_database.h>

namespace muster::notices {
namespace {

namespace fs = std::filesystem;

TEST(Letters, BothLanguagesHaveTheSamePlaces) {
  EXPECT_EQ(letter_kinds().size(), 49u);
  for (const std::string& kind : letter_kinds()) {
    std::map<std::string, std::string> values;
    const auto places = *letter_placeholders(kind);
    for (const std::string& name : places) values[name] = "<" + name + ">";
    for (const char* language : {"en", "zh"}) {
      const auto letter = write_letter(kind, language, values);
      ASSERT_TRUE(letter.ok()) << kind << letter.error().sentence;
      const std::string all = letter->subject + letter->body;
      for (const auto& [name, value] : values)
        EXPECT_NE(all.find(value), std::string::npos) << kind << " " << language << " lacks " << name;
      EXPECT_EQ(all.find('{'), std::string::npos) << kind;
      EXPECT_FALSE(letter->subject.empty());
      EXPECT_NE(letter->body.front(), '\n');
    }
  }
}

TEST(Letters, ValuesAreChecked) {
  std::map<std::string, std::string> values{{"fingerprint", "a1b2"}, {"date", "2026-03-02"}};
  EXPECT_EQ(write_letter("love", "en", values).error().code, "letter_unknown");
  EXPECT_EQ(write_letter("../key_enrolled", "en", values).error().code, "letter_unknown");
  EXPECT_EQ(write_letter("key_enrolled", "fr", values).error().code, "letter_language");
  values["more"] = "x";
  EXPECT_EQ(write_letter("key_enrolled", "en", values).error().code, "letter_value_unknown");
  values.erase("more");
  values["date"] = "";
  EXPECT_EQ(write_letter("key_enrolled", "en", values).error().code, "letter_value_missing");
  values["date"] = std::string(10'001, 'x');
  EXPECT_EQ(write_letter("key_enrolled", "en", values).error().code, "letter_value_too_long");
  values["date"] = "\xff";
  EXPECT_EQ(write_letter("key_enrolled", "en", values).error().code, "letter_value_too_long");
  values["date"] = "{fingerprint}";  // a value is not a template
  EXPECT_NE(write_letter("key_enrolled", "en", values)->body.find("{fingerprint}"), std::string::npos);
}

std::string decoded_words(std::string text) {
  std::string out;
  for (const std::string_view word : split(text, ' ')) {
    EXPECT_LE(word.size(), 75u);
    EXPECT_TRUE(word.starts_with("=?UTF-8?B?") && word.ends_with("?="));
    const std::string piece = *from_base64(word.substr(10, word.size() - 12));
    EXPECT_TRUE(is_valid_utf8(piece));  // no character is cut
    out += piece;
  }
  return out;
}

TEST(Mail, CarriesAFile) {
  Mail mail{"id-1", "muster@localhost", "Muster", "duty@authority.example", "Sites", "See the list.", "en", {}};
  mail.attachment = Attachment{"sites.csv", "text/csv", "name\r\n" + std::string(500, 'x') + "\r\n"};
  const auto message = to_rfc5322(mail);
  ASSERT_TRUE(message.ok());
  EXPECT_NE(message->find("Content-Type: multipart/mixed; boundary=\"=_id-1\"\r\n\r\n--=_id-1\r\n"), std::string::npos);
  EXPECT_NE(message->find(to_base64("See the list.") + "\r\n--=_id-1\r\nContent-Type: text/csv\r\n"
                                                       "Content-Disposition: attachment; filename=\"sites.csv\"\r\n"),
            std::string::npos);
  EXPECT_TRUE(message->ends_with("\r\n--=_id-1--\r\n"));
  std::string file;
  const std::size_t from = message->find("\r\n\r\n", message->find("sites.csv")) + 4;
  for (const char c : message->substr(from, message->find("--=_id-1--") - from))
    if (c != '\r' && c != '\n') file += c;
  EXPECT_EQ(*from_base64(file), mail.attachment->bytes);
  for (const std::string_view line : split(*message, '\n')) EXPECT_LE(line.size(), 77u);
  for (const char* name : {"", "a b.csv", "a\"b.csv", "a\r\nX: y"}) {
    mail.attachment->file_name = name;
    EXPECT_EQ(to_rfc5322(mail).error().code, "mail_attachment") << name;
  }
}

TEST(Mail, SubjectsInChineseAreEncodedWords) {
  EXPECT_EQ(encoded_words("Order 7"), "Order 7");
  std::string text;
  for (int i = 0; i < 40; ++i) text += "决定书 é🙂";
  EXPECT_EQ(decoded_words(encoded_words(text)), text);
  EXPECT_EQ(decoded_words(encoded_words("=?UTF-8?B?eA==?=")), "=?UTF-8?B?eA==?=");
}

TEST(Mail, IsAMessageOfRfc5322) {
  const Instant at = *parse_rfc3339("2026-03-02T02:05:09Z");
  EXPECT_EQ(mail_date(at), "Mon, 02 Mar 2026 02:05:09 +0000");
  const auto message = to_rfc5322({"id-1", "muster@localhost", "Muster 系统", "duty@authority.example",
                                   std::string(300, 'x') + " end", "案件\n第二行\n", "zh", at});
  ASSERT_TRUE(message.ok());
  const std::size_t blank = message->find("\r\n\r\n");
  for (const std::string_view line : split(*message, '\n')) EXPECT_TRUE(line.empty() || line.ends_with('\r'));
  EXPECT_NE(message->find("\r\nMessage-ID: <id-1@localhost>\r\n"), std::string::npos);
  EXPECT_NE(message->find("Content-Transfer-Encoding: base64"), std::string::npos);
  std::string body;
  for (const char c : message->substr(blank + 4))
    if (c != '\r' && c != '\n') body += c;
  EXPECT_EQ(*from_base64(body), "案件\n第二行\n");
  for (const char* to : {"", "x", "a@b\r\nBcc: c@d", "a@b, c@d", "<a@b>", "a b@c", "\xc3\xa9@x"})
    EXPECT_EQ(to_rfc5322({"id", "muster@localhost", "M", to, "s", "b", "en", at}).error().code, "mail_address") << to;
}

class Notices : public testing::TestWithParam<store::Backend> {
 protected:
  Notices()
      : ring_path_(db_folder() + ".ring"), vault_(*vault::KeyRing::create(ring_path_, clock_, random_), recorder_) {
    parties::Party party;
    party.kind = "authority";
    party.name = "Authority";
    party.contact_email = "duty@authority.example";
    party_ = parties_.create_party("system:test", party)->id;
    party.contact_email.clear();
    silent_ = parties_.create_party("system:test", party)->id;
    ann_ = parties_.create_person("system:test", {party_, "Ann", "en", "passport:A0000001"})->id;
    ben_ = parties_.create_person("system:test", {party_, "Ben", "zh", "passport:A0000002"})->id;
    eve_ = parties_.create_person("system:test", {silent_, "Eve", "en", "passport:A0000003"})->id;
  }
  ~Notices() override {
    fs::remove(ring_path_);
    fs::remove_all(options_.mail_folder);
  }
  static std::string db_folder() {
    SystemClock clock;
    SystemRandom random;
    return (fs::temp_directory_path() / ("muster-mail-" + new_id(clock, random))).string();
  }
  NewNotice letter() {
    NewNotice notice;
    notice.kind = letters::kKeyEnrolled;
    notice.record_kind = "signing_key";
    notice.record_id = "k-1";
    notice.values = {{"fingerprint", "a1b2 c3d4"}, {"date", "2026-03-02"}};
    return notice;
  }
  NewNotice to_party(const std::string& party) {
    NewNotice notice = letter();
    notice.party_id = party;
    return notice;
  }
  std::vector<std::string> mails() {
    std::vector<std::string> out;
    if (fs::exists(options_.mail_folder + "/new"))
      for (const auto& entry : fs::directory_iterator(options_.mail_folder + "/new")) {
        std::ifstream in(entry.path());
        std::stringstream text;
        text << in.rdbuf();
        out.push_back(text.str());
      }
    return out;
  }
  std::string delivery(const std::string& id) {
    static constexpr store::Sql kState{
        "t_delivery", "select state, error_code from notice_delivery where notice_id = :id and channel = 'email'"};
    return *db_->read([&](store::Transaction& tx) -> Result<std::string> {
      const auto row = tx.one(kState, {{"id", id}});
      return row ? row->text("state") + " " + row->text("error_code") : std::string("none");
    });
  }

  test::TestDatabase db_{GetParam()};
  SimulatedClock clock_{*parse_rfc3339("2026-03-02T02:00:00Z")};
  SystemRandom random_;
  ledger::Recorder recorder_{clock_, random_};
  std::string ring_path_;
  vault::Vault vault_;
  parties::Service parties_{*db_, recorder_, vault_, policy::Policy::standard()};
  Options options_{.mail_folder = db_folder(), .resolve = [](const std::string& ref) -> Result<std::string> {
                     if (ref == "site:1") return std::string("owner@site.example");
                     if (ref == "away") return unavailable("vault_away", "Away.");
                     return not_found("recipient_unknown", "Nobody.");
                   }};
  Service service_{*db_, recorder_, options_};
  std::string party_, silent_, ann_, ben_, eve_;
};
MUSTER_ON_BOTH_BACKENDS(Notices);

TEST_P(Notices, ReachAPartyInTheAppAndByMail) {
  const auto id = service_.send("system:test", to_party(party_));
  ASSERT_TRUE(id.ok()) << id.error().sentence;
  EXPECT_EQ(service_.find(*id)->state, "sent");
  EXPECT_EQ(service_.inbox(ann_, false, "", 10)->size(), 1u);
  EXPECT_EQ(service_.inbox(ben_, true, "", 10)->size(), 1u);
  EXPECT_TRUE(service_.inbox(eve_, false, "", 10)->empty());
  EXPECT_EQ(*service_.deliver(), 1);
  EXPECT_EQ(*service_.deliver(), 0);
  ASSERT_EQ(mails().size(), 1u);
  EXPECT_NE(mails()[0].find("To: duty@authority.example\r\n"), std::string::npos);
  EXPECT_TRUE(fs::is_empty(options_.mail_folder + "/tmp"));
  EXPECT_EQ(delivery(*id), "sent ");
}

TEST_P(Notices, AFileIsMadeWhenTheLetterLeaves) {
  bool away = true;
  Options options = options_;
  options.attach = [&](const Notice& notice) -> Result<std::optional<Attachment>> {
    if (away) return unavailable("list_away", "Away.");
    return std::optional(Attachment{"list.csv", "text/csv", notice.record_kind});
  };
  Service service(*db_, recorder_, options);
  const std::string id = *service.send("system:test", to_party(party_));
  EXPECT_EQ(*service.deliver(), 0);
  EXPECT_EQ(delivery(id), "queued list_away");
  away = false;
  clock_.advance(std::chrono::minutes(1));
  EXPECT_EQ(*service.deliver(), 1);
  EXPECT_NE(mails().at(0).find("filename=\"list.csv\"\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
                               to_base64("signing_key")),
            std::string::npos);
}

TEST_P(Notices, InShadowTheyAreWrittenAndGoNowhere) {
  Options options = options_;
  options.shadow = true;
  Service shadow(*db_, recorder_, options);
  const std::string to_them = *shadow.send("system:test", to_party(party_));
  NewNotice notice = letter();
  notice.recipient_ref = "site:1";
  const std::string to_owner = *shadow.send("system:test", notice);
  EXPECT_EQ(*shadow.deliver(), 0);
  EXPECT_TRUE(mails().empty());
  EXPECT_TRUE(shadow.inbox(ann_, false, "", 10)->empty());
  EXPECT_EQ(*shadow.unread(ann_), 0);
  // Nor later, when the instance has taken over.
  clock_.advance(std::chrono::hours(24));
  EXPECT_EQ(*service_.deliver(), 0);
  EXPECT_TRUE(mails().empty());
  EXPECT_TRUE(service_.inbox(ann_, false, "", 10)->empty());
  for (const auto& id : {to_them, to_owner}) EXPECT_EQ(service_.find(id)->state, "failed");
  EXPECT_EQ(service_.of_record("signing_key", "k-1", 100)->size(), 2u) << "on record they are";
}

TEST_P(Notices, EachReaderHasReadItOrNot) {
  const std::string id = *service_.send("system:test", to_party(party_));
  EXPECT_EQ(*service_.unread(ann_), 1);
  EXPECT_EQ(service_.mark_read(eve_, id).error().code, "notice_not_found");
  ASSERT_TRUE(service_.mark_read(ann_, id).ok());
  ASSERT_TRUE(service_.mark_read(ann_, id).ok());
  EXPECT_EQ(*service_.unread(ann_), 0);
  EXPECT_EQ(*service_.unread(ben_), 1);
  EXPECT_TRUE(service_.inbox(ann_, false, "", 10)->at(0).read_at.has_value());
  EXPECT_FALSE(service_.inbox(ben_, false, "", 10)->at(0).read_at.has_value());
  EXPECT_EQ(service_.find(id)->state, "delivered");
}

TEST_P(Notices, InboxPagesNewestFirstAcrossPersonAndParty) {
  std::vector<std::string> ids;
  for (int i = 0; i < 7; ++i) {
    clock_.advance(std::chrono::seconds(1));
    NewNotice notice = letter();
    (i % 2 ? notice.person_id : notice.party_id) = i % 2 ? ann_ : party_;
    ids.push_back(*service_.send("system:test", notice));
  }
  std::vector<std::string> seen;
  std::string after;
  for (int page = 0; page < 5; ++page) {
    const auto items = *service_.inbox(ann_, false, after, 3);
    for (const Notice& notice : items) seen.push_back(notice.id);
    if (items.size() < 3) break;
    after = items.back().id;
  }
  EXPECT_EQ(seen, std::vector<std::string>(ids.rbegin(), ids.rend()));
  EXPECT_EQ(*service_.unread(ann_, 5), 5);
  EXPECT_EQ(service_.of_record("signing_key", "k-1", 100)->size(), 7u);
}

TEST_P(Notices, ReferencesAreResolvedWhenTheyAreSent) {
  NewNotice notice = letter();
  notice.recipient_ref = "site:1";
  const std::string id = *service_.send("system:test", notice);
  notice.recipient_ref = "name:nobody.example";
  const std::string nobody = *service_.send("system:test", notice);
  EXPECT_EQ(service_.find(id)->state, "queued");
  EXPECT_EQ(*service_.deliver(), 1);
  EXPECT_EQ(service_.find(id)->state, "sent");
  EXPECT_EQ(service_.find(nobody)->state, "failed");
  EXPECT_EQ(delivery(nobody), "failed recipient_unknown");
  // The address is in the letter alone, not in the database.
  EXPECT_EQ(service_.find(id)->body.find("owner@"), std::string::npos);
}

TEST_P(Notices, WhatIsAwayIsTriedAgainAndThenGivenUp) {
  options_.attempts_max = 3;
  Service service(*db_, recorder_, options_);
  NewNotice notice = letter();
  notice.recipient_ref = "away";
  const std::string id = *service.send("system:test", notice);
  EXPECT_EQ(*service.deliver(), 0);
  EXPECT_EQ(delivery(id), "queued vault_away");
  EXPECT_EQ(*service.deliver(), 0);
  clock_.advance(std::chrono::minutes(1));
  (void)service.deliver();
  clock_.advance(std::chrono::minutes(2));
  (void)service.deliver();
  EXPECT_EQ(delivery(id), "failed vault_away");
  EXPECT_EQ(service.find(id)->state, "failed");
}

TEST_P(Notices, AFolderThatCantBeWrittenLosesNothing) {
  std::ofstream(options_.mail_folder) << "a file where the folder should be";
  const std::string id = *service_.send("system:test", to_party(party_));
  EXPECT_EQ(*service_.deliver(), 0);
  EXPECT_EQ(delivery(id).substr(0, 6), "queued");
  fs::remove(options_.mail_folder);
  clock_.advance(std::chrono::minutes(1));
  EXPECT_EQ(*service_.deliver(), 1);
  EXPECT_EQ(mails().size(), 1u);
}

TEST_P(Notices, WrongNoticesAreRefused) {
  NewNotice notice = letter();
  EXPECT_EQ(service_.send("a", notice).error().code, "notice_recipient");
  notice.party_id = party_;
  notice.person_id = ann_;
  EXPECT_EQ(service_.send("a", notice).error().code, "notice_recipient");
  notice.person_id.clear();
  notice.party_id = "nobody";
  EXPECT_EQ(service_.send("a", notice).error().code, "notice_recipient");
  notice.party_id = party_;
  notice.record_id.clear();
  EXPECT_EQ(service_.send("a", notice).error().code, "notice_record");
}

TEST_P(Notices, WhatWasWrittenStays) {
  const std::string id = *service_.send("system:test", to_party(party_));
  const auto attack = [&](const char* sql) {
    const store::Sql raw{sql, sql};
    return db_
        ->write([&](store::Transaction& tx) -> Result<void> {
          tx.run(raw, {{"id", id}});
          return {};
        })
        .error()
        .code;
  };
  EXPECT_EQ(attack("update notice set body = 'x' where id = :id"), "notice_immutable");
  EXPECT_EQ(attack("update notice set created_at = 1 where id = :id"), "notice_immutable");
  EXPECT_EQ(attack("update notice set sent_at = 1 where id = :id"), "notice_immutable");
  EXPECT_EQ(attack("delete from notice where id = :id"), "notice_kept");
  EXPECT_EQ(attack("delete from notice_delivery where notice_id = :id"), "notice_kept");
  if (GetParam() == store::Backend::sqlite)
    EXPECT_EQ(attack("insert or replace into notice select id, kind, party_id, person_id, recipient_ref, record_kind, "
                     "record_id, language, subject, 'x', created_at, created_by, sent_at, read_at, state from notice "
                     "where id = :id"),
              "already_exists");
}

}  // namespace
}  // namespace muster::notices
