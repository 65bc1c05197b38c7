// What one thread of a census gathers. Inside of the census room; one thread each, merged at the end.
#pragma once

#include "client_sketch.h"
#include "name_table.h"
#include <census/reconcile.h>
#include <intake/log_line.h>
#include <names/name.h>

#include <map>
#include <unordered_map>

namespace muster::census {

struct Judgement {
  Standing standing;
  Rule rule;
};
// The rules themselves: flags of the register, and what the observation says of provider and address ("" nothing).
Judgement judge(Entry entry, const Register& known, std::string_view provider, std::string_view address);

class Tally {
 public:
  Tally(const Register& known, const ReconcileOptions& options);

  // An observed name of a list. Views must stay until flush().
  void name(std::string_view text, std::string_view provider, std::string_view address, std::uint64_t line);
  // A query of a log. Nothing of it is looked at after the call but its site and the client's hash.
  void query(const intake::Query& query);
  // What was asked so far is counted; at the end of every piece.
  void flush_queries();
  // A site that enough clients asked for. The view must stay until flush().
  void site(std::string_view name, std::int32_t first_day, std::int32_t last_day);
  void bad(std::uint64_t line, std::string_view code, std::string_view field, std::string_view sentence);
  void count_bad(std::string_view code, std::uint64_t count);  // without describing them
  void flush();

  void merge(Tally& other);
  // Sites of logs that enough clients asked for become observations; the sketches' work is done.
  void admit();
  void into(Outcome& outcome);

  IntakeReport report;

 private:
  static constexpr std::size_t kBatch = 32;
  struct Found {
    Standing standing = Standing::filed;
    Rule rule = Rule::filing_active;
    bool has_row = false;
    std::uint32_t row = 0;
    std::uint32_t provider = 0;  // of providers_; 0 is ""
    ServerAddress address{};
    std::int32_t first_day = 0, last_day = 0;
  };
  struct Site {
    std::int32_t first_day = 0, last_day = 0;
  };
  // A query on its way into the tables.
  struct Asked {
    names::NameText text;
    std::string_view site;
    std::uint64_t site_hash, client_hash;
    std::int32_t day;
  };
  struct Waiting {
    names::NameText text;
    std::string_view site, provider, address;
    std::int32_t first_day, last_day;
  };

  void note(std::string_view site, const Found& found);
  std::uint32_t provider_number(std::string_view text);
  bool goes_before(const Found& a, const Found& b) const;

  const Register& known_;
  const ReconcileOptions& options_;
  std::array<Waiting, kBatch> batch_;
  std::size_t waiting_ = 0;
  std::array<Asked, kBatch> asked_;
  std::size_t asking_ = 0;
  std::vector<std::uint64_t> seen_;  // one bit a row: observed and in order
  NameTable<Found> found_;
  NameTable<Site> sites_;
  ClientSketches sketches_;
  std::vector<std::string> providers_{""};
  std::unordered_map<std::string, std::uint32_t> provider_numbers_;
  std::map<std::string, std::uint64_t, std::less<>> codes_;
};

}  // namespace muster::census
