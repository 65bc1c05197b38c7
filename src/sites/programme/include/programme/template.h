// What ships with Muster (policy/programme.toml, embedded): the campaign that a programme can be begun from, the rules
// of supervision, what an inspection asks, what the dashboard's funnels are made of. Plain values.
#pragma once

#include <metrics/definition.h>
#include <programme/programme.h>

namespace muster::programme {

struct TemplateItem {
  std::string code;
  Both title, evidence;
  std::string metric, towards;
  int due = 0;  // days from the programme's first day
  std::vector<Both> steps;
};
struct TemplateArea {
  int phase = 1;
  std::string code;
  Both title;
  std::vector<TemplateItem> items;
};
struct TemplatePhase {
  Both title;
  int first_day = 0, last_day = 0;
};
struct Checklist {
  std::string code;
  Both title;
  std::vector<Both> questions;
};
struct Funnel {
  std::string code;
  Both title;
  std::vector<std::string> stages;  // names of metrics, or "observed" and "unfiled": of the newest census
};
// What speaks for who let the unfiled in; it decides nothing.
struct Leniency {
  int told_within_days = 10;
  Both self, late, others;
};

struct Template {
  static constexpr std::size_t kFileMaxBytes = 1u << 20;
  std::string name;
  Both title;
  std::vector<TemplatePhase> phases;
  std::vector<TemplateArea> areas;
  SupervisionRules supervision;
  Leniency leniency;
  std::vector<Checklist> checklists;
  std::vector<Funnel> funnels;
  std::string sha256;  // hex, of the file

  std::size_t items() const;
  const Checklist* checklist(std::string_view code) const;

  // Errors, each naming what it is about: programme_syntax, programme_value, programme_unknown_key, programme_twice,
  // programme_metric (there is none of this name), programme_towards (only a time with a target has a target, and only
  // faults can become fewer).
  static Result<Template> parse(std::string_view toml, const metrics::Definitions& definitions);
  static const Template& standard();  // the embedded file, over the embedded definitions
};

// Errors: programme_metric, programme_towards.
Result<void> check_binding(const std::string& metric, const std::string& towards,
                           const metrics::Definitions& definitions);

}  // namespace muster::programme
