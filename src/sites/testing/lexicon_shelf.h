// The lexicons of an instance: who may publish, which are enabled, and those compiled.
#pragma once

#include <content/lexicon.h>
#include <testing/testing.h>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace muster::testing {

// Thread-safe.
class LexiconShelf {
 public:
  LexiconShelf(store::Database& database, const ledger::Recorder& recorder, std::string folder)
      : database_(database), recorder_(recorder), folder_(std::move(folder)) {}

  Result<void> enrol(const content::PublisherKey& key, const std::string& person, const std::string& confirmed_by);
  Result<LexiconRow> enable(std::string_view file, const std::string& person, const std::string& confirmed_by);
  Result<std::vector<LexiconRow>> rows();
  // All enabled ones, each checked against its publisher's key and the neutral corpora when it is first read.
  Result<std::vector<std::shared_ptr<const content::Lexicon>>> all();

 private:
  Result<std::vector<content::PublisherKey>> publishers();
  std::string path_of(const std::string& sha256) const { return folder_ + "/" + sha256 + ".lexicon"; }

  store::Database& database_;
  const ledger::Recorder& recorder_;
  std::string folder_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const content::Lexicon>> loaded_;  // by sha256
};

}  // namespace muster::testing
