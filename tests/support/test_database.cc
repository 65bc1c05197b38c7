#include <base/random.h>
#include <base/sha256.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <stdexcept>

#include <support/test_database.h>

namespace muster::test {
namespace {

namespace fs = std::filesystem;

template <class T>
T must(Result<T> result) {
  if (!result.ok()) throw std::runtime_error(result.error().code + ": " + result.error().sentence);
  return std::move(result).value();
}

using Sets = std::vector<store::MigrationSet>;

std::string fresh_name() {
  SystemRandom random;
  std::string id = new_id(SystemClock(), random);
  id.erase(std::remove(id.begin(), id.end(), '-'), id.end());
  return "muster_test_" + id;
}

std::string server() {
  const char* url = std::getenv("MUSTER_TEST_POSTGRES");
  if (!url || !*url)
    throw std::runtime_error("MUSTER_TEST_POSTGRES is not set: run script/test, or script/postgres start");
  return url;
}

// "postgresql:///muster?host=…" → another database of that server, seen by `role`.
std::string in_database(std::string url, const std::string& name, const std::string& role) {
  const auto query = url.find('?'), slash = url.rfind('/', query);
  url.replace(slash + 1, query - slash - 1, name);
  return url + "&user=" + role;
}

// "create database" and "drop database" as the server's administrator, who may end what is still connected.
void by_administrator(const std::string& sql) {
  const auto administrator = must(store::Database::open(server() + "&user=postgres"));
  const auto done = administrator->script(sql);
  if (!done.ok()) throw std::runtime_error(done.error().sentence);
}

void migrate(const std::string& url, const Sets& sets) {
  const auto owner = must(store::Database::open(url));
  must(store::migrate(*owner, sets));
}

// The migrations of one set of components, run once a program: a test takes a copy.
class Template {
 public:
  Template(store::Backend backend, const Sets& sets) : name_(fresh_name()) {
    if (backend == store::Backend::sqlite) {
      folder_ = fs::temp_directory_path() / name_;
      fs::create_directories(folder_);
      migrate(folder_ / "muster.db", sets);
      return;
    }
    by_administrator("create database " + name_ + " owner muster_owner");
    migrate(in_database(server(), name_, "muster_owner"), sets);
  }
  ~Template() {
    std::error_code ignored;
    if (folder_.empty())
      by_administrator("drop database " + name_ + " with (force)");
    else
      fs::remove_all(folder_, ignored);
  }
  Template(const Template&) = delete;
  void copy_to(const fs::path& file) const { fs::copy_file(folder_ / "muster.db", file); }
  void copy_to_database(const std::string& name) const {
    by_administrator("create database " + name + " owner muster_owner template " + name_);
  }

  static const Template& of(store::Backend backend, const Sets& sets) {
    static std::map<std::string, std::unique_ptr<Template>> all;
    Sha256 key;
    key.add(backend_name(backend));
    for (const auto& set : sets)
      for (const auto& file : set.files) key.add(file.bytes);
    auto& found = all[key.hex()];
    if (!found) found = std::make_unique<Template>(backend, sets);
    return *found;
  }

 private:
  std::string name_;
  fs::path folder_;
};

}  // namespace

TestDatabase::TestDatabase(store::Backend backend, Sets sets) : name_(fresh_name()) {
  sets.insert(sets.begin(), store::foundation_migrations());
  const Template& migrated = Template::of(backend, sets);
  if (backend == store::Backend::sqlite) {
    folder_ = (fs::temp_directory_path() / name_).string();
    fs::create_directories(folder_);
    url_ = owner_url_ = folder_ + "/muster.db";
    migrated.copy_to(url_);
  } else {
    migrated.copy_to_database(name_);
    owner_url_ = in_database(server(), name_, "muster_owner");
    url_ = in_database(server(), name_, "muster_app");
  }
  database_ = must(store::Database::open(url_));
}

TestDatabase::~TestDatabase() {
  database_.reset();
  if (folder_.empty())
    by_administrator("drop database " + name_ + " with (force)");
  else
    fs::remove_all(folder_);
}

void TestDatabase::as_owner(const std::string& table, const std::string& script, Rules after) const {
  static constexpr store::Sql kTriggers{
      "test_triggers_of", "select name, sql from sqlite_master where type = 'trigger' and tbl_name = :table"};
  const auto owner = must(store::Database::open(owner_url_));
  std::string off, on;
  if (owner->backend() == store::Backend::postgres) {
    off = "alter table " + table + " disable trigger user;";
    on = "alter table " + table + " enable trigger user;";
  } else {
    const auto read = owner->read([&](store::Transaction& tx) -> Result<void> {
      for (const auto& row : tx.query(kTriggers, {{"table", table}})) {
        off += "drop trigger " + row.text("name") + ";";
        on += row.text("sql") + ";";
      }
      return {};
    });
    if (!read.ok()) throw std::runtime_error(read.error().code + ": " + read.error().sentence);
  }
  const auto done = owner->script(off + script + (after == Rules::put_back ? ";" + on : ""));
  if (!done.ok()) throw std::runtime_error(done.error().code + ": " + done.error().sentence);
}

}  // namespace muster::test
