#include <base/text.h>
#include <policy/competence.h>

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

namespace muster::policy {
namespace {

std::string or_any(std::string_view text) {
  return text == "*" ? std::string() : std::string(text);
}

const Authority* find_authority(const std::vector<Authority>& known, std::string_view code) {
  const auto found = std::find_if(known.begin(), known.end(), [&](const Authority& a) { return a.code == code; });
  return found == known.end() ? nullptr : &*found;
}

bool covers(std::string_view line, std::string_view region) {
  return line.empty() || region == line ||
         (region.size() > line.size() && region.starts_with(line) && region[line.size()] == '-');
}

}  // namespace

Result<std::vector<Competence>> competences(const std::vector<std::string>& lines,
                                            const std::vector<Authority>& known) {
  std::vector<Competence> out;
  for (const std::string& line : lines) {
    const auto parts = split(line, ' ');
    const auto bad = [&](const char* why) {
      return invalid(
          "policy_value",
          fmt::format("\"{}\": a competence is written \"REGION GROUND CODE\" with * for any; {}", line, why),
          "competence.authorities");
    };
    if (parts.size() != 3 || parts[0].empty() || parts[0].size() > 32) return bad("three words");
    if (parts[1] != "*" && std::find(std::begin(kGrounds), std::end(kGrounds), parts[1]) == std::end(kGrounds))
      return bad("there is no such ground");
    if (!find_authority(known, parts[2])) return bad("no authority of the file has this code");
    out.push_back({or_any(parts[0]), or_any(parts[1]), std::string(parts[2])});
  }
  return out;
}

std::vector<const Authority*> competent_for(const Policy& policy, std::string_view region, std::string_view ground,
                                            std::string_view kind) {
  const auto lines = competences(policy.list("competence.authorities"), policy.authorities());
  std::vector<const Authority*> out;
  if (!lines.ok()) return out;  // the loader refuses such a file
  std::tuple<std::size_t, bool> best{0, false};
  for (const Competence& line : *lines) {
    const Authority* body = find_authority(policy.authorities(), line.authority);
    if (!covers(line.region, region) || (!line.ground.empty() && line.ground != ground) || body->kind != kind) continue;
    const std::tuple<std::size_t, bool> particular{line.region.size(), !line.ground.empty()};
    if (particular < best) continue;
    if (particular > best) out.clear();
    best = particular;
    if (std::find(out.begin(), out.end(), body) == out.end()) out.push_back(body);
  }
  return out;
}

}  // namespace muster::policy
