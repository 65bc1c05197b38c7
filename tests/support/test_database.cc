#include <base/random.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include <support/test_database.h>

namespace muster::test {
namespace {

template <class T>
T must(Result<T> result) {
  if (!result.ok()) throw std::runtime_error(result.error().code + ": " + result.error().sentence);
  return std::move(result).value();
}

std::string with_schema(std::string url, const std::string& schema, const std::string& role) {
  url += url.find('?') == std::string::npos ? '?' : '&';
  return url + "user=" + role + "&options=-csearch_path%3D" + schema;
}

}  // namespace

TestDatabase::TestDatabase(store::Backend backend, std::vector<store::MigrationSet> sets) {
  SystemRandom random;
  SystemClock clock;
  const std::string id = new_id(clock, random);
  sets.insert(sets.begin(), store::foundation_migrations());
  if (backend == store::Backend::sqlite) {
    folder_ = (std::filesystem::temp_directory_path() / ("muster-test-" + id)).string();
    std::filesystem::create_directories(folder_);
    url_ = owner_url_ = folder_ + "/muster.db";
    database_ = must(store::Database::open(url_));
    must(store::migrate(*database_, sets));
    return;
  }
  const char* server = std::getenv("MUSTER_TEST_POSTGRES");
  if (!server) throw std::runtime_error("MUSTER_TEST_POSTGRES is not set: run script/test, or script/postgres start");
  schema_ = "t" + id.substr(0, 8) + id.substr(24);
  {
    auto maker = must(store::Database::open(std::string(server) + "&user=muster_owner"));
    const auto made = maker->script("create schema " + schema_);
    if (!made.ok()) throw std::runtime_error(made.error().sentence);
  }
  owner_url_ = with_schema(server, schema_, "muster_owner");
  url_ = with_schema(server, schema_, "muster_app");
  owner_ = must(store::Database::open(owner_url_));
  must(store::migrate(*owner_, sets));
  database_ = must(store::Database::open(url_));
}

TestDatabase::~TestDatabase() {
  database_.reset();
  if (owner_) (void)owner_->script("drop schema " + schema_ + " cascade");
  owner_.reset();
  if (!folder_.empty()) std::filesystem::remove_all(folder_);
}

}  // namespace muster::test
