// How instructions reach a provider's machine, and what counts of what it answers; thousands at once.
#include "provider_world.h"

#include <gtest/gtest.h>

namespace muster::instructions {
namespace {

namespace json = boost::json;

class Messages : public ::testing::TestWithParam<store::Backend> {
 protected:
  std::string state(const cases::Order& o) { return w.get(o.number + "/1").state; }
  Message webhook_message() {
    for (const auto& m : ProviderWorld::must(w.service.messages(w.host, "", "", 10)).items)
      if (m.channel == "webhook") return m;
    throw std::runtime_error("no message");
  }
  std::string webhook_message_or_none() {
    for (const auto& m : ProviderWorld::must(w.service.messages(w.host, "", "", 10)).items)
      if (m.channel == "webhook") return m.state;
    return "";
  }
  // Rows `from` to `to` of this table after its only one: all columns but those that name it.
  std::string clone(const char* table, int from, int to) {
    const std::string all = fmt::format("select * from {} limit 1", table);
    const store::Sql sql{"t_clone", all.c_str()};
    const auto columns = ProviderWorld::must(
        w.db->read([&](store::Transaction& tx) -> Result<std::vector<std::string>> { return tx.one(sql)->columns(); }));
    std::string names, values;
    for (const auto& column : columns) {
      const bool own = column == "id" || column == "number" || column == "decision_id";
      names += (names.empty() ? "" : ", ") + column;
      values += (values.empty() ? "" : ", ") + (own ? "t." + column + " || '-' || n.n" : "t." + column);
    }
    return fmt::format(
        "insert into {0}({1}) with recursive n(n) as (select {3} union all select n.n + 1 from n where n.n < {4}) "
        "select {2} from {0} t, n",
        table, names, values, from, to - 1);
  }
  ProviderWorld w{GetParam()};
};
MUSTER_ON_BOTH_BACKENDS(Messages);

TEST_P(Messages, AWebhookIsProvenBeforeAnythingGoesThere) {
  const auto order = w.held("bad.example", w.host);
  const auto& good = w.provider_key.verifier().to_text();
  const auto file = [&](const Speaker& who, const std::string& url, const std::string& key) {
    const auto filed = w.service.file_webhook(who, w.host, url, key);
    return filed.ok() ? "filed" : filed.error().code;
  };
  EXPECT_EQ(file(w.host_speaks(), "http://127.0.0.1:8080/orders", good), "webhook_url") << "not a provider's to name";
  EXPECT_EQ(file(w.host_speaks(), "http://host.example/orders", good), "webhook_url");
  EXPECT_EQ(file(w.host_speaks(), "https://user:secret@host.example/", good), "webhook_url");
  EXPECT_EQ(file(w.host_speaks(), "https://host.example/ x", good), "webhook_url");
  EXPECT_EQ(file(w.host_speaks(), "https://host.example/orders", "a key"), "webhook_key");
  EXPECT_EQ(file({w.other_user, w.other_host, "portal"}, "https://host.example/orders", good), "party_unknown");
  EXPECT_EQ(file(w.host_speaks(), "https://host.example/orders", good), "filed");
  EXPECT_EQ(file(w.host_speaks(), "https://host.example/orders", good), "webhook_filed");
  const auto channel = *ProviderWorld::must(w.service.webhook(w.host));
  EXPECT_EQ(channel.state, "filed");
  EXPECT_EQ(w.deliver().messages, 1) << "the e-mail alone";
  EXPECT_EQ(w.posts, 0);

  // Somebody else answers there: by another key, with an old challenge, or with words alone.
  const auto prove = [&](const std::string& body) {
    const auto proven = w.service.prove(channel.id, w.sign_told(), [&](const Letter&) -> Result<outbound::Answer> {
      return outbound::Answer{200, body, {}};
    });
    return proven.ok() ? "proven" : proven.error().code;
  };
  const auto stranger =
      ProviderWorld::must(ledger::SigningKey::make("host.example/orders", ledger::Algorithm::ed25519, w.random));
  const auto shown = [&](const std::string& challenge) {
    return json::serialize(json::object{{"channel", channel.id}, {"challenge", challenge}});
  };
  EXPECT_EQ(prove(channel.challenge), "webhook_forged");
  EXPECT_EQ(prove(w.signed_by(stranger, kShown, shown(channel.challenge))), "webhook_forged");
  EXPECT_EQ(prove(w.signed_by(w.provider_key, kShown, shown("another"))), "webhook_forged");
  EXPECT_EQ(prove(w.signed_by(w.provider_key, kAnswered, shown(channel.challenge))), "webhook_forged");
  w.down = true;
  EXPECT_EQ(w.service.prove(channel.id, w.sign_told(), w.machine()).error().code, "webhook_unreachable");
  EXPECT_EQ(ProviderWorld::must(w.service.webhook(w.host))->fault, "webhook_unreachable");
  w.down = false;
  w.clock.advance(std::chrono::minutes(10));
  EXPECT_EQ(ProviderWorld::must(w.service.prove_due(w.sign_told(), w.machine())), 1);
  EXPECT_TRUE(w.last.public_only) << "where a provider says";
  EXPECT_EQ(w.deliver().messages, 1) << "what was open before is told there now";
  EXPECT_TRUE(w.known.contains(order.number + "/1"));
  ProviderWorld::must(w.service.end_webhook(w.host_speaks(), channel.id));
  EXPECT_EQ(w.service.end_webhook(w.host_speaks(), channel.id).error().code, "webhook_unknown");
  const int before = w.posts;
  w.held("after.example", w.host);
  w.deliver();
  EXPECT_EQ(w.posts, before);
}

TEST_P(Messages, KilledBeforeItReadTheAnswerItTellsTheSameAgainAndItIsDoneOnce) {
  w.add_webhook();
  const auto order = w.held("bad.example", w.host);
  w.killed = true;
  EXPECT_EQ(w.deliver().failed, 1);
  EXPECT_EQ(webhook_message().fault, "webhook_unreachable");
  EXPECT_EQ(w.deliver().failed, 0) << "not again at once";
  // Another process over the same database; the machine answers now that it did it.
  w.killed = false;
  w.reply = [&](const json::object& said) {
    auto answer = w.answer_to(said);
    answer["acknowledged"] = "all";
    answer["executed"] = json::array{order.number + "/1"};
    return w.signed_by(w.provider_key, kAnswered, json::serialize(answer));
  };
  w.clock.advance(std::chrono::minutes(1));
  const Service restarted(*w.db, w.recorder, w.policy, *w.cases_service, *w.notices_service);
  EXPECT_EQ(ProviderWorld::must(restarted.deliver(w.sign_told(), w.machine())).messages, 1);
  EXPECT_EQ(w.messages.size(), 1u) << "the same message";
  EXPECT_EQ(w.times.at(order.number + "/1"), 2) << "told twice";
  EXPECT_EQ(w.known.size(), 1u) << "known as one";
  EXPECT_EQ(state(order), "executed");
  EXPECT_EQ(w.get(order.number + "/1").way, "webhook");
  const auto sent = webhook_message();
  EXPECT_EQ(sent.state, "sent");
  EXPECT_EQ(sent.attempts, 2);
  // Killed after it noted the answer and before it noted that it was sent: the machine's second answer says nothing
  // new.
  w.db.as_owner("instruction_message",
                "update instruction_message set state = 'queued', sent_at = null where channel = 'webhook'",
                test::TestDatabase::Rules::put_back);
  EXPECT_EQ(w.deliver().messages, 1);
  EXPECT_EQ(state(order), "executed");
  std::map<std::string, int> told;
  for (const auto& d : ProviderWorld::must(w.service.find(order.number + "/1", w.host)).deliveries) {
    ++told[d.channel];
    EXPECT_TRUE(d.told_at.has_value()) << d.channel;
  }
  EXPECT_EQ(told, (std::map<std::string, int>{{"email", 1}, {"portal", 1}, {"webhook", 1}}));
}

TEST_P(Messages, AForgedAnswerCountsForNothing) {
  const std::string channel = w.add_webhook();
  const auto order = w.held("bad.example", w.host);
  const auto stranger =
      ProviderWorld::must(ledger::SigningKey::make("host.example/orders", ledger::Algorithm::ed25519, w.random));
  const auto words = [&](const json::object& said) {
    auto answer = w.answer_to(said);
    answer["executed"] = json::array{order.number + "/1"};
    return answer;
  };
  const std::function<std::string(const json::object&)> forgeries[] = {
      [&](const json::object& said) { return json::serialize(words(said)); },
      [&](const json::object& said) { return w.signed_by(stranger, kAnswered, json::serialize(words(said))); },
      [&](const json::object& said) { return w.signed_by(w.provider_key, kShown, json::serialize(words(said))); },
      [&](const json::object& said) {  // of another message
        auto answer = words(said);
        answer["message"] = "another";
        return w.signed_by(w.provider_key, kAnswered, json::serialize(answer));
      },
      [&](const json::object& said) {  // of another channel
        auto answer = words(said);
        answer["channel"] = "another";
        return w.signed_by(w.provider_key, kAnswered, json::serialize(answer));
      },
      [&](const json::object& said) {  // its text was changed after it was signed
        std::string file = w.signed_by(w.provider_key, kAnswered, json::serialize(w.answer_to(said)));
        return file.insert(file.find("message"), " ");
      },
      [&](const json::object& said) {  // an old one
        const std::string text = json::serialize(words(said));
        return ledger::statement_file(text,
                                      ledger::sign_statement(kAnswered, text, w.clock.now() - kHour, w.provider_key));
      },
      [](const json::object&) { return std::string("<html>OK</html>"); },
  };
  for (const auto& forged : forgeries) {
    w.reply = forged;
    EXPECT_EQ(w.deliver().failed, 1);
    EXPECT_EQ(state(order), "waiting");
    const auto m = webhook_message();
    EXPECT_EQ(m.state, "queued");
    EXPECT_TRUE(m.fault.starts_with("answer_")) << m.fault;
    w.clock.set(m.next_at);
  }
  w.reply = nullptr;  // 200 and nothing else: it came
  EXPECT_EQ(w.deliver().messages, 1);
  EXPECT_EQ(state(order), "waiting");

  // What comes by itself is held to the same.
  const auto take = [&](const std::string& file) {
    const auto taken = w.service.take_answer(file);
    return taken.ok() ? std::to_string(taken->done) : taken.error().code;
  };
  const json::object said{{"channel", channel}, {"executed", json::array{order.number + "/1"}}};
  EXPECT_EQ(take(json::serialize(said)), "answer_forged");
  EXPECT_EQ(take(w.signed_by(stranger, kAnswered, json::serialize(said))), "answer_forged");
  EXPECT_EQ(state(order), "waiting");
  const auto good = w.signed_by(w.provider_key, kAnswered, json::serialize(said));
  EXPECT_EQ(take(good), "1");
  EXPECT_EQ(take(good), "0") << "said again it says nothing new";
  EXPECT_EQ(state(order), "executed");
  EXPECT_EQ(w.get(order.number + "/1").way, "api");
  w.clock.advance(kHour);
  EXPECT_EQ(take(good), "answer_old");
  // A provider's key speaks for that provider alone.
  const auto theirs = w.held("theirs.example", w.other_host);
  const json::object beyond{{"channel", channel}, {"executed", json::array{theirs.number + "/1"}}};
  EXPECT_EQ(ProviderWorld::must(w.service.take_answer(w.signed_by(w.provider_key, kAnswered, json::serialize(beyond))))
                .faults.at(0)
                .code,
            "instruction_unknown");
}

TEST_P(Messages, OneThatReachesNobodyGoesToPeopleAndCanBeSentAgain) {
  w.add_webhook();
  const auto order = w.held("bad.example", w.host);
  w.down = true;
  for (int n = 0; n < 100 && webhook_message_or_none() != "failed"; ++n) {
    w.deliver();
    w.clock.advance(kHour);
  }
  const auto m = webhook_message();
  EXPECT_EQ(m.state, "failed");
  EXPECT_EQ(m.attempts, w.policy.number("providers.attempts_max"));
  EXPECT_EQ(w.get(order.number + "/1").hitch, "not_told");
  w.down = false;
  EXPECT_EQ(ProviderWorld::must(w.service.retry(m.id, w.operator_person)).state, "queued");
  EXPECT_EQ(w.deliver().messages, 1);
  EXPECT_EQ(w.service.retry(m.id, w.operator_person).error().code, "message_state");
}

TEST_P(Messages, FiveThousandAreOneMessageOneLetterAndOneFile) {
  constexpr int kMany = 5000;
  const auto first = w.held("bad-0.example", w.host);
  // As many orders as that take hours to sign: the rows of one, again and again, by the hand of an owner.
  w.db.as_owner("decision", clone("decision", 1, kMany), test::TestDatabase::Rules::put_back);
  w.db.as_owner("orders", clone("orders", 1, kMany), test::TestDatabase::Rules::put_back);
  static constexpr store::Sql kNew{"t_new", "select id from orders where id <> :first order by id"};
  ProviderWorld::must(w.db->write([&](store::Transaction& tx) -> Result<void> {
    for (const auto& row : tx.query(kNew, {{"first", first.id}})) {
      events::Event event;
      event.record_kind = "order";
      event.record_id = row.text("id");
      MUSTER_CHECK_OK(w.service.follow(tx, event));
    }
    return {};
  }));
  EXPECT_EQ(ProviderWorld::must(w.service.counts(w.host)).waiting, kMany);
  w.add_webhook();
  w.reply = [&](const json::object& said) {
    auto answer = w.answer_to(said);
    answer["acknowledged"] = "all";
    return w.signed_by(w.provider_key, kAnswered, json::serialize(answer));
  };
  const auto sent = w.deliver();
  EXPECT_EQ(sent.messages, 2) << "one to the webhook, one letter";
  EXPECT_EQ(sent.items, 2 * kMany);
  EXPECT_EQ(w.known.size(), static_cast<std::size_t>(kMany));
  EXPECT_EQ(ProviderWorld::must(w.service.counts(w.host)).acknowledged, kMany);
  int letters = 0;
  for (const auto& n : ProviderWorld::must(w.notices_service->inbox(w.host_user, false, "", 500)))
    letters += n.kind == "instructions";
  EXPECT_EQ(letters, 1);

  // Every page of the list, once; then a file of all of them with three bad lines.
  std::string file = "instruction,event,note\r\n";
  std::size_t listed = 0;
  for (std::string after;;) {
    const auto page = ProviderWorld::must(w.service.list({.party_id = w.host, .state = "acknowledged"}, after, 500));
    for (const auto& i : page.items) file += i.key + ",executed,\r\n";
    listed += page.items.size();
    if (page.next.empty()) break;
    after = page.next;
  }
  EXPECT_EQ(listed, static_cast<std::size_t>(kMany));
  file += "O-1999-000001/1,executed,\r\n" + first.number + "/1,gone,\r\nonly one field\r\n";
  const auto done = ProviderWorld::must(w.service.say_file(w.host_speaks("file"), file));
  EXPECT_EQ(done.done, kMany);
  EXPECT_EQ(done.refused, 3);
  ASSERT_EQ(done.faults.size(), 3u);
  EXPECT_EQ(done.faults[0].line, kMany + 2);
  EXPECT_EQ(done.faults[0].code, "instruction_unknown");
  EXPECT_EQ(done.faults[0].field, "instruction");
  EXPECT_EQ(done.faults[1].code, "instruction_event");
  EXPECT_EQ(done.faults[1].field, "event");
  EXPECT_EQ(done.faults[2].code, "csv_field_count");
  EXPECT_FALSE(done.faults[2].sentence.empty());
  EXPECT_EQ(ProviderWorld::must(w.service.say_file(w.host_speaks("file"), file)).already, kMany) << "twice is once";
  EXPECT_EQ(w.look({"t", 451, ""}), 200) << "so many at a time";
}

TEST_P(Messages, AFileOfJsonLinesIsTakenToo) {
  const auto one = w.held("one.example", w.host), two = w.held("two.example", w.host);
  const std::string file = fmt::format(
      "{{\"instruction\":\"{}/1\",\"event\":\"acknowledged\"}}\n\n{{not json\n{{\"instruction\":7}}\n"
      "{{\"instruction\":\"{}/1\",\"event\":\"objected\",\"note\":\"Its address is shared.\",\"more\":1}}\n",
      one.number, two.number);
  const auto done = ProviderWorld::must(w.service.say_file(w.host_speaks("file"), file));
  EXPECT_EQ(done.done, 2);
  ASSERT_EQ(done.faults.size(), 2u);
  EXPECT_EQ(done.faults[0].line, 3);
  EXPECT_EQ(done.faults[0].code, "json_malformed");
  EXPECT_EQ(done.faults[1].line, 4);
  EXPECT_EQ(done.faults[1].code, "json_text");
  EXPECT_EQ(w.get(two.number + "/1").note, "Its address is shared.");
  EXPECT_EQ(w.service.say_file(w.host_speaks("file"), "").error().code, "instruction_file");
  EXPECT_EQ(w.service.say_file(w.host_speaks("file"), "name,state\nx,y\n").error().code, "instruction_file");
  EXPECT_EQ(w.service.say_file(w.host_speaks("file"), std::string(kFileMax + 1, 'x')).error().code, "instruction_file");
  // The list that is taken down is the file that is sent up: what is left empty says nothing.
  const auto all = ProviderWorld::must(w.service.list({.party_id = w.host}, "", 10)).items;
  EXPECT_EQ(ProviderWorld::must(w.service.say_file(w.host_speaks("file"), csv_header() + csv_lines(all))).refused, 0);
}

TEST_P(Messages, OneLetterIn10MinutesHoweverManyOrders) {
  w.held("one.example", w.host);
  EXPECT_EQ(w.deliver().messages, 1);
  w.held("two.example", w.host);
  w.held("three.example", w.host);
  EXPECT_EQ(w.deliver().messages, 0);
  w.clock.advance(std::chrono::minutes(10));
  const auto sent = w.deliver();
  EXPECT_EQ(sent.messages, 1);
  EXPECT_EQ(sent.items, 2);
  const auto m = ProviderWorld::must(w.service.messages(w.host, "sent", "", 1)).items.at(0);
  const auto letter = ProviderWorld::must(w.notices_service->find(m.notice_id));
  const auto list = ProviderWorld::must(attachment_of(*w.db, letter));
  ASSERT_TRUE(list.has_value());
  EXPECT_NE(list->bytes.find("two.example"), std::string::npos);
  EXPECT_EQ(list->bytes.find("one.example"), std::string::npos);
}

}  // namespace
}  // namespace muster::instructions
