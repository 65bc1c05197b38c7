#include <base/files.h>
#include <base/random.h>
#include <base/text.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <filesystem>

#include <fcntl.h>
#include <fmt/format.h>
#include <reconciliation/inbox.h>
#include <sys/stat.h>
#include <unistd.h>

namespace muster::reconciliation {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kUploadNameMax = 200;

Error unknown_upload() {
  return not_found("upload_unknown",
                   "There is no such file on its way. It was compared, given up, or is over a week old.");
}

std::int64_t number_in(std::string_view text) {
  std::int64_t out = 0;
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}

// The words of a file beside it: source, size, when, who, name.
std::string about_text(const Upload& u) {
  return fmt::format("{}\n{}\n{}\n{}\n{}\n", to_text(u.source), u.size, u.begun_at.micros, u.actor, u.name);
}

std::optional<Upload> upload_of(const std::string& id, const std::string& text, std::int64_t held) {
  const auto lines = split(text, '\n');
  if (lines.size() != 6) return std::nullopt;
  const auto source = source_of(lines[0]);
  if (!source) return std::nullopt;
  Upload out;
  out.id = id;
  out.source = *source;
  out.size = number_in(lines[1]);
  out.begun_at = {number_in(lines[2])};
  out.actor = lines[3];
  out.name = lines[4];
  out.held = held;
  return out;
}

Error write_failed() {
  if (errno == ENOSPC || errno == EDQUOT)
    return unavailable("disk_full", "The disk is full. What had come is kept; free space and go on.");
  return unavailable("file_write", "The piece could not be written. What had come before is kept; send it again.");
}

Result<void> write_at(const std::string& path, std::int64_t at, std::string_view bytes) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (file < 0) return write_failed();
  std::size_t done = 0;
  bool good = true;
  while (good && done < bytes.size()) {
    const ssize_t n = ::pwrite(file, bytes.data() + done, bytes.size() - done,
                               static_cast<off_t>(at + static_cast<std::int64_t>(done)));
    if (n < 0 && errno == EINTR) continue;
    good = n > 0;
    if (good) done += static_cast<std::size_t>(n);
  }
  good = good && ::fdatasync(file) == 0;
  // Half a piece is none: the next one begins where this one should have.
  const Result<void> out = good ? Result<void>() : Result<void>(write_failed());
  if (!good && ::ftruncate(file, static_cast<off_t>(at)) != 0) errno = EIO;
  ::close(file);
  return out;
}

}  // namespace

Result<Upload> Inbox::begin(const std::string& actor, Source source, const std::string& name, std::int64_t size) {
  if (name.empty() || name.size() > kUploadNameMax || !is_valid_utf8(name) || name.find('\n') != std::string::npos)
    return invalid("reconciliation_name", "Name the file, in at most 200 bytes.", "name");
  if (size < 1 || size > kUploadMaxBytes)
    return invalid("upload_size",
                   fmt::format("A file of 1 byte to {} GiB is taken here; compare a larger one on the command line.",
                               kUploadMaxBytes >> 30),
                   "size");
  Upload u;
  u.id = new_id(clock_, random_);
  u.source = source;
  u.name = name;
  u.size = size;
  u.actor = actor;
  u.begun_at = clock_.now();
  if (list().size() >= kUploadsMax)
    return conflict("uploads_full", "Several files are on their way already. Compare or give up one of those first.");
  const std::lock_guard lock(mutex_);
  std::error_code ignored;
  fs::create_directories(folder_, ignored);
  fs::permissions(folder_, fs::perms::owner_all, ignored);
  MUSTER_CHECK_OK(create_file(path(u.id), "", 0600));
  MUSTER_CHECK_OK(create_file(about(u.id), about_text(u), 0600));
  return u;
}

Result<Upload> Inbox::get(const std::string& id) const {
  if (!is_id(id)) return unknown_upload();  // it becomes a file's name
  const auto text = muster::read_file(about(id));
  struct stat there {};
  if (!text.ok() || ::stat(path(id).c_str(), &there) != 0) return unknown_upload();
  auto found = upload_of(id, *text, there.st_size);
  return found ? Result<Upload>(std::move(*found)) : unknown_upload();
}

Result<Upload> Inbox::append(const std::string& id, std::int64_t at_byte, std::string_view bytes) {
  const std::lock_guard lock(mutex_);
  MUSTER_TRY(Upload u, get(id));
  if (at_byte != u.held)
    return conflict("upload_offset", fmt::format("{} bytes of this file are here; go on at that one.", u.held), "at");
  if (bytes.empty() || bytes.size() > kPieceMaxBytes || static_cast<std::int64_t>(bytes.size()) > u.size - u.held)
    return invalid("piece_size",
                   fmt::format("A piece has 1 to {} bytes, and no more than the file has left.", kPieceMaxBytes));
  MUSTER_CHECK_OK(write_at(path(id), at_byte, bytes));
  u.held += static_cast<std::int64_t>(bytes.size());
  return u;
}

std::vector<Upload> Inbox::list() const {
  std::vector<Upload> out;
  std::error_code missing;
  for (const auto& file : fs::directory_iterator(folder_, missing)) {
    if (file.path().extension() != ".about") continue;
    if (auto one = get(file.path().stem().string()); one.ok()) out.push_back(std::move(*one));
  }
  std::sort(out.begin(), out.end(), [](const Upload& a, const Upload& b) { return a.id < b.id; });
  return out;
}

Result<void> Inbox::drop(const std::string& id) {
  const std::lock_guard lock(mutex_);
  MUSTER_TRY([[maybe_unused]] const Upload u, get(id));
  std::error_code ignored;
  fs::remove(path(id), ignored);
  fs::remove(about(id), ignored);
  return {};
}

int Inbox::sweep() {
  int gone = 0;
  for (const Upload& u : list()) {
    struct stat there {};
    if (::stat(path(u.id).c_str(), &there) != 0) continue;
    const Instant touched{std::int64_t{there.st_mtim.tv_sec} * 1'000'000};
    if (std::max(touched, u.begun_at) + kUploadKept < clock_.now() && drop(u.id).ok()) ++gone;
  }
  return gone;
}

}  // namespace muster::reconciliation
