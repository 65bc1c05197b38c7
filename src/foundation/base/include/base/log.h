// JSON lines on standard error. A message has a stable id ("HTTP-001"), a sentence and fields of an allow-list of
// harmless types; there is no way to log a free structure, so that personal data cannot slip in. Thread-safe.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace muster::log {

enum class Level { debug, info, warning, error };

struct Field {
  std::string_view name;
  std::variant<std::int64_t, double, bool, std::string_view> value;
};

void set_level(Level level);
// Where lines go instead of standard error; nullptr restores it. For tests.
void set_sink(void (*sink)(std::string_view line));
void write(Level level, std::string_view id, std::string_view sentence, std::initializer_list<Field> fields = {});

inline void info(std::string_view id, std::string_view sentence, std::initializer_list<Field> fields = {}) {
  write(Level::info, id, sentence, fields);
}
inline void warning(std::string_view id, std::string_view sentence, std::initializer_list<Field> fields = {}) {
  write(Level::warning, id, sentence, fields);
}
inline void error(std::string_view id, std::string_view sentence, std::initializer_list<Field> fields = {}) {
  write(Level::error, id, sentence, fields);
}

}  // namespace muster::log
