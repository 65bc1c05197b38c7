#include <store/address.h>
#include <store/copy.h>

#include <cerrno>
#include <filesystem>

#include <fcntl.h>
#include <libpq-fe.h>
#include <spawn.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace muster::store {
namespace {

namespace fs = std::filesystem;

Error copy_exists(const std::string& what) {
  return conflict("copy_exists", what + " is there already; it was left as it is.");
}

Result<void> sync_to_disk(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = file >= 0 && ::fsync(file) == 0;
  if (file >= 0) ::close(file);
  if (!synced) return unavailable("copy_failed", "The file " + path + " can't be brought to disk.");
  return {};
}

Result<void> vacuum_into(const std::string& path, const std::string& file) {
  if (!fs::exists(path)) return unavailable("database_unavailable", "There is no database " + path + ".");
  sqlite3* db = nullptr;
  int code = sqlite3_open_v2(path.c_str(), &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  if (code == SQLITE_OK) {
    sqlite3_busy_timeout(db, 30'000);
    sqlite3_stmt* statement = nullptr;
    code = sqlite3_prepare_v2(db, "vacuum into ?", -1, &statement, nullptr);
    if (code == SQLITE_OK) {
      sqlite3_bind_text(statement, 1, file.c_str(), -1, SQLITE_STATIC);
      code = sqlite3_step(statement);
    }
    sqlite3_finalize(statement);
  }
  sqlite3_close_v2(db);
  if (code == SQLITE_FULL) return unavailable("disk_full", "The disk of " + file + " is full.");
  if (code != SQLITE_DONE) return unavailable("copy_failed", "The database could not be copied to " + file + ".");
  return {};
}

// The environment of PostgreSQL's programs: ours, with what the address says.
Result<std::vector<std::string>> environment_of(const std::string& url) {
  char* words = nullptr;
  PQconninfoOption* options = PQconninfoParse(url.c_str(), &words);
  if (!options) {
    PQfreemem(words);
    return invalid("database_url", "This is no address of a PostgreSQL database.", "database");
  }
  std::vector<std::string> out;
  for (char** one = environ; *one; ++one)
    if (std::string_view(*one).substr(0, 2) != "PG") out.emplace_back(*one);
  for (const PQconninfoOption* o = options; o->keyword; ++o)
    if (o->val && o->envvar) out.push_back(std::string(o->envvar) + "=" + o->val);
  PQconninfoFree(options);
  return out;
}

Result<void> run_tool(std::vector<std::string> arguments, const std::string& url) {
  MUSTER_TRY(auto environment, environment_of(url));
  const auto pointers = [](std::vector<std::string>& texts) {
    std::vector<char*> out;
    for (auto& text : texts) out.push_back(text.data());
    out.push_back(nullptr);
    return out;
  };
  const auto argv = pointers(arguments), envp = pointers(environment);
  pid_t pid = -1;
  if (posix_spawnp(&pid, argv[0], nullptr, nullptr, argv.data(), envp.data()) != 0)
    return unavailable("copy_tool", arguments[0] + " is missing; install PostgreSQL's client programs.");
  int status = 0;
  while (waitpid(pid, &status, 0) < 0)
    if (errno != EINTR) return unavailable("copy_tool", arguments[0] + " got lost.");
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    return unavailable("copy_tool", arguments[0] + " did not do it; it says why above.");
  return {};
}

// The name of the database, which pg_restore wants to have said.
std::string database_of(const std::string& url) {
  std::string out;
  if (PQconninfoOption* options = PQconninfoParse(url.c_str(), nullptr)) {
    for (const PQconninfoOption* o = options; o->keyword; ++o)
      if (o->val && std::string_view(o->keyword) == "dbname") out = o->val;
    PQconninfoFree(options);
  }
  return out;
}

}  // namespace

Result<void> copy_out(const std::string& url, const std::string& file) {
  if (fs::exists(file)) return copy_exists("The file " + file);
  const mode_t before = ::umask(0077);
  auto done =
      is_postgres(url) ? run_tool({"pg_dump", "--format=custom", "--file=" + file}, url) : vacuum_into(url, file);
  ::umask(before);
  if (done.ok()) done = sync_to_disk(file);
  std::error_code ignored;
  if (!done.ok()) fs::remove(file, ignored);
  return done;
}

Result<void> copy_in(const std::string& file, const std::string& url) {
  if (!fs::exists(file)) return not_found("file_missing", "There is no file " + file + ".");
  if (is_postgres(url))
    return run_tool(
        {"pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", "--dbname=" + database_of(url), file},
        url);
  if (fs::exists(url)) return copy_exists("The database " + url);
  const std::string beside = url + ".new";
  std::error_code fault;
  fs::remove(beside, fault);
  fs::copy_file(file, beside, fault);
  if (!fault) fs::permissions(beside, fs::perms::owner_read | fs::perms::owner_write, fault);
  if (fault)
    return fault == std::errc::no_space_on_device
               ? unavailable("disk_full", "The disk of " + url + " is full.")
               : unavailable("copy_failed", "The database could not be copied to " + url + ".");
  MUSTER_CHECK_OK(sync_to_disk(beside));
  fs::rename(beside, url, fault);
  if (fault) return unavailable("copy_failed", "The database could not be put at " + url + ".");
  return {};
}

}  // namespace muster::store
