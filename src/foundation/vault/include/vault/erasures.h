// The list of what was destroyed, outside of the database: <data>/vault.erased, mode 0600, which belongs to the key
// ring and is kept apart from backups as that is. A backup that was taken before still holds the keys of what was
// destroyed since. Put back, it is destroyed anew by this list, and no program opens it until then.
// Text: "muster-erasures/1", then a line each, "<micros> <record id>", in the order in which it happened. It only
// grows: about 54 bytes a record. Thread-safe; processes take turns by a lock on the file.
#pragma once

#include <jobs/jobs.h>
#include <vault/vault.h>

#include <memory>
#include <string>

namespace muster::vault {

inline constexpr const char* kErasureJob = "vault.erasures";

class ErasureList {
 public:
  explicit ErasureList(std::string path);
  ~ErasureList();

  // Writes down what the database has destroyed and the list lacks, on disk before it returns. Returns how many.
  // Errors: erasures_damaged, disk_full, file_write, and the database's.
  Result<std::int64_t> take_from(store::Database& database);
  // How many lines the list has; nothing where there is no list.
  Result<std::optional<std::int64_t>> size() const;
  // Whether the database knows of the list's newest destruction. One that doesn't is older than the list.
  Result<bool> covered_by(store::Database& database) const;
  // Destroys anew what a database that was put back still holds, in batches; again after a crash. Of a record that the
  // copy does not know nothing can be written any more. Returns of how many the protected fields had come back.
  Result<std::int64_t> destroy_anew(store::Database& database, const Vault& vault, const ledger::Recorder& recorder,
                                    const std::string& actor) const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

// Every ten seconds, from `first` on. The database outlives the service.
Result<void> add_erasure_job(jobs::Service& jobs, store::Database& database, const std::string& path, Instant first);

}  // namespace muster::vault
