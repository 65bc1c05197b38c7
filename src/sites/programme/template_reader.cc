// Reads the template; whatever is not in the form is refused, naming its place.
#include <base/bytes.h>
#include <base/text.h>
#include <base/toml.h>
#include <base/toml_text.h>
#include <programme/template.h>

#include <algorithm>
#include <array>
#include <set>
#include <stdexcept>

#include <embedded_programme_template.h>
#include <fmt/format.h>

namespace muster::programme {
namespace {

constexpr int kDaysMax = 3660;
// What nobody wants more of. Anything else that is counted has no direction.
constexpr std::array<std::string_view, 3> kFaults{"errors", "orders_reversed", "statements_undelivered"};

// One table of the file. The first fault is kept; what is read after it does not count.
class Fields {
 public:
  Fields(const toml::node& node, std::string place, Result<void>& fault) : place_(std::move(place)), fault_(fault) {
    table_ = node.as_table();
    if (!table_) fail("programme_value", "This must be a table");
  }
  std::string text(const char* key, std::size_t max, bool needed = true) {
    known_.insert(key);
    const toml::node* node = table_ ? table_->get(key) : nullptr;
    if (!node && !needed) return "";
    if (!node || !node->is_string() || node->as_string()->get().empty() || node->as_string()->get().size() > max) {
      fail("programme_value", fmt::format("{} must be text of 1 to {} bytes", key, max));
      return "";
    }
    return node->as_string()->get();
  }
  Both both(const std::string& prefix, bool needed = true) {
    return {text((prefix + "en").c_str(), kTitleMax, needed), text((prefix + "zh").c_str(), kTitleMax, needed)};
  }
  int number(const char* key, int min, int max) {
    known_.insert(key);
    const toml::node* node = table_ ? table_->get(key) : nullptr;
    if (!node || !node->is_integer() || node->as_integer()->get() < min || node->as_integer()->get() > max) {
      fail("programme_value", fmt::format("{} must be a whole number from {} to {}", key, min, max));
      return min;
    }
    return static_cast<int>(node->as_integer()->get());
  }
  const toml::array& list(const char* key, bool needed = true) {
    static const toml::array none;
    known_.insert(key);
    const toml::node* node = table_ ? table_->get(key) : nullptr;
    if (!node && !needed) return none;
    if (!node || !node->is_array()) {
      fail("programme_value", fmt::format("{} must be a list", key));
      return none;
    }
    return *node->as_array();
  }
  const toml::node* part(const char* key) {
    known_.insert(key);
    const toml::node* node = table_ ? table_->get(key) : nullptr;
    if (!node) fail("programme_value", fmt::format("{} is missing", key));
    return node;
  }
  std::vector<Both> pairs(const char* key, bool needed) {
    std::vector<Both> out;
    for (const toml::node& node : list(key, needed)) {
      const auto* pair = node.as_array();
      if (!pair || pair->size() != 2 || !pair->get(0)->is_string() || !pair->get(1)->is_string())
        fail("programme_value", fmt::format("{} must be pairs of texts, English and Chinese", key));
      else
        out.push_back({pair->get(0)->as_string()->get(), pair->get(1)->as_string()->get()});
    }
    return out;
  }
  void done() {
    if (!table_) return;
    for (const auto& [key, value] : *table_)
      if (!known_.contains(std::string(key.str())))
        fail("programme_unknown_key", fmt::format("{} is not known; nothing was loaded", key.str()));
  }
  void fail(const char* code, const std::string& sentence) {
    if (fault_.ok()) fault_ = invalid(code, fmt::format("{}: {}.", place_, sentence), place_);
  }

 private:
  std::string place_;
  Result<void>& fault_;
  const toml::table* table_ = nullptr;
  std::set<std::string> known_;
};

TemplateItem item_of(const toml::node& node, const std::string& area, const metrics::Definitions& definitions,
                     Result<void>& fault) {
  Fields in(node, area + "." + "items", fault);
  TemplateItem out;
  out.code = in.text("code", kCodeMax);
  out.title = in.both("");
  out.evidence = in.both("evidence_");
  out.due = in.number("due", 1, kDaysMax);
  out.metric = in.text("metric", 60, false);
  out.towards = in.text("towards", 10, false);
  out.steps = in.pairs("steps", false);
  in.done();
  if (const auto bound = check_binding(out.metric, out.towards, definitions); !bound.ok())
    in.fail(bound.error().code.c_str(), out.code + ": " + bound.error().sentence);
  return out;
}

void read_supervision(const toml::node& node, SupervisionRules& out, Result<void>& fault) {
  Fields in(node, "supervision", fault);
  out.no_evidence_days = in.number("no_evidence_days", 0, 365);
  out.late_start_days = in.number("late_start_days", 0, 365);
  out.slack_percent = in.number("slack_percent", 0, 100);
  out.trend_months = in.number("trend_months", 2, 24);
  out.trend_points = in.number("trend_points", 2, 24);
  out.deputy_after_days = in.number("deputy_after_days", 0, 365);
  out.head_after_days = in.number("head_after_days", 0, 365);
  in.done();
}

void read_leniency(const toml::node& node, Leniency& out, Result<void>& fault) {
  Fields in(node, "leniency", fault);
  out.told_within_days = in.number("told_within_days", 0, 365);
  out.self = in.both("self_");
  out.late = in.both("late_");
  out.others = in.both("others_");
  in.done();
}

void read_area(const toml::node& node, Template& out, const metrics::Definitions& definitions, Result<void>& fault) {
  Fields in(node, "area", fault);
  TemplateArea area;
  area.phase = in.number("phase", 1, 20);
  area.code = in.text("code", kCodeMax);
  area.title = in.both("title_");
  for (const toml::node& item : in.list("items")) area.items.push_back(item_of(item, area.code, definitions, fault));
  in.done();
  if (area.phase > static_cast<int>(out.phases.size()))
    in.fail("programme_value", area.code + ": there is no such phase");
  out.areas.push_back(std::move(area));
}

Result<Template> read(const toml::table& table, const metrics::Definitions& definitions) {
  Template out;
  Result<void> fault;
  Fields in(table, "programme", fault);
  if (const auto* node = in.part("template")) {
    Fields head(*node, "template", fault);
    out.name = head.text("name", 60);
    out.title = head.both("title_");
    head.done();
  }
  if (const auto* node = in.part("supervision")) read_supervision(*node, out.supervision, fault);
  if (const auto* node = in.part("leniency")) read_leniency(*node, out.leniency, fault);
  for (const toml::node& node : in.list("phase")) {
    Fields phase(node, "phase", fault);
    out.phases.push_back(
        {phase.both("title_"), phase.number("first_day", 0, kDaysMax), phase.number("last_day", 1, kDaysMax)});
    phase.done();
    if (out.phases.back().last_day < out.phases.back().first_day)
      phase.fail("programme_value", "it ends before it begins");
  }
  for (const toml::node& node : in.list("area")) read_area(node, out, definitions, fault);
  for (const toml::node& node : in.list("checklist")) {
    Fields list(node, "checklist", fault);
    out.checklists.push_back({list.text("code", kCodeMax), list.both("title_"), list.pairs("questions", true)});
    list.done();
  }
  for (const toml::node& node : in.list("funnel")) {
    Fields funnel(node, "funnel", fault);
    Funnel one{funnel.text("code", kCodeMax), funnel.both("title_"), {}};
    for (const toml::node& stage : funnel.list("stages")) {
      const std::string name = stage.value_or(std::string());
      if (name != "observed" && name != "unfiled" && !definitions.find(name))
        funnel.fail("programme_metric", "there is no metric " + name);
      one.stages.push_back(name);
    }
    funnel.done();
    out.funnels.push_back(std::move(one));
  }
  in.done();
  std::set<std::string> codes;
  for (const auto& area : out.areas) {
    if (!codes.insert("area " + area.code).second) in.fail("programme_twice", "area " + area.code + " stands twice");
    for (const auto& item : area.items)
      if (!codes.insert(item.code).second) in.fail("programme_twice", item.code + " stands twice");
  }
  if (!fault.ok()) return fault.error();
  return out;
}

}  // namespace

Result<void> check_binding(const std::string& metric, const std::string& towards,
                           const metrics::Definitions& definitions) {
  if (metric.empty() && towards.empty()) return {};
  const metrics::Definition* definition = definitions.find(metric);
  if (!definition) return invalid("programme_metric", "There is no figure of this name.", "metric");
  if (towards == "shown") return {};
  if (towards == "target" && definition->target_hours) return {};
  if (towards == "fewer" && std::find(kFaults.begin(), kFaults.end(), metric) != kFaults.end()) return {};
  return invalid("programme_towards",
                 "Write shown; target for a time that its definition gives a target; fewer for faults. A number of "
                 "anything else is no aim.",
                 "towards");
}

std::size_t Template::items() const {
  std::size_t n = 0;
  for (const auto& area : areas) n += area.items.size();
  return n;
}

const Checklist* Template::checklist(std::string_view code) const {
  const auto found =
      std::find_if(checklists.begin(), checklists.end(), [&](const Checklist& c) { return c.code == code; });
  return found == checklists.end() ? nullptr : &*found;
}

Result<Template> Template::parse(std::string_view toml, const metrics::Definitions& definitions) {
  if (toml.size() > kFileMaxBytes) return invalid("programme_syntax", "The file has at most 1 MiB.");
  if (!is_valid_utf8(toml)) return invalid("programme_syntax", "The file is not UTF-8.");
  if (const int line = toml_line_beyond_ascii(toml); line > 0)
    return invalid("programme_syntax", fmt::format("Line {}: only texts and comments go beyond ASCII.", line));
  try {
    const toml::parse_result parsed = toml::parse(toml, std::string("programme"));
    if (!parsed)
      return invalid("programme_syntax", fmt::format("Line {}: {}.", parsed.error().source().begin.line,
                                                     std::string(parsed.error().description())));
    auto out = read(parsed.table(), definitions);
    if (out.ok()) out->sha256 = to_hex(muster::sha256(toml));
    return out;
  } catch (const TomlAssertion&) {
    return invalid("programme_syntax", "The file can not be read.");
  }
}

const Template& Template::standard() {
  static const Template embedded = [] {
    auto read = parse(muster_programme_template::files().front().bytes, metrics::Definitions::standard());
    if (!read.ok()) throw std::logic_error("the embedded programme: " + read.error().sentence);
    return std::move(*read);
  }();
  return embedded;
}

}  // namespace muster::programme
