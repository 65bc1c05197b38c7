#include <base/text.h>
#include <http/router.h>

#include <stdexcept>

#include <fmt/format.h>

namespace muster::http {
namespace {

constexpr std::string_view kRoot("\0", 1);

std::vector<std::string_view> segments_of(std::string_view path) {
  if (path.starts_with('/')) path.remove_prefix(1);
  return split(path, '/');
}

// How well a shape fits: 1 for a literal, 0 for a parameter, from the left; nothing when it doesn't.
std::optional<std::string> fit(const std::vector<std::string>& shape, bool takes_rest,
                               const std::vector<std::string_view>& path) {
  if (takes_rest ? path.size() < shape.size() : path.size() != shape.size()) return std::nullopt;
  std::string score;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const bool parameter = shape[i].empty();
    if (parameter ? path[i].empty() && !(takes_rest && i + 1 == shape.size()) : shape[i] != path[i])
      return std::nullopt;
    score += parameter ? (takes_rest && i + 1 == shape.size() ? '0' : '1') : '2';
  }
  return score;
}

}  // namespace

Router::Shape Router::shape_of(const std::string& pattern) {
  if (!pattern.starts_with('/')) throw std::logic_error("a route's pattern starts with a slash: " + pattern);
  Shape shape;
  for (std::string_view segment : segments_of(pattern)) {
    if (shape.takes_rest) throw std::logic_error("{path...} stands last: " + pattern);
    const bool parameter = segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
    std::string name(parameter ? segment.substr(1, segment.size() - 2) : std::string_view());
    if (name.ends_with("...")) name.resize(name.size() - 3), shape.takes_rest = true;
    // The root's only segment is empty and literal; a NUL, which no path holds, keeps it apart from a parameter.
    if (segment.empty() && pattern != "/") throw std::logic_error("a pattern has no empty segment: " + pattern);
    shape.segments.emplace_back(parameter ? std::string_view() : segment.empty() ? kRoot : segment);
    shape.names.push_back(std::move(name));
  }
  return shape;
}

void Router::add(Route route) {
  if (route.access.who == Who::roles && route.access.roles.empty())
    throw std::logic_error("a route for roles names them: " + route.pattern);
  if (!route.handler) throw std::logic_error("a route has a handler: " + route.pattern);
  Shape shape = shape_of(route.pattern);
  for (std::size_t i = 0; i < routes_.size(); ++i)
    if (routes_[i].method == route.method && shapes_[i].segments == shape.segments &&
        shapes_[i].takes_rest == shape.takes_rest)
      throw std::logic_error("two routes for " + route.method + " " + route.pattern);
  routes_.push_back(std::move(route));
  shapes_.push_back(std::move(shape));
}

const Route* Router::find(Request& request, int& status) const {
  const std::string_view method = request.method == "HEAD" ? std::string_view("GET") : request.method;
  std::vector<std::string_view> path = segments_of(request.path);
  if (path.size() == 1 && path[0].empty()) path[0] = kRoot;
  std::optional<std::size_t> best;
  std::string best_score;
  status = 404;
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    auto score = fit(shapes_[i].segments, shapes_[i].takes_rest, path);
    if (!score) continue;
    if (routes_[i].method != method) {
      if (!best) status = 405;
      continue;
    }
    if (!best || *score > best_score) best = i, best_score = *std::move(score), status = 200;
  }
  if (!best) return nullptr;
  const Shape& shape = shapes_[*best];
  request.params.clear();
  for (std::size_t i = 0; i < shape.names.size(); ++i) {
    if (shape.names[i].empty()) continue;
    if (shape.takes_rest && i + 1 == shape.names.size()) {
      const bool root = path[i] == kRoot;
      const auto from = static_cast<std::size_t>(path[i].data() - request.path.data());
      request.params[shape.names[i]] = root ? std::string() : request.path.substr(from);
    } else {
      request.params[shape.names[i]] = std::string(path[i]);
    }
  }
  return &routes_[*best];
}

std::vector<std::string> Router::methods_of(const std::string& path) const {
  std::vector<std::string_view> segments = segments_of(path);
  if (segments.size() == 1 && segments[0].empty()) segments[0] = kRoot;
  std::vector<std::string> methods;
  for (std::size_t i = 0; i < routes_.size(); ++i)
    if (fit(shapes_[i].segments, shapes_[i].takes_rest, segments)) methods.push_back(routes_[i].method);
  if (methods.empty()) return methods;
  if (std::find(methods.begin(), methods.end(), "GET") != methods.end()) methods.emplace_back("HEAD");
  methods.emplace_back("OPTIONS");
  std::sort(methods.begin(), methods.end());
  methods.erase(std::unique(methods.begin(), methods.end()), methods.end());
  return methods;
}

std::string describe(const Router& router) {
  std::map<std::pair<std::string, std::string>, std::string> sorted;
  for (const Route& route : router.routes()) {
    const bool anybody = route.access.who == Who::anybody;
    std::string who = anybody ? "anybody" : route.access.who == Who::signed_in ? "signed_in" : "any of: ";
    for (std::size_t i = 0; i < route.access.roles.size(); ++i) (who += i ? ", " : "") += route.access.roles[i];
    sorted[{route.pattern, route.method}] = std::move(who);
  }
  std::string out;
  for (const auto& [key, who] : sorted) out += fmt::format("{} {}  {}\n", key.second, key.first, who);
  return out;
}

}  // namespace muster::http
