// A report's content as people read it: blocks for PDF, sheets for a workbook, a page with charts. Pure.
#include <base/text.h>
#include <programme/report.h>

#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

namespace muster::programme {
namespace {

namespace json = boost::json;

struct Words {
  bool zh;
  const char* operator()(const char* en, const char* other) const { return zh ? other : en; }
};

std::string text_of(const json::value& v) {
  return v.is_string() ? std::string(v.as_string()) : std::string();
}
std::string in(const json::value& both, bool zh) {
  return text_of(both.at(zh ? "zh" : "en"));
}
std::string n_of(const json::value& v) {
  return v.is_int64() ? with_separators(v.as_int64()) : "–";
}
std::string hours_of(const json::value& seconds) {
  return seconds.is_int64() ? fmt::format("{:.1f} h", static_cast<double>(seconds.as_int64()) / 3600) : "–";
}
// "+12", "−3", "±0", or nothing to compare with.
std::string change_of(const json::value& now, const json::value& last) {
  if (!last.is_int64()) return "–";
  const std::int64_t by = now.as_int64() - last.as_int64();
  return by == 0 ? "±0" : (by > 0 ? "+" : "−") + with_separators(by > 0 ? by : -by);
}

std::string heading(const json::value& r, const Words& w) {
  std::string out = text_of(r.at("kind")) == "phase"
                        ? fmt::format(fmt::runtime(w("Report of phase {}", "第 {} 阶段报告")), r.at("phase").as_int64())
                        : fmt::format(fmt::runtime(w("Report of {}", "{} 月度报告")), text_of(r.at("until")));
  if (!text_of(r.at("region")).empty()) out += " · " + text_of(r.at("region"));
  if (r.at("party").is_object()) out += " · " + text_of(r.at("party").at("name"));
  return out;
}

std::string under(const json::value& r, const Words& w) {
  std::string out = fmt::format(fmt::runtime(w("Number {}, {} to {}, made {}", "编号 {}，{} 至 {}，生成于 {}")),
                                text_of(r.at("number")), text_of(r.at("from")), text_of(r.at("until")),
                                text_of(r.at("made_at")).substr(0, 10));
  if (r.at("last").is_string())
    out += fmt::format(fmt::runtime(w("; compared with {}", "；与 {} 比较")), text_of(r.at("last")));
  return out;
}

// Restated months: what was said first beside what is said now.
std::vector<std::string> restated(const json::value& figure, const Words& w) {
  std::vector<std::string> out;
  for (const auto& m : figure.at("months").as_array())
    if (m.at("first").is_int64() && m.at("first").as_int64() != m.at("n").as_int64())
      out.push_back(fmt::format(fmt::runtime(w("{}: first published {}, now {}", "{}：首次公布 {}，现为 {}")),
                                text_of(m.at("month")), n_of(m.at("first")), n_of(m.at("n"))));
  return out;
}

std::string finding_line(const json::value& f, const Words& w) {
  const bool itself = text_of(f.at("found_by")) == "itself";
  const std::string severity = text_of(f.at("severity"));
  const char* grade = severity == "grave"   ? w("grave", "严重")
                      : severity == "major" ? w("major", "较重")
                                            : w("minor", "轻微");
  return fmt::format("{} · {} · {} · {} · {}", text_of(f.at("number")), text_of(f.at("party")), grade,
                     itself ? w("told by itself", "主动报告") : w("found by others", "他人发现"),
                     text_of(f.at("due_on")));
}

std::string programme_line(const json::value& p, const Words& w) {
  return fmt::format(fmt::runtime(w("{} items, {} accepted, {} overdue, {} dropped",
                                    "事项 {} 个，已验收 {} 个，逾期 {} 个，已取消 {} 个")),
                     n_of(p.at("items")), n_of(p.at("accepted")), n_of(p.at("overdue")), n_of(p.at("dropped")));
}

std::string cell(const std::string& text, bool right = false) {
  return fmt::format("<td{}>{}</td>", right ? " class=\"num\"" : "", html_escape(text));
}

// Months of one figure as bars; the same numbers stand in the table beside it.
std::string chart(const json::value& figure) {
  const auto& months = figure.at("months").as_array();
  if (months.size() < 2) return "";
  std::int64_t most = 1;
  for (const auto& m : months) most = std::max(most, m.at("n").as_int64());
  const int step = 26, height = 40;
  std::string out = fmt::format("<svg class=\"bars\" width=\"{}\" height=\"{}\" aria-hidden=\"true\">",
                                static_cast<int>(months.size()) * step, height);
  int x = 0;
  for (const auto& m : months) {
    const int tall = static_cast<int>(m.at("n").as_int64() * (height - 4) / most);
    out += fmt::format("<rect fill=\"#2f55c8\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>", x + 3, height - tall,
                       step - 6, tall);
    x += step;
  }
  return out + "</svg>";
}

}  // namespace

std::vector<print::Block> report_blocks(const std::string& content, const std::string& language) {
  using print::Style;
  const Words w{language == "zh"};
  const json::value r = json::parse(content);
  std::vector<print::Block> out{{Style::title, heading(r, w)}, {Style::small, under(r, w)}};
  if (!r.at("figures").as_array().empty()) out.push_back({Style::heading, w("Figures", "数字")});
  for (const auto& f : r.at("figures").as_array()) {
    std::string line = in(f.at("title"), w.zh) + ": " + n_of(f.at("n"));
    if (f.at("median_seconds").is_int64())
      line += fmt::format(fmt::runtime(w(", half within {}", "，半数在 {} 内")), hours_of(f.at("median_seconds")));
    if (f.at("last").is_int64())
      line += fmt::format(fmt::runtime(w(" (last {}, {})", "（上次 {}，{}）")), n_of(f.at("last")),
                          change_of(f.at("n"), f.at("last")));
    out.push_back({Style::text, line});
    for (const auto& text : restated(f, w)) out.push_back({Style::small, text});
  }
  if (r.at("programme").is_object()) {
    const auto& p = r.at("programme");
    out.push_back({Style::heading, in(p.at("title"), w.zh)});
    out.push_back({Style::text, programme_line(p, w)});
    for (const auto& a : p.at("areas").as_array())
      out.push_back({Style::text, fmt::format("{} {}: {} / {}", text_of(a.at("code")), in(a.at("title"), w.zh),
                                              n_of(a.at("accepted")), n_of(a.at("items")))});
    if (!p.at("behind").as_array().empty()) out.push_back({Style::heading, w("Behind", "滞后事项")});
    for (const auto& b : p.at("behind").as_array())
      out.push_back({Style::text, fmt::format("{} {} · {}", text_of(b.at("code")), in(b.at("title"), w.zh),
                                              text_of(b.at("due_on")))});
  }
  if (!r.at("findings").as_array().empty()) out.push_back({Style::heading, w("Open findings", "未结发现")});
  for (const auto& f : r.at("findings").as_array()) out.push_back({Style::text, finding_line(f, w)});
  out.push_back({Style::small, fmt::format(fmt::runtime(w("By the definitions {}", "所依据的定义 {}")),
                                           text_of(r.at("definitions_sha256")))});
  return out;
}

std::vector<print::Sheet> report_sheets(const std::string& content, const std::string& language) {
  const Words w{language == "zh"};
  const json::value r = json::parse(content);
  print::Sheet figures{
      w("Figures", "数字"),
      {w("Figure", "数字"), w("Number", "数值"), w("Last", "上次"), w("Half within, hours", "半数用时（小时）")},
      {},
      {{print::SheetChart::Kind::column, heading(r, w), 0, {1}}}};
  print::Sheet months{w("By month", "逐月"), {w("Month", "月份")}, {}, {}};
  const auto& list = r.at("figures").as_array();
  for (const auto& f : list) {
    std::vector<print::Cell> row{in(f.at("title"), w.zh), f.at("n").as_int64()};
    row.push_back(f.at("last").is_int64() ? print::Cell(f.at("last").as_int64()) : print::Cell(std::string()));
    row.push_back(f.at("median_seconds").is_int64()
                      ? print::Cell(static_cast<double>(f.at("median_seconds").as_int64()) / 3600)
                      : print::Cell(std::string()));
    figures.rows.push_back(std::move(row));
    months.header.push_back(in(f.at("title"), w.zh));
    std::size_t at = 0;
    for (const auto& m : f.at("months").as_array()) {
      if (months.rows.size() <= at) months.rows.push_back({text_of(m.at("month"))});
      months.rows[at++].push_back(m.at("n").as_int64());
    }
  }
  for (const char* charted : {"orders_issued", "cases_opened", "errors"})
    for (std::size_t i = 0; i < list.size(); ++i)
      if (text_of(list[i].at("name")) == charted)
        months.charts.push_back({print::SheetChart::Kind::line, in(list[i].at("title"), w.zh), 0, {i + 1}});
  std::vector<print::Sheet> out;
  if (!list.empty()) out = {std::move(figures), std::move(months)};
  print::Sheet items{w("Behind", "滞后事项"), {w("Item", "编号"), w("What", "内容"), w("Due", "期限")}, {}, {}};
  if (r.at("programme").is_object())
    for (const auto& b : r.at("programme").at("behind").as_array())
      items.rows.push_back({text_of(b.at("code")), in(b.at("title"), w.zh), text_of(b.at("due_on"))});
  print::Sheet findings{w("Findings", "发现"), {w("Finding", "发现")}, {}, {}};
  for (const auto& f : r.at("findings").as_array()) findings.rows.push_back({finding_line(f, w)});
  out.push_back(std::move(items));
  out.push_back(std::move(findings));
  return out;
}

std::string report_html(const std::string& content, const std::string& language) {
  const Words w{language == "zh"};
  const json::value r = json::parse(content);
  const std::string title = html_escape(heading(r, w));
  std::string out = fmt::format(
      "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width\"><title>{}</title><link rel=\"stylesheet\" "
      "href=\"/public/style.css\"></head><body><main><h1>{}</h1><p>{}</p>",
      w.zh ? "zh-Hans" : "en", title, title, html_escape(under(r, w)));
  if (!r.at("figures").as_array().empty()) {
    out += fmt::format(
        "<table><thead><tr><th>{}</th><th>{}</th><th>{}</th><th>{}</th><th>{}</th><th></th></tr></thead><tbody>",
        w("Figure", "数字"), w("Number", "数值"), w("Last", "上次"), w("Change", "变化"), w("Half within", "半数用时"));
    for (const auto& f : r.at("figures").as_array()) {
      std::string name = in(f.at("title"), w.zh);
      for (const auto& text : restated(f, w)) name += " · " + text;
      out += "<tr><th scope=\"row\">" + html_escape(name) + "</th>" + cell(n_of(f.at("n")), true) +
             cell(n_of(f.at("last")), true) + cell(change_of(f.at("n"), f.at("last")), true) +
             cell(hours_of(f.at("median_seconds")), true) + "<td>" + chart(f) + "</td></tr>";
    }
    out += "</tbody></table>";
  }
  if (r.at("programme").is_object()) {
    const auto& p = r.at("programme");
    out += fmt::format("<h2>{}</h2><p>{}</p><ul>", html_escape(in(p.at("title"), w.zh)),
                       html_escape(programme_line(p, w)));
    for (const auto& b : p.at("behind").as_array())
      out += fmt::format("<li>{}</li>", html_escape(fmt::format("{} {} · {}", text_of(b.at("code")),
                                                                in(b.at("title"), w.zh), text_of(b.at("due_on")))));
    out += "</ul>";
  }
  if (!r.at("findings").as_array().empty()) {
    out += fmt::format("<h2>{}</h2><ul>", w("Open findings", "未结发现"));
    for (const auto& f : r.at("findings").as_array())
      out += fmt::format("<li>{}</li>", html_escape(finding_line(f, w)));
    out += "</ul>";
  }
  return out + fmt::format("<p><small>{} <code>{}</code></small></p></main></body></html>",
                           w("By the definitions", "所依据的定义"), html_escape(text_of(r.at("definitions_sha256"))));
}

}  // namespace muster::programme
