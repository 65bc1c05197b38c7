// What the tests of the numbers wing share: generated numbers and a database that can be asked and attacked. All
// numbers are of the ranges that regulators keep for drama and documentation, or generated.
#pragma once

#include <ledger/recorder.h>
#include <policy/policy.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include <embedded_numbers_migrations.h>
#include <gtest/gtest.h>
#include <support/generated_numbers.h>
#include <support/test_database.h>

namespace muster::test {

// "89860000000000000" and a number, with its check digit: 19 digits.
inline std::string iccid(int n) {
  std::string digits = "898600" + std::string(12 - std::to_string(n).size(), '0') + std::to_string(n);
  int sum = 0;
  bool twice = true;
  for (auto c = digits.rbegin(); c != digits.rend(); ++c, twice = !twice) {
    const int d = (*c - '0') * (twice ? 2 : 1);
    sum += d > 9 ? d - 9 : d;
  }
  return digits + std::to_string((10 - sum % 10) % 10);
}
inline std::string imsi(int n) {
  const std::string tail = std::to_string(n);
  return "46099" + std::string(10 - tail.size(), '0') + tail;
}

// GB 11643 numbers of nobody: area 110105, the day, a running sequence, and the check character.
inline std::string resident_id(const std::string& birth_yyyymmdd, int sequence) {
  return with_check_character("110105" + birth_yyyymmdd + std::string(3 - std::to_string(sequence).size(), '0') +
                              std::to_string(sequence));
}

class NumbersTest : public testing::TestWithParam<store::Backend> {
 protected:
  NumbersTest() : db_(GetParam(), {{"numbers", muster_numbers_migrations::files()}}) {}

  // Raw SQL as the application's role: "done", or the code of the refusal.
  std::string attack(const std::string& text) {
    texts_.push_back(std::make_unique<std::string>(text));  // statements are kept by their text
    const store::Sql sql{"attack", texts_.back()->c_str()};
    const auto done = db_->write([&](store::Transaction& tx) -> Result<void> {
      tx.run(sql);
      return {};
    });
    return done.ok() ? "done" : done.error().code;
  }
  std::vector<store::Row> rows(const std::string& text) {
    texts_.push_back(std::make_unique<std::string>(text));
    const store::Sql sql{"look", texts_.back()->c_str()};
    return *db_->read([&](store::Transaction& tx) -> Result<std::vector<store::Row>> { return tx.query(sql); });
  }
  std::int64_t number(const std::string& text) { return rows(text).at(0).integer("n"); }
  // Every text that the ledger and the outbox's events hold.
  std::string ledger_text() {
    std::string out;
    for (const auto& row : rows("select e.id, e.kind, e.actor, e.record_kind, e.record_id, p.body, l.data from event e "
                                "join event_payload p on p.event_id = e.id join ledger_leaf l on l.event_id = e.id"))
      for (const auto& value : row.values())
        if (const auto* text = std::get_if<std::string>(&value)) out += *text + "\n";
    return out;
  }

  // All that is stored, as bytes: SQLite's files with the write-ahead log, every row of every table of PostgreSQL.
  std::string everything() {
    std::string out;
    if (GetParam() == store::Backend::sqlite) {
      for (const auto& file : std::filesystem::directory_iterator(db_.folder())) {
        std::ifstream in(file.path(), std::ios::binary);
        out.append(std::istreambuf_iterator<char>(in), {});
      }
      return out;
    }
    for (const auto& table : rows("select tablename from pg_tables where schemaname = current_schema()"))
      for (const auto& row : rows("select t::text as line from " + table.text("tablename") + " t"))
        out += row.text("line") + "\n";
    return out;
  }

  std::vector<std::unique_ptr<std::string>> texts_;
  TestDatabase db_;
  SimulatedClock clock_{*parse_rfc3339("2026-03-02T09:00:00Z")};
  SystemRandom random_;
  ledger::Recorder recorder_{clock_, random_};
  const policy::Policy& policy_ = policy::Policy::standard();
};

}  // namespace muster::test
