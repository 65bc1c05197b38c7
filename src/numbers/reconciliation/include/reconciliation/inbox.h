// Files of other registers on their way in through HTTP: piece by piece, each at the place where the last one ended, so
// that a cut connection costs one piece. A file stands in a folder of the instance (mode 0600) until it was compared,
// was given up, or nobody went on with it for a week. It holds numbers of lines: nothing of it is logged. Thread-safe
// within one process; the process that takes the pieces compares them.
#pragma once

#include <base/random.h>
#include <base/result.h>
#include <base/time.h>

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include <reconciliation/difference.h>

namespace muster::reconciliation {

inline constexpr std::int64_t kUploadMaxBytes = std::int64_t{8} << 30;  // 8 GiB: some 400 million lines
inline constexpr std::size_t kPieceMaxBytes = std::size_t{8} << 20;     // 8 MiB in one request
inline constexpr std::size_t kUploadsMax = 4;                           // that wait at once
inline constexpr Duration kUploadKept = std::chrono::hours(24 * 7);     // since the last piece

struct Upload {
  std::string id;
  Source source = Source::national;
  std::string name;                 // of the file, for the record; no path
  std::int64_t size = 0, held = 0;  // bytes: of all of it, and that are here
  std::string actor;
  Instant begun_at;
  bool whole() const { return held == size; }
};

class Inbox {
 public:
  // Makes the folder where it is missing, at the first upload.
  Inbox(std::string folder, const Clock& clock, Random& random)
      : folder_(std::move(folder)), clock_(clock), random_(random) {}

  // Errors: reconciliation_name, upload_size (1 to kUploadMaxBytes), uploads_full, disk_full, file_write.
  Result<Upload> begin(const std::string& actor, Source source, const std::string& name, std::int64_t size);
  // Errors: upload_unknown, upload_offset (another byte is next: see `held`), piece_size (1 to kPieceMaxBytes, and not
  // beyond the end), disk_full, file_write.
  Result<Upload> append(const std::string& id, std::int64_t at_byte, std::string_view bytes);
  Result<Upload> get(const std::string& id) const;  // upload_unknown
  std::vector<Upload> list() const;                 // by id, oldest first
  Result<void> drop(const std::string& id);         // upload_unknown
  // What nobody went on with goes. Returns how many.
  int sweep();

  const std::string& folder() const { return folder_; }
  std::string path(const std::string& id) const { return folder_ + "/" + id + ".csv"; }

 private:
  std::string about(const std::string& id) const { return folder_ + "/" + id + ".about"; }

  std::string folder_;
  const Clock& clock_;
  Random& random_;
  mutable std::mutex mutex_;
};

}  // namespace muster::reconciliation
