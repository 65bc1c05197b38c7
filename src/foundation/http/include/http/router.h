// The routing table. A route says who may call it; there is no default but "nobody".
#pragma once

#include <http/message.h>

#include <functional>
#include <string>
#include <vector>

namespace muster::http {

using Handler = std::function<Response(const Request&)>;

enum class Who {
  anybody,    // public: no session needed
  signed_in,  // any session
  roles,      // a session with one of `roles`
};

// What a state-changing request must show, so that no other site acts with a visitor's session.
enum class Csrf {
  token,      // same site, and the session's token when there is a session
  same_site,  // fetch metadata or Origin name this site: for signing in
  none,       // callers without cookies; public forms that carry their own token. The session is not used
};

struct Access {
  Who who;
  std::vector<std::string> roles;
  static Access anybody() { return {Who::anybody, {}}; }
  static Access signed_in() { return {Who::signed_in, {}}; }
  static Access any_of(std::vector<std::string> roles) { return {Who::roles, std::move(roles)}; }
};

struct Route {
  std::string method;
  std::string pattern;  // "/filings/{id}"; a last "{path...}" takes the rest
  Access access;
  Handler handler;
  std::size_t body_max_bytes = 1 << 20;
  Csrf csrf = Csrf::token;
};

// Thread-safe once filled.
class Router {
 public:
  void add(Route route);  // throws std::logic_error on a duplicate or on Who::roles without roles
  // Finds the route; fills request.params. nullptr and 404/405 in `status` otherwise.
  const Route* find(Request& request, int& status) const;
  // HEAD finds the GET route; a literal segment wins over {a parameter}. 404 for a path that no route has.
  std::vector<std::string> methods_of(const std::string& path) const;  // for Allow, with HEAD and OPTIONS; sorted
  const std::vector<Route>& routes() const { return routes_; }

 private:
  struct Shape {
    std::vector<std::string> segments;  // "" stands for a parameter
    std::vector<std::string> names;     // of the parameter at that place
    bool takes_rest = false;
  };
  static Shape shape_of(const std::string& pattern);
  std::vector<Route> routes_;
  std::vector<Shape> shapes_;
};

// One line a route, sorted: "GET /filings/{id}  signed_in" or "POST /cases  any of: examiner, decider".
// docs/api-roles.md is this text, and a test compares them.
std::string describe(const Router& router);

}  // namespace muster::http
