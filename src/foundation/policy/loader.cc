// Each value is looked up in policy_keys.cc; the rest of the file is refused.
#include "policy_keys.h"
#include <base/bytes.h>
#include <base/files.h>
#include <base/text.h>
#include <base/toml.h>
#include <base/toml_text.h>
#include <policy/checklist.h>
#include <policy/competence.h>
#include <policy/policy.h>
#include <policy/regions.h>

#include <fmt/format.h>

namespace muster::policy {

// Lays one file over a base (nullptr: the file must say everything).
class Loader {
 public:
  Loader(const Policy* base, std::string_view text, std::string file) : text_(text), file_(std::move(file)) {
    if (base) out_ = *base;
    complete_ = !base;
  }
  Result<Policy> load();

 private:
  Error error(std::string code, std::string_view words, const toml::node* at, std::string_view key) const {
    std::string where = file_;
    if (at) where += fmt::format(":{}:{}", at->source().begin.line, at->source().begin.column);
    return invalid(std::move(code), fmt::format("{}: {} ({})", where, words, key), std::string(key));
  }
  Error unknown(const toml::node& at, std::string_view key) const {
    return error("policy_unknown_key", "This key is not known; the file was not loaded. See policy/default.toml", &at,
                 key);
  }
  Result<std::string> string(const toml::node& node, std::string_view key, std::size_t max = 500) const {
    const auto* text = node.as_string();
    if (!text || text->get().empty() || text->get().size() > max)
      return error("policy_value", fmt::format("This must be text of 1 to {} bytes", max), &node, key);
    return text->get();
  }
  Result<bool> boolean(const toml::node& node, std::string_view key) const {
    if (!node.is_boolean()) return error("policy_value", "This must be true or false", &node, key);
    return node.as_boolean()->get();
  }
  Result<std::vector<std::string>> strings(const toml::node& node, std::string_view key,
                                           std::size_t max = 10'000) const;
  Result<Term> term(const toml::node& node, std::string_view key) const;
  Result<Policy::Value> value(const KeyInfo& info, const toml::node& node) const;
  Result<void> part(std::string_view name, const toml::node& node);
  Result<void> section(std::string_view name, const toml::node& node);
  Result<void> head(const toml::node& node);
  Result<void> calendar(const toml::node& node);
  Result<std::set<std::string>> days(const toml::node& node, std::string_view key) const;
  Result<void> grounds(const toml::node& node);
  Result<void> ground(Ground& ground, std::string_view code, const toml::table& table);
  Result<void> field(Ground& ground, std::string_view key, std::string_view name, const toml::node& node);
  Result<std::vector<Element>> elements(const toml::node& node, std::string_view key) const;
  Result<void> within_ceiling(const Ground& ground, const toml::node& at, std::string_view key) const;
  Result<void> authorities(const toml::node& node);
  Result<void> check_whole() const;

  std::string_view text_;
  std::string file_;
  bool complete_ = false;
  Policy out_;
};

Result<std::vector<std::string>> Loader::strings(const toml::node& node, std::string_view key, std::size_t max) const {
  const auto* array = node.as_array();
  if (!array || array->size() > max)
    return error("policy_value", fmt::format("This must be a list of at most {} texts", max), &node, key);
  std::vector<std::string> out;
  for (const toml::node& item : *array) {
    MUSTER_TRY(std::string text, string(item, key));
    out.push_back(std::move(text));
  }
  return out;
}

Result<Term> Loader::term(const toml::node& node, std::string_view key) const {
  MUSTER_TRY(const std::string text, string(node, key));
  const auto parsed = parse_term(text);
  if (!parsed.ok()) return error("policy_value", parsed.error().sentence, &node, key);
  return *parsed;
}

Result<Policy::Value> Loader::value(const KeyInfo& info, const toml::node& node) const {
  Policy::Value out;
  switch (info.type) {
    case Type::term: {
      MUSTER_TRY(out.term, term(node, info.key));
      std::int64_t minutes = out.term->amount;
      if (out.term->unit != Unit::minutes) minutes *= 60;
      if (out.term->unit == Unit::days || out.term->unit == Unit::working_days) minutes *= 24;
      if (minutes < info.min * 60 || minutes > info.max * 60)
        return error("policy_value", fmt::format("This term must be between {} and {} hours", info.min, info.max),
                     &node, info.key);
      break;
    }
    case Type::number:
      if (!node.is_integer() || node.as_integer()->get() < info.min || node.as_integer()->get() > info.max)
        return error("policy_value", fmt::format("This must be a whole number from {} to {}", info.min, info.max),
                     &node, info.key);
      out.number = node.as_integer()->get();
      break;
    case Type::flag: {
      MUSTER_TRY(out.flag, boolean(node, info.key));
      break;
    }
    case Type::text: {
      MUSTER_TRY(out.text, string(node, info.key));
      break;
    }
    case Type::list: {
      MUSTER_TRY(out.list, strings(node, info.key));
      break;
    }
  }
  return out;
}

Result<void> Loader::section(std::string_view name, const toml::node& node) {
  const auto* table = node.as_table();
  if (!table) return unknown(node, name);
  for (const auto& [key, child] : *table) {
    const std::string full = fmt::format("{}.{}", name, key.str());
    const KeyInfo* info = find_key(full);
    if (!info) return unknown(child, full);
    MUSTER_TRY(Policy::Value read, value(*info, child));
    out_.values_[full] = std::move(read);
  }
  return {};
}

Result<void> Loader::head(const toml::node& node) {
  const auto* table = node.as_table();
  if (!table) return unknown(node, "policy");
  for (const auto& [key, child] : *table) {
    const std::string full = fmt::format("policy.{}", key.str());
    MUSTER_TRY(std::string text, string(child, full));
    if (key.str() == "name")
      out_.name_ = std::move(text);
    else if (key.str() == "jurisdiction")
      out_.jurisdiction_ = std::move(text);
    else
      return unknown(child, full);
  }
  return {};
}

Result<std::set<std::string>> Loader::days(const toml::node& node, std::string_view key) const {
  MUSTER_TRY(const auto texts, strings(node, key));
  for (const std::string& day : texts)
    if (!parse_day(day).ok()) return error("policy_value", "Days are written YYYY-MM-DD", &node, key);
  return std::set<std::string>(texts.begin(), texts.end());
}

namespace {

// "09:00" → 540; -1: not a time of day. "24:00" closes a day.
int minute_of(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return -1;
  for (const int i : {0, 1, 3, 4})
    if (text[static_cast<std::size_t>(i)] < '0' || text[static_cast<std::size_t>(i)] > '9') return -1;
  const int hour = (text[0] - '0') * 10 + text[1] - '0', minute = (text[3] - '0') * 10 + text[4] - '0';
  return minute > 59 || hour * 60 + minute > 1'440 ? -1 : hour * 60 + minute;
}

constexpr std::string_view kWeekdays[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

}  // namespace

Result<void> Loader::calendar(const toml::node& node) {
  const auto* table = node.as_table();
  if (!table) return unknown(node, "calendar");
  Calendar::Settings settings = out_.calendar_.settings();
  for (const auto& [key, child] : *table) {
    const std::string full = fmt::format("calendar.{}", key.str());
    const std::string_view name = key.str();
    if (name == "holidays") {
      MUSTER_TRY(settings.holidays, days(child, full));
    } else if (name == "workdays") {
      MUSTER_TRY(settings.workdays, days(child, full));
    } else if (name == "weekdays") {
      MUSTER_TRY(const auto texts, strings(child, full, 7));
      settings.weekdays.fill(false);
      for (const std::string& text : texts) {
        const auto* at = std::find(std::begin(kWeekdays), std::end(kWeekdays), text);
        if (at == std::end(kWeekdays))
          return error("policy_value", "Weekdays are mon, tue, wed, thu, fri, sat, sun", &child, full);
        settings.weekdays[static_cast<std::size_t>(at - std::begin(kWeekdays))] = true;
      }
    } else if (name == "opens" || name == "closes") {
      MUSTER_TRY(const std::string text, string(child, full));
      const int minute = minute_of(text);
      if (minute < 0) return error("policy_value", "Times of day are written HH:MM", &child, full);
      (name == "opens" ? settings.opens_minute : settings.closes_minute) = minute;
    } else if (name == "utc_offset") {
      MUSTER_TRY(const std::string text, string(child, full));
      const int minute = text.empty() ? -1 : minute_of(std::string_view(text).substr(1));
      if ((text[0] != '+' && text[0] != '-') || minute < 0 || minute > 14 * 60)
        return error("policy_value", "An offset from UTC is written +HH:MM or -HH:MM, 14 hours at most", &child, full);
      settings.utc_offset_minutes = text[0] == '-' ? -minute : minute;
    } else {
      return unknown(child, full);
    }
  }
  if (settings.opens_minute >= settings.closes_minute)
    return error("policy_value", "The day must open before it closes", &node, "calendar.opens");
  if (std::none_of(settings.weekdays.begin(), settings.weekdays.end(), [](bool on) { return on; }))
    return error("policy_value", "At least one weekday must be open", &node, "calendar.weekdays");
  out_.calendar_ = Calendar(std::move(settings));
  return {};
}

Result<std::vector<Element>> Loader::elements(const toml::node& node, std::string_view key) const {
  const auto* array = node.as_array();
  if (!array || array->empty() || array->size() > 20)
    return error("policy_value", "A ground has 1 to 20 elements", &node, key);
  std::vector<Element> out;
  for (const toml::node& item : *array) {
    const auto* table = item.as_table();
    if (!table) return error("policy_value", "An element has code, en and zh", &item, key);
    Element element;
    for (const auto& [name, child] : *table) {
      MUSTER_TRY(std::string text, string(child, key));
      if (name.str() == "code")
        element.code = std::move(text);
      else if (name.str() == "en")
        element.words.en = std::move(text);
      else if (name.str() == "zh")
        element.words.zh = std::move(text);
      else
        return unknown(child, fmt::format("{}.{}", key, name.str()));
    }
    if (element.code.empty() || element.words.en.empty() || element.words.zh.empty())
      return error("policy_value", "An element has code, en and zh", &item, key);
    out.push_back(std::move(element));
  }
  return out;
}

Result<void> Loader::field(Ground& ground, std::string_view key, std::string_view name, const toml::node& node) {
  if (name == "title_en" || name == "title_zh" || name == "law") {
    MUSTER_TRY(std::string text, string(node, key));
    (name == "law" ? ground.law : name == "title_en" ? ground.title.en : ground.title.zh) = std::move(text);
  } else if (name == "authorities") {
    MUSTER_TRY(ground.authority_kinds, strings(node, key, 4));
    for (const std::string& kind : ground.authority_kinds)
      if (kind != "authority" && kind != "court")
        return error("policy_value", "Authorities are \"authority\" and \"court\"", &node, key);
  } else if (name == "scope_max") {
    MUSTER_TRY(const std::string text, string(node, key));
    const auto scope = parse_scope(text);
    if (!scope) return error("policy_value", "A scope is none, url, host or domain; nothing wider exists", &node, key);
    ground.scope_max = *scope;
  } else if (name == "network") {
    MUSTER_TRY(ground.network_allowed, boolean(node, key));
  } else if (name == "operator_alone") {
    MUSTER_TRY(ground.operator_alone, boolean(node, key));
  } else if (name == "cap") {
    MUSTER_TRY(const Term cap, term(node, key));
    if (cap.working() || cap.amount == 0)
      return error("policy_value", "A cap is in hours or days, and not zero", &node, key);
    ground.cap = cap.unit == Unit::days    ? Duration(std::chrono::hours(24 * cap.amount))
                 : cap.unit == Unit::hours ? Duration(std::chrono::hours(cap.amount))
                                           : Duration(std::chrono::minutes(cap.amount));
  } else if (name == "cure") {
    MUSTER_TRY(ground.cure, term(node, key));
  } else if (name == "elements") {
    MUSTER_TRY(ground.required_elements, elements(node, key));
  } else {
    return unknown(node, key);
  }
  return {};
}

Result<void> Loader::within_ceiling(const Ground& ground, const toml::node& at, std::string_view key) const {
  const GroundCeiling& ceiling = *find_ceiling(ground.code);
  const auto refuse = [&](std::string_view words) { return error("policy_widens", words, &at, key); };
  if (ground.scope_max > *parse_scope(ceiling.scope_max))
    return refuse(
        fmt::format("The greatest scope of this ground is {}; a policy can narrow it only", ceiling.scope_max));
  if (ground.network_allowed && !ceiling.network) return refuse("This ground never leads to an entry at the network");
  if (ground.network_allowed && ground.scope_max == Scope::none) return refuse("A network entry needs a scope");
  if (ground.operator_alone && !ceiling.operator_alone) return refuse("This ground needs an authority");
  if (!ceiling.contract_only && ground.authority_kinds.empty())
    return refuse("This ground names no authority that decides");
  if (!ground.cap || *ground.cap > std::chrono::hours(ceiling.cap_hours_max))
    return refuse(fmt::format("The cap of this ground is at most {} hours", ceiling.cap_hours_max));
  if (ground.law.empty() || ground.title.en.empty() || ground.title.zh.empty() || ground.required_elements.empty())
    return error("policy_value", "A ground has a title, a law and elements", &at, key);
  return {};
}

Result<void> Loader::ground(Ground& ground, std::string_view code, const toml::table& table) {
  const std::string key = fmt::format("grounds.{}", code);
  for (const auto& [name, child] : table)
    MUSTER_CHECK_OK(field(ground, fmt::format("{}.{}", key, name.str()), name.str(), child));
  const GroundCeiling& ceiling = *find_ceiling(code);
  ground.contract_only = ceiling.contract_only;
  ground.sealed = ceiling.sealed;
  return within_ceiling(ground, table, key);
}

Result<void> Loader::grounds(const toml::node& node) {
  const auto* table = node.as_table();
  if (!table) return unknown(node, "grounds");
  for (const auto& [key, child] : *table) {
    const std::string code(key.str());
    if (!find_ceiling(code) || !child.is_table())
      return error("policy_widens", "The list of grounds is closed; this is none of them", &child, "grounds." + code);
    auto at = std::find_if(out_.grounds_.begin(), out_.grounds_.end(), [&](const Ground& g) { return g.code == code; });
    if (at == out_.grounds_.end()) {
      at = out_.grounds_.emplace(out_.grounds_.end());
      at->code = code;
    }
    MUSTER_CHECK_OK(ground(*at, code, *child.as_table()));
  }
  return {};
}

Result<void> Loader::authorities(const toml::node& node) {
  const auto* array = node.as_array();
  if (!array || array->size() > 100)
    return error("policy_value", "Authorities are at most 100 tables", &node, "authorities");
  out_.authorities_.clear();
  for (const toml::node& item : *array) {
    const auto* table = item.as_table();
    if (!table) return error("policy_value", "Authorities are tables", &item, "authorities");
    Authority authority;
    const std::pair<std::string_view, std::string*> fields[] = {{"code", &authority.code},
                                                                {"kind", &authority.kind},
                                                                {"name_en", &authority.name.en},
                                                                {"name_zh", &authority.name.zh},
                                                                {"contact", &authority.contact}};
    for (const auto& [key, child] : *table) {
      const std::string full = fmt::format("authorities.{}", key.str());
      const auto* at = std::find_if(std::begin(fields), std::end(fields),
                                    [&name = key](const auto& f) { return f.first == name.str(); });
      if (at == std::end(fields)) return unknown(child, full);
      MUSTER_TRY(*at->second, string(child, full));
    }
    for (const auto& [name, text] : fields)
      if (text->empty())
        return error("policy_value", "An authority has code, kind, name_en, name_zh and contact", &item, "authorities");
    if (authority.kind != "authority" && authority.kind != "court")
      return error("policy_value", "The kind is authority or court", &item, "authorities.kind");
    out_.authorities_.push_back(std::move(authority));
  }
  return {};
}

Result<void> Loader::check_whole() const {
  for (const KeyInfo& info : all_keys())
    if (!out_.values_.contains(info.key)) return error("policy_value", "This key is missing", nullptr, info.key);
  for (const std::string_view code : kGrounds)
    if (!out_.find_ground(code)) return error("policy_value", "This ground is missing", nullptr, code);
  if (out_.number("limits.page_default") > out_.number("limits.page_max"))
    return error("policy_value", "The default page is larger than the greatest one", nullptr, "limits.page_default");
  if (const std::string& kept = out_.text("testing.pictures_kept"); kept != "none" && kept != "clues" && kept != "all")
    return error("policy_value", "Pictures are kept of none, of clues or of all", nullptr, "testing.pictures_kept");
  if (const std::string& method = out_.text("registration.method"); method != "authority" && method != "manual")
    return error("policy_value", "The method is authority or manual", nullptr, "registration.method");
  if (const auto regions = region_calendars(out_.list("clock.regions"), out_.calendar_); !regions.ok())
    return error("policy_value", regions.error().sentence, nullptr, "clock.regions");
  if (const auto named = competences(out_.list("competence.authorities"), out_.authorities_); !named.ok())
    return error("policy_value", named.error().sentence, nullptr, "competence.authorities");
  for (const char* key : {"partners.promotion", "partners.billing", "partners.resale"})
    if (const auto items = checklist(out_.list(key)); !items.ok())
      return error("policy_value", items.error().sentence, nullptr, key);
  for (const std::string& language : out_.languages())
    if (language != "en" && language != "zh")
      return error("policy_value", "Languages are en and zh", nullptr, "languages.offered");
  return {};
}

Result<void> Loader::part(std::string_view name, const toml::node& node) {
  if (name == "policy") return head(node);
  if (name == "calendar") return calendar(node);
  if (name == "grounds") return grounds(node);
  if (name == "authorities") return authorities(node);
  return section(name, node);
}

Result<Policy> Loader::load() try {
  if (text_.size() > Policy::kFileMaxBytes)
    return error("policy_syntax", fmt::format("The file is longer than {} bytes", Policy::kFileMaxBytes), nullptr, "");
  if (!is_valid_utf8(text_)) return error("policy_syntax", "The file is not UTF-8", nullptr, "");
  if (const int line = toml_line_beyond_ascii(text_); line > 0)
    return invalid("policy_syntax", fmt::format("{}:{}: What is not ASCII stands in quotes", file_, line));
  const toml::parse_result parsed = toml::parse(text_, file_);
  if (!parsed) {
    const auto& fault = parsed.error();
    return invalid("policy_syntax", fmt::format("{}:{}:{}: {}", file_, fault.source().begin.line,
                                                fault.source().begin.column, fault.description()));
  }
  for (const auto& [key, node] : parsed.table()) MUSTER_CHECK_OK(part(key.str(), node));
  MUSTER_CHECK_OK(check_whole());
  out_.sha256_ = to_hex(sha256(text_));
  return std::move(out_);
} catch (const TomlAssertion&) {
  return error("policy_syntax", "The file is no TOML", nullptr, "");
}

Result<Policy> Policy::parse(std::string_view toml, const std::string& file_name) {
  const Policy* base = toml.data() == standard_text().data() ? nullptr : &standard();
  return Loader(base, toml, file_name).load();
}

Result<Policy> Policy::load(const std::string& path) {
  MUSTER_TRY(const std::string text, read_file(path, kFileMaxBytes));
  return parse(text, path);
}

}  // namespace muster::policy
