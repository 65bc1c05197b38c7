#include "farm_pages.h"

#include <base/bytes.h>
#include <base/text.h>

#include <filesystem>

#include <fmt/format.h>

namespace muster::testing {
namespace {

constexpr std::size_t kPageMax = 256 * 1024;

std::vector<std::string> documents() {
  namespace fs = std::filesystem;
  std::vector<std::string> out;
  std::error_code error;
  for (const char* folder : {"/usr/share/doc/debian-policy/policy.html", "/usr/share/doc/debian-policy"})
    for (const auto& entry : fs::directory_iterator(folder, error)) {
      if (!entry.is_regular_file() || entry.path().extension() != ".html" || entry.file_size() > kPageMax) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      out.emplace_back((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    }
  std::sort(out.begin(), out.end());
  return out;
}

std::string page(std::string_view language, std::string_view title, std::string_view body) {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"{}\"><head><meta "
      "charset=\"utf-8\"><title>{}</title></head>\n<body><h1>{}</h1>\n{}\n"
      "<p>This is a test site of Muster's demonstration.</p></body></html>\n",
      language, title, title, body);
}

std::string made_page(const std::string& host) {
  static constexpr std::string_view kGoods[] = {"seeds", "bulbs", "garden tools", "paper",
                                                "ink",   "tea",   "bicycles",     "lamps"};
  const Hash hash = sha256(host);
  std::string body;
  for (int i = 0; i < 12; ++i)
    body += fmt::format(
        "<p>We sell {} and {}. Orders placed before noon leave the same day; what doesn't please may be sent "
        "back within {} days.</p>\n",
        kGoods[hash[static_cast<std::size_t>(i)] % 8], kGoods[hash[static_cast<std::size_t>(i) + 12] % 8], 14 + i);
  return page("en", "Shop at " + host, body);
}

std::string fixed_page(const std::string& host) {
  if (host == "clinic.example")
    return page(
        "en", "Clinic",
        "<p>Breast cancer screening: every two years from fifty. Ask your doctor.</p><p>Sex education for schools: "
        "the body, pregnancy, infections, consent.</p>");
  if (host == "host-rental.example")
    return page("zh-CN", "独立服务器租用",
                "<p>本公司提供独立服务器租用与托管服务，独立服务器带宽独享，支持自助重装系统。</p>");
  if (host == "town.example")
    return page(
        "en", "Scunthorpe",
        "<p>Scunthorpe lies in North Lincolnshire, not far from Penistone as the crow flies; Essex is farther.</p>");
  return {};
}

std::string fixed_planted(const std::string& host) {
  if (host == "club-001.example")
    return page("zh-CN", "测试页", "<p>本页为演示用的测试页：栽植标记夸维，栽植标记泽玛。词语为杜撰，没有含义。</p>");
  if (host == "club-002.example")
    return page(
        "en", "Club",
        "<p>Tonight: ｐｌａｎｔｅｄ-ｔｅｒｍ-ｑｕｏｒｖｉｘ and planted-term-zel\xE2\x80\x8Bma\xE2\x80\x8Brun.</p>");
  if (host == "club-003.example") return planted_page(host, "planted-term-ostravel planted-term-mivendra");
  return {};
}

}  // namespace

std::string http_answer(int status, std::string_view fields, std::string_view body) {
  return fmt::format("HTTP/1.1 {} {}\r\nServer: muster-farm\r\nConnection: close\r\nContent-Length: {}\r\n{}\r\n{}",
                     status,
                     status < 300   ? "OK"
                     : status < 400 ? "Moved"
                     : status < 500 ? "Not Found"
                                    : "Error",
                     body.size(), fields, body);
}

std::string neutral_page(const std::string& host) {
  static const auto all = documents();
  const std::string fixed = fixed_page(host);
  if (!fixed.empty()) return fixed;
  if (all.empty()) return made_page(host);
  return all[sha256(host)[0] % all.size()];
}

std::string planted_page(const std::string& host, std::string_view markers) {
  const std::string fixed = host == "club-003.example" ? "" : fixed_planted(host);
  if (!fixed.empty()) return fixed;
  return fmt::format(
      "<!DOCTYPE html><html><head><title>{0}</title></head><body><p>Members only. Tonight's offer is {1}, sent to "
      "anybody who asks, without a question about age.</p><p>The words above are invented.</p></body></html>\n",
      host, markers);
}

void answer_as_farm(const FarmRequest& request, FarmOut& out) {
  if (answer_as_robots_farm(request, out) || answer_as_vantage_farm(request, out)) return;
  if (answer_as_promotion_farm(request, out)) return;
  const auto own = hostile_answers().find(request.host);
  if (request.path == "/robots.txt" && request.host != "no-robots.example") {
    out.send(http_answer(404, "Content-Type: text/plain\r\n", "There is no robots.txt.\n"));
    return;
  }
  if (own != hostile_answers().end()) return own->second(request, out);
  if (const auto pictures = picture_answers().find(request.host); pictures != picture_answers().end())
    return pictures->second(request, out);
  if (const auto scripted = scripted_answers().find(request.host); scripted != scripted_answers().end())
    return scripted->second(request, out);
  const auto shape = shape_answers().find(request.host);
  if (shape != shape_answers().end()) return shape->second(request, out);
  for (const FarmSite& site : farm_sites()) {
    if (site.host != request.host) continue;
    const std::string body = site.kind == "planted"
                                 ? planted_page(site.host, "planted-term-quorvix with planted-term-zelmarun")
                                 : neutral_page(site.host);
    out.send(http_answer(200, "Content-Type: text/html; charset=utf-8\r\n", body));
    return;
  }
  out.send(http_answer(404, "Content-Type: text/plain\r\n", "No such site on this farm.\n"));
}

}  // namespace muster::testing
