#include "devtools.h"
#include "page_visit.h"
#include <base/random.h>

#include <condition_variable>
#include <filesystem>
#include <mutex>

#include <browser/browser.h>
#include <unistd.h>

namespace muster::browser {
namespace {

// In memory where the system has such a folder.
std::string new_profile() {
  SystemRandom random;
  const std::string name = "muster-browser-" + random_token(random, 9);
  std::error_code fault;
  const auto memory = std::filesystem::path("/dev/shm");
  const auto base = std::filesystem::is_directory(memory, fault) && ::access(memory.c_str(), W_OK) == 0
                        ? memory
                        : std::filesystem::temp_directory_path(fault);
  const auto folder = base / name;
  std::filesystem::create_directory(folder, fault);
  std::filesystem::permissions(folder, std::filesystem::perms::owner_all, fault);
  return folder;
}

struct Running {
  std::unique_ptr<DevTools> browser;
  std::string profile;
  int visits = 0;
  bool busy = false;

  void end() {
    browser.reset();
    std::error_code fault;
    if (!profile.empty()) std::filesystem::remove_all(profile, fault);
    profile.clear();
    visits = 0;
  }
};

// After any of these nobody knows what state it is in.
bool is_of_no_more_use(const Error& error) {
  return error.code != "browser_proxy";
}

}  // namespace

bool is_installed(const std::string& program) {
  return !program.empty() && program != "none" && ::access(program.c_str(), X_OK) == 0;
}

struct Pool::Inside {
  PoolOptions options;
  mutable std::mutex mutex;
  std::condition_variable freed;
  std::vector<Running> browsers;
  int started = 0;

  Running& take() {
    std::unique_lock lock(mutex);
    for (;;) {
      for (Running& each : browsers)
        if (!each.busy) {
          each.busy = true;
          return each;
        }
      freed.wait(lock);
    }
  }
  void give(Running& running) {
    {
      const std::lock_guard lock(mutex);
      running.busy = false;
    }
    freed.notify_one();
  }
  Result<void> ready(Running& running) {
    if (running.browser && running.visits < options.visits_max) return {};
    running.end();
    running.profile = new_profile();
    MUSTER_TRY(running.browser, DevTools::start({options.program, running.profile, options.memory_max_bytes}));
    const std::lock_guard lock(mutex);
    ++started;
    return {};
  }
};

Pool::Pool(PoolOptions options) : inside_(std::make_unique<Inside>()) {
  inside_->browsers.resize(static_cast<std::size_t>(std::clamp(options.browsers, 1, 16)));
  inside_->options = std::move(options);
}
Pool::~Pool() {
  for (Running& each : inside_->browsers) each.end();
}

Result<testing::Rendered> Pool::render(const testing::RenderRequest& request) {
  Running& running = inside_->take();
  Result<testing::Rendered> done = [&]() -> Result<testing::Rendered> {
    MUSTER_CHECK_OK(inside_->ready(running));
    ++running.visits;
    return visit_page(*running.browser, inside_->options, request);
  }();
  if (!done.ok() && is_of_no_more_use(done.error())) running.end();
  inside_->give(running);
  return done;
}

int Pool::started() const {
  const std::lock_guard lock(inside_->mutex);
  return inside_->started;
}

}  // namespace muster::browser
