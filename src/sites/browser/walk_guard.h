// What may leave the browser during a walk (testing/browser.h says the rule), and what is pressed to go on. Pure.
#pragma once

#include <testing/browser.h>

#include <optional>
#include <string>
#include <vector>

#include <boost/json.hpp>

namespace muster::browser {

class WalkGuard {
 public:
  explicit WalkGuard(const testing::RenderRequest& request) : request_(request) {}
  struct Answer {
    const char* method;
    boost::json::object parameters;
  };
  // To an event that a request was paused; nothing: it is another event.
  std::optional<Answer> answer(const boost::json::object& event);
  void next(std::size_t step) { next_ = step; }  // a form may be sent there
  std::vector<std::string> kept_back() const { return kept_back_; }

 private:
  bool may_leave(const std::string& url, const std::string& method, const std::string& type) const;
  const testing::RenderRequest& request_;
  std::size_t next_ = 0;
  std::vector<std::string> kept_back_;
};

// As far as the "?" or "#".
std::string without_query(const std::string& url);
// An expression that presses what leads to `address` and gives "pressed" or "nothing". What leads to an address that
// begins with `never` is not pressed whatever else it says; a control that names no address is, when it is the only
// one: the guard keeps back what it would send elsewhere.
std::string press_script(const std::string& address, const std::string& never);

}  // namespace muster::browser
