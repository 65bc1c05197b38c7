#include <base/log.h>
#include <base/text.h>
#include <base/time.h>

#include <atomic>
#include <cstdio>
#include <mutex>

#include <fmt/format.h>

namespace muster::log {
namespace {

std::atomic<Level> level_min{Level::info};
std::atomic<void (*)(std::string_view)> sink_now{nullptr};
std::mutex stderr_mutex;

constexpr std::string_view name_of(Level level) {
  switch (level) {
    case Level::debug:
      return "debug";
    case Level::info:
      return "info";
    case Level::warning:
      return "warning";
    case Level::error:
      return "error";
  }
  return "error";
}

std::string value_of(const Field& field) {
  if (const auto* text = std::get_if<std::string_view>(&field.value)) return json_quote(*text);
  if (const auto* flag = std::get_if<bool>(&field.value)) return *flag ? "true" : "false";
  if (const auto* real = std::get_if<double>(&field.value)) return fmt::format("{:.6g}", *real);
  return std::to_string(std::get<std::int64_t>(field.value));
}

}  // namespace

void set_level(Level level) {
  level_min = level;
}
void set_sink(void (*sink)(std::string_view line)) {
  sink_now = sink;
}

void write(Level level, std::string_view id, std::string_view sentence, std::initializer_list<Field> fields) {
  if (level < level_min.load()) return;
  std::string line = fmt::format(R"({{"at":"{}","level":"{}","id":{},"message":{})", to_rfc3339(SystemClock().now()),
                                 name_of(level), json_quote(id), json_quote(sentence));
  for (const Field& field : fields) line += "," + json_quote(field.name) + ":" + value_of(field);
  line += "}\n";
  if (auto* sink = sink_now.load()) return sink(line);
  const std::lock_guard lock(stderr_mutex);
  std::fwrite(line.data(), 1, line.size(), stderr);
}

}  // namespace muster::log
