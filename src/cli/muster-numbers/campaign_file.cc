#include "campaign_file.h"

#include <base/files.h>
#include <base/text.h>
#include <base/toml.h>
#include <base/toml_text.h>

#include <set>

#include <fmt/format.h>

namespace muster::cli {
namespace {

Error file_error(std::string what, std::int64_t line = 0) {
  return invalid("campaign_file", line > 0 ? fmt::format("Line {}: {}", line, what) : what, "file");
}

// One table of the file; each key is taken once, and what is left over is unknown. The first fault is kept.
class Taker {
 public:
  Taker(const toml::table& table, std::optional<Error>& fault) : table_(table), fault_(fault) {}

  std::string text(const char* key) { return plain<std::string>(key, "text"); }
  std::int64_t number(const char* key, std::int64_t otherwise) {
    return table_.contains(key) ? plain<std::int64_t>(key, "a number") : (seen_.insert(key), otherwise);
  }
  bool flag(const char* key) { return plain<bool>(key, "true or false"); }
  std::optional<Instant> time(const char* key) {
    const std::string written = text(key);
    if (written.empty()) return std::nullopt;
    const auto at = parse_rfc3339(written);
    if (!at.ok()) say(key, "is a time as 2026-03-10T08:00:00Z");
    return at.ok() ? std::optional(*at) : std::nullopt;
  }
  std::vector<std::string> list(const char* key) {
    std::vector<std::string> out;
    seen_.insert(key);
    const auto* node = table_.get(key);
    if (!node) return out;
    const auto* array = node->as_array();
    if (!array) return say(key, "is a list of texts"), out;
    for (const auto& one : *array) {
      const auto word = one.value_exact<std::string>();
      if (!word) return say(key, "is a list of texts"), out;
      out.push_back(*word);
    }
    return out;
  }
  void mark(const char* key) { seen_.insert(key); }
  void say(std::string_view key, std::string_view what) {
    const auto* node = table_.get(key);
    if (!fault_) fault_ = file_error(fmt::format("{} {}.", key, what), node ? node->source().begin.line : 0);
  }
  void no_others() {
    for (const auto& [key, node] : table_)
      if (!seen_.contains(std::string(key.str()))) say(key.str(), "is no key of a campaign");
  }

 private:
  template <class T>
  T plain(const char* key, const char* what) {
    seen_.insert(key);
    const auto* node = table_.get(key);
    if (!node) return T{};
    const auto value = node->value_exact<T>();
    if (!value) say(key, fmt::format("is {}", what));
    return value.value_or(T{});
  }
  const toml::table& table_;
  std::optional<Error>& fault_;
  std::set<std::string> seen_;
};

campaigns::Cohort take_cohort(Taker in) {
  campaigns::Cohort c;
  for (const std::string& word : in.list("categories")) {
    const auto category = persons::category(word);
    if (!category) in.say("categories", "holds a category that there is not");
    if (category) c.categories.push_back(*category);
  }
  for (const std::string& word : in.list("kinds")) {
    const auto kind = lines::line_kind(word);
    if (!kind) in.say("kinds", "holds a kind that there is not");
    if (kind) c.kinds.push_back(*kind);
  }
  c.regions = in.list("regions");
  c.dealers = in.list("dealers");
  c.document_kinds = in.list("document_kinds");
  c.held_min = in.number("held_min", 0);
  c.held_max = in.number("held_max", 0);
  c.registered_before = in.text("registered_before");
  c.excess_only = in.flag("excess_only");
  in.no_others();
  return c;
}

campaigns::NewWave take_wave(Taker in) {
  campaigns::NewWave w;
  w.name = in.text("name");
  w.held_min = in.number("held_min", 1);
  w.held_max = in.number("held_max", 0);
  w.regions = in.list("regions");
  const auto invite = in.time("invite_at"), deadline = in.time("deadline");
  if (!invite) in.say("invite_at", "is missing");
  if (!deadline) in.say("deadline", "is missing");
  w.invite_at = invite.value_or(Instant{});
  w.deadline = deadline.value_or(Instant{});
  w.warn_at = in.time("warn_at");
  w.bar_at = in.time("bar_at");
  w.disconnect_at = in.time("disconnect_at");
  in.no_others();
  return w;
}

}  // namespace

Result<campaigns::NewCampaign> read_campaign(const std::string& path) {
  MUSTER_TRY(const std::string text, read_file(path));
  if (!is_valid_utf8(text)) return file_error("is not UTF-8", 1);
  if (const int line = toml_line_beyond_ascii(text); line > 0) return file_error("is not TOML", line);
  try {
    const toml::parse_result parsed = toml::parse(text);
    if (!parsed) return file_error("is not TOML", parsed.error().source().begin.line);
    std::optional<Error> fault;
    Taker in(parsed.table(), fault);
    campaigns::NewCampaign c;
    c.name = in.text("name");
    c.law = in.text("law");
    c.sender = in.text("sender");
    c.place = in.text("place");
    in.mark("cohort");
    in.mark("waves");
    if (const auto* cohort = parsed.table().get("cohort")) {
      if (cohort->is_table())
        c.cohort = take_cohort(Taker(*cohort->as_table(), fault));
      else
        in.say("cohort", "is a table");
    }
    if (const auto* waves = parsed.table().get("waves")) {
      const auto* array = waves->as_array();
      if (!array) in.say("waves", "is a list of tables");
      for (std::size_t i = 0; array && i < array->size() && i < 1'000; ++i) {
        if (const auto* table = array->get(i)->as_table())
          c.waves.push_back(take_wave(Taker(*table, fault)));
        else
          in.say("waves", "is a list of tables");
      }
    }
    in.no_others();
    if (fault) return *fault;
    return c;
  } catch (const TomlAssertion&) {
    return file_error("The file can't be read.");
  }
}

}  // namespace muster::cli
