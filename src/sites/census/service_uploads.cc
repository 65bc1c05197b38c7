// Sources that wait for their run: lists in the inbox, query logs in memory.
#include "decode.h"
#include "detect.h"
#include "feed.h"
#include "service_inside.h"
#include <base/files.h>

#include <filesystem>

namespace muster::census {
namespace {

constexpr std::size_t kUploadsMax = 4;  // query logs in memory at once
constexpr std::string_view kInMemory = "memory:";

Error without_source() {
  return conflict("run_without_source", "The source of this census is not there any more. Take the census again.");
}

}  // namespace

Result<std::string> Service::take_in(std::string text, Format format) {
  Inside& in = *inside_;
  // What is said to be a list and looks like a log is treated as one.
  const auto source = from_text(text.substr(0, 2 * kLineMax));
  Feed feed(*source);
  MUSTER_TRY(const std::string_view first, feed.peek());
  const bool clients = has_clients(format) || has_clients(detect(first));
  std::string id = in.recorder.new_id();
  if (!clients) {
    MUSTER_CHECK_OK(replace_file(inbox_ + "/" + id, text, 0600));
    return id;
  }
  const std::lock_guard lock(in.uploads_mutex);
  if (in.uploads.size() >= kUploadsMax)
    return conflict("census_uploads_full", "Several query logs are waiting already. Send this one when they are done.");
  id.insert(0, kInMemory);
  in.uploads.emplace(id, std::move(text));
  return id;
}

Result<Service::Completed> Service::run_noted(const std::string& run_id, Progress* progress) {
  Inside& in = *inside_;
  MUSTER_TRY(const Run noted, get(run_id));
  if (noted.finished_at) return conflict("run_ended", "This census has ended already.");
  MUSTER_TRY(const Format format, format_from(noted.format));
  RunOptions options;
  options.format = format;
  options.k = noted.k;
  options.source_name = noted.source_name;
  options.run_id = run_id;
  if (noted.source_file.starts_with(kInMemory)) {
    std::unique_lock lock(in.uploads_mutex);
    auto upload = in.uploads.extract(noted.source_file);
    lock.unlock();
    // run() marks the run as failed, which an empty source would do too, with a less helpful sentence.
    if (upload.empty()) return fail(noted, without_source());
    return run(*from_text(std::move(upload.mapped())), noted.actor, options, progress);
  }
  const std::string path = inbox_ + "/" + noted.source_file;
  auto source = noted.source_file.empty() || noted.source_file.find('/') != std::string::npos
                    ? Result<std::unique_ptr<Source>>(without_source())
                    : open_file(path);
  if (!source.ok()) return fail(noted, without_source());
  auto done = run(**source, noted.actor, options, progress);
  // Kept only where the same run will be tried again.
  if (done.ok() || done.error().failure != Failure::unavailable) std::filesystem::remove(path);
  return done;
}

}  // namespace muster::census
