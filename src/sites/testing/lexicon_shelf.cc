#include "lexicon_shelf.h"

#include <base/bytes.h>
#include <base/files.h>
#include <base/text.h>

#include <filesystem>

#include <fmt/format.h>

namespace muster::testing {
namespace {

using store::Sql;

constexpr Sql kInsertPublisher{
    "lexicon_publisher_insert",
    "insert into lexicon_publisher(public_key, publisher, enrolled_by, confirmed_by, enrolled_at) "
    "values(:public_key, :publisher, :enrolled_by, :confirmed_by, :enrolled_at)"};
constexpr Sql kPublishers{"lexicon_publishers",
                          "select public_key, publisher from lexicon_publisher order by public_key limit 1000"};
constexpr Sql kInsertLexicon{
    "lexicon_insert",
    "insert into lexicon(sha256, public_key, publisher, name, version, ground, licence, source, terms, enabled_by, "
    "confirmed_by, enabled_at) values(:sha256, :public_key, :publisher, :name, :version, :ground, :licence, "
    ":source, :terms, :enabled_by, :confirmed_by, :enabled_at)"};
constexpr Sql kLexicons{"lexicons", "select * from lexicon order by enabled_at, sha256 limit 1000"};

Result<void> two_persons(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty() || a == b)
    return refused("two_persons_needed", "This takes two different persons: one proposes, the other confirms.");
  return {};
}

LexiconRow row_of(const store::Row& row) {
  return {row.text("sha256"),     row.text("publisher"),    row.text("name"),         row.text("version"),
          row.text("ground"),     row.text("licence"),      row.text("source"),       row.integer("terms"),
          row.text("enabled_by"), row.text("confirmed_by"), row.instant("enabled_at")};
}

}  // namespace

Result<void> LexiconShelf::enrol(const content::PublisherKey& key, const std::string& person,
                                 const std::string& confirmed_by) {
  MUSTER_CHECK_OK(two_persons(person, confirmed_by));
  const auto bytes = from_base64(key.public_key);
  if (!bytes.ok() || bytes->size() != 32)
    return invalid("publisher_key", "A publisher's key has 32 bytes, in base64.", "public_key");
  if (trim(key.publisher).empty()) return invalid("publisher_name", "A publisher has a name.", "publisher");
  return database_.write([&](store::Transaction& tx) -> Result<void> {
    tx.run(kInsertPublisher, {{"public_key", key.public_key},
                              {"publisher", key.publisher},
                              {"enrolled_by", person},
                              {"confirmed_by", confirmed_by},
                              {"enrolled_at", recorder_.clock().now()}});
    recorder_.record(
        tx, kPublisherEnrolled, person, "lexicon_publisher", key.public_key,
        fmt::format(R"({{"publisher":{},"confirmed_by":{}}})", json_quote(key.publisher), json_quote(confirmed_by)));
    return {};
  });
}

Result<std::vector<content::PublisherKey>> LexiconShelf::publishers() {
  return database_.read([](store::Transaction& tx) -> Result<std::vector<content::PublisherKey>> {
    std::vector<content::PublisherKey> out;
    for (const auto& row : tx.query(kPublishers)) out.push_back({row.text("publisher"), row.text("public_key")});
    return out;
  });
}

Result<LexiconRow> LexiconShelf::enable(std::string_view file, const std::string& person,
                                        const std::string& confirmed_by) {
  MUSTER_CHECK_OK(two_persons(person, confirmed_by));
  MUSTER_TRY(const auto keys, publishers());
  MUSTER_TRY(auto bundle, content::open_bundle(file, keys));
  MUSTER_TRY(const auto lexicon, content::Lexicon::load(std::move(bundle)));
  const auto& loaded = lexicon->bundle();
  const LexiconRow row{loaded.sha256,
                       loaded.header.publisher,
                       loaded.header.name,
                       loaded.header.version,
                       loaded.header.ground,
                       loaded.header.licence,
                       loaded.header.source,
                       static_cast<std::int64_t>(loaded.terms.size()),
                       person,
                       confirmed_by,
                       recorder_.clock().now()};
  std::error_code error;
  std::filesystem::create_directories(folder_, error);
  MUSTER_CHECK_OK(replace_file(path_of(row.sha256), file));
  const auto stored = database_.write([&](store::Transaction& tx) -> Result<void> {
    tx.run(kInsertLexicon, {{"sha256", row.sha256},
                            {"public_key", loaded.public_key},
                            {"publisher", row.publisher},
                            {"name", row.name},
                            {"version", row.version},
                            {"ground", row.ground},
                            {"licence", row.licence},
                            {"source", row.source},
                            {"terms", row.terms},
                            {"enabled_by", person},
                            {"confirmed_by", confirmed_by},
                            {"enabled_at", row.enabled_at}});
    recorder_.record(
        tx, kLexiconEnabled, person, "lexicon", row.sha256,
        fmt::format(R"({{"publisher":{},"name":{},"version":{},"ground":{},"terms":{},"confirmed_by":{}}})",
                    json_quote(row.publisher), json_quote(row.name), json_quote(row.version), json_quote(row.ground),
                    row.terms, json_quote(confirmed_by)));
    return {};
  });
  if (!stored.ok()) return stored.error();
  std::lock_guard lock(mutex_);
  loaded_[row.sha256] = lexicon;
  return row;
}

Result<std::vector<LexiconRow>> LexiconShelf::rows() {
  return database_.read([](store::Transaction& tx) -> Result<std::vector<LexiconRow>> {
    std::vector<LexiconRow> out;
    for (const auto& row : tx.query(kLexicons)) out.push_back(row_of(row));
    return out;
  });
}

Result<std::vector<std::shared_ptr<const content::Lexicon>>> LexiconShelf::all() {
  MUSTER_TRY(const auto enabled, rows());
  MUSTER_TRY(const auto keys, publishers());
  std::vector<std::shared_ptr<const content::Lexicon>> out;
  std::lock_guard lock(mutex_);
  for (const LexiconRow& row : enabled) {
    auto& lexicon = loaded_[row.sha256];
    if (!lexicon) {
      MUSTER_TRY(const std::string file, read_file(path_of(row.sha256), content::kBundleBytesMax));
      MUSTER_TRY(auto bundle, content::open_bundle(file, keys));
      if (bundle.sha256 != row.sha256)
        return refused(
            "lexicon_changed",
            fmt::format(
                "The file of the lexicon {} is not the one that was enabled. Put it back, or enable the new one.",
                row.name));
      MUSTER_TRY(lexicon, content::Lexicon::load(std::move(bundle)));
    }
    out.push_back(lexicon);
  }
  return out;
}

}  // namespace muster::testing
