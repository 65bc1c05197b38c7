// What the events of a page say of it. Pure.
#pragma once

#include <testing/browser.h>

#include <map>
#include <set>
#include <string>

#include <boost/json/fwd.hpp>

namespace muster::browser {

class PageLog {
 public:
  explicit PageLog(std::string session) : session_(std::move(session)) {}
  void event(const boost::json::object& message, std::chrono::steady_clock::time_point now);
  bool loaded() const { return loaded_; }
  bool crashed() const { return crashed_; }
  bool dialog() const { return dialog_; }  // one stands open
  void dialog_closed() { dialog_ = false; }
  bool silent_for(Duration silence, std::chrono::steady_clock::time_point now) const {
    return open_.empty() && now - last_ >= silence;
  }
  void main_frame(std::string id) { main_frame_ = std::move(id); }
  std::size_t navigations() const { return navigations_.size(); }
  // Moves what was seen into the visit's outcome.
  void give(testing::Rendered& to);

 private:
  void request(const boost::json::object& p);
  void answer(const boost::json::object& p);
  void ended(const boost::json::object& p, bool well);

  const std::string session_;
  std::string main_frame_;
  bool loaded_ = false, crashed_ = false, dialog_ = false;
  int status_ = 0;
  std::vector<testing::RenderedRequest> requests_;
  std::map<std::string, std::size_t> number_;  // by the browser's id
  std::set<std::string> open_;
  std::vector<std::string> navigations_;
  std::chrono::steady_clock::time_point last_{};
};

}  // namespace muster::browser
