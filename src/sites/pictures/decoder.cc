#include <pictures/decoder.h>
#include <sandbox/child.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

#include <string.h>

namespace muster::pictures {

Picture::~Picture() {
  if (!pixels.empty()) explicit_bzero(pixels.data(), pixels.size());
}

hashes::Raster Picture::frame(int n) const {
  const auto bytes = std::ptrdiff_t{3} * header.width * header.height;
  return {pixels.data() + n * bytes, header.width, header.height, std::ptrdiff_t{3} * header.width, 3};
}

namespace {

// A process and the memory that it shares with this one.
struct Eye {
  std::unique_ptr<sandbox::SharedMemory> memory;
  std::unique_ptr<sandbox::Child> child;
  int pictures = 0;
  bool busy = false;
};

Result<void> start(Eye& eye, const std::string& program) {
  const Error missing = unavailable("decoder_missing", "The program that decodes pictures can't be started.");
  if (!eye.memory) {
    auto memory = sandbox::SharedMemory::make(kSharedBytes);
    if (!memory.ok()) return missing;
    eye.memory = std::move(*memory);
  }
  auto child = sandbox::Child::start(program, *eye.memory);
  if (!child.ok()) return missing;
  eye.child = std::move(*child);
  eye.pictures = 0;
  return {};
}

Result<Picture> ask(Eye& eye, std::string_view bytes, sandbox::SteadyTime until) {
  MUSTER_CHECK_OK(eye.child->send(write_request(bytes.size()), until));
  MUSTER_CHECK_OK(eye.child->send(bytes, until));
  std::array<char, kAnswerBytes> answer{};
  MUSTER_CHECK_OK(eye.child->receive(answer.data(), answer.size(), until));
  Picture out;
  MUSTER_TRY(out.header, read_answer({answer.data(), answer.size()}));
  const auto size = std::size_t{3} * static_cast<std::size_t>(out.header.width) *
                    static_cast<std::size_t>(out.header.height) * static_cast<std::size_t>(out.header.frames);
  out.pixels.assign(eye.memory->data(), eye.memory->data() + size);
  return out;
}

}  // namespace

struct Decoder::Inside {
  DecoderOptions options;
  std::mutex mutex;
  std::condition_variable freed;
  std::vector<Eye> eyes;
  std::int64_t lost = 0;

  Eye& take() {
    std::unique_lock lock(mutex);
    for (;;) {
      // One that runs already before one that has to be started.
      Eye* best = nullptr;
      for (Eye& eye : eyes)
        if (!eye.busy && (best == nullptr || (!best->child && eye.child))) best = &eye;
      if (best != nullptr) {
        best->busy = true;
        return *best;
      }
      freed.wait(lock);
    }
  }
  void give(Eye& eye, bool ended) {
    {
      const std::lock_guard lock(mutex);
      lost += ended;
      eye.busy = false;
    }
    freed.notify_one();
  }
};

Decoder::Decoder(DecoderOptions options) : inside_(std::make_unique<Inside>()) {
  const int cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  inside_->eyes.resize(static_cast<std::size_t>(options.processes > 0 ? std::min(options.processes, 64) : cores));
  inside_->options = std::move(options);
}
Decoder::~Decoder() = default;

Result<Picture> Decoder::decode(std::string_view bytes) {
  if (bytes.size() > kPictureBytesMax) return picture_fault(Fault::size);
  if (format_of(bytes) == Format::none) return picture_fault(Fault::form);
  Eye& eye = inside_->take();
  bool ended = false;
  auto done = [&]() -> Result<Picture> {
    if (!eye.child) MUSTER_CHECK_OK(start(eye, inside_->options.program));
    ++eye.pictures;
    return ask(eye, bytes, std::chrono::steady_clock::now() + inside_->options.time_max);
  }();
  const bool late = !done.ok() && done.error().code == "child_time";
  ended = late || (!done.ok() && done.error().code == "child_ended");
  if (ended) done = picture_fault(late ? Fault::time : Fault::unreadable);
  if (ended || eye.pictures >= inside_->options.pictures_max) eye.child.reset();
  if (eye.memory) eye.memory->forget();
  inside_->give(eye, ended);
  return done;
}

void Decoder::forget() {
  const std::lock_guard lock(inside_->mutex);
  for (Eye& eye : inside_->eyes)
    if (!eye.busy) eye.child.reset();
}

int Decoder::processes() const {
  return static_cast<int>(inside_->eyes.size());
}
std::int64_t Decoder::lost() const {
  const std::lock_guard lock(inside_->mutex);
  return inside_->lost;
}

}  // namespace muster::pictures
