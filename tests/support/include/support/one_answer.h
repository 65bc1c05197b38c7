// A server on loopback that gives every connection the same answer, byte by byte as it was given: for tests of clients.
#pragma once

#include <mutex>
#include <string>
#include <thread>

namespace muster::test {

class OneAnswer {
 public:
  // Reads until `end` has come (the end of a request's head, where there is no body), then sends `answer` `repeat`
  // times and closes.
  explicit OneAnswer(std::string answer, std::string end = "\r\n\r\n", int repeat = 1);
  ~OneAnswer();
  OneAnswer(const OneAnswer&) = delete;

  std::string url(const std::string& path = "") const { return url_ + path; }
  std::string asked() const;  // the last request, as far as it was read

 private:
  void serve(int client);
  const std::string answer_, end_;
  const int repeat_, socket_;
  std::string url_, asked_;
  mutable std::mutex mutex_;
  std::thread thread_;
};

}  // namespace muster::test
