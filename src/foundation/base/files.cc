#include <base/files.h>

#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace muster {
namespace {

struct Descriptor {
  explicit Descriptor(int n) : number(n) {}
  ~Descriptor() {
    if (number >= 0) ::close(number);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number;
};

Error write_error(const std::string& path) {
  if (errno == ENOSPC || errno == EDQUOT)
    return {Failure::unavailable,
            "disk_full",
            "The disk is full; " + path + " was not changed. Free some space and try again.",
            {}};
  return {Failure::unavailable,
          "file_write",
          "The file " + path + " can't be written; it was not changed. Check its folder.",
          {}};
}

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

Result<void> sync_folder(const std::string& path) {
  const Descriptor folder(::open(folder_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.number < 0 || ::fsync(folder.number) != 0) return write_error(path);
  return {};
}

// A synced file of its own name beside `path`.
Result<std::string> write_beside(const std::string& path, std::string_view bytes, unsigned mode) {
  const std::string beside = path + ".new." + std::to_string(::getpid());
  ::unlink(beside.c_str());
  const Descriptor file(::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, static_cast<mode_t>(mode)));
  if (file.number < 0) return write_error(path);
  if (!write_all(file.number, bytes) || ::fsync(file.number) != 0) {
    const Error error = write_error(path);
    ::unlink(beside.c_str());
    return error;
  }
  return beside;
}

Result<std::string> read_open(const Descriptor& file, const std::string& path, std::size_t bytes_max) {
  std::string out;
  char piece[65536];
  for (;;) {
    const ssize_t got = ::read(file.number, piece, sizeof piece);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return unavailable("file_read", "The file " + path + " can't be read.");
    if (got == 0) return out;
    out.append(piece, static_cast<std::size_t>(got));
    if (out.size() > bytes_max) return invalid("file_too_large", "The file " + path + " is larger than it may be.");
  }
}

Result<std::string> read_checked(const std::string& path, std::size_t bytes_max, bool only_owner) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.number < 0 && errno == ENOENT) return not_found("file_missing", "There is no file " + path + ".");
  if (file.number < 0) return unavailable("file_read", "The file " + path + " can't be opened.");
  struct stat status {};
  if (::fstat(file.number, &status) != 0 || !S_ISREG(status.st_mode))
    return unavailable("file_read", path + " is not a plain file.");
  if (only_owner && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return refused("file_permissions",
                   "The file " + path + " holds keys and may be used by its owner alone. Run: chmod 600 " + path);
  return read_open(file, path, bytes_max);
}

}  // namespace

Result<std::string> read_file(const std::string& path, std::size_t bytes_max) {
  return read_checked(path, bytes_max, false);
}

Result<std::string> read_private_file(const std::string& path, std::size_t bytes_max) {
  return read_checked(path, bytes_max, true);
}

Result<void> replace_file(const std::string& path, std::string_view bytes, unsigned mode) {
  MUSTER_TRY(const std::string beside, write_beside(path, bytes, mode));
  if (::rename(beside.c_str(), path.c_str()) != 0) {
    const Error error = write_error(path);
    ::unlink(beside.c_str());
    return error;
  }
  return sync_folder(path);
}

Result<void> create_file(const std::string& path, std::string_view bytes, unsigned mode) {
  MUSTER_TRY(const std::string beside, write_beside(path, bytes, mode));
  const int linked = ::link(beside.c_str(), path.c_str());  // unlike rename, refuses to replace
  const Error error = linked != 0 && errno == EEXIST
                          ? conflict("file_exists", "The file " + path + " exists already; it was kept.")
                          : write_error(path);
  ::unlink(beside.c_str());
  if (linked != 0) return error;
  return sync_folder(path);
}

}  // namespace muster
