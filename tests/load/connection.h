// One keep-alive connection to a server on loopback, one request at a time. Not thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace muster::load {

enum class Step { waits, answered, broken };

class Connection {
 public:
  Connection() = default;
  ~Connection() { close(); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  bool open(std::uint16_t port);  // false: nobody listens
  void close();
  int descriptor() const { return fd_; }

  void send(std::string request);  // begins; go on with step() when the descriptor is ready
  bool wants_to_write() const { return sent_ < out_.size(); }
  Step step();
  // Of the last answer.
  int status() const { return status_; }
  std::string_view body() const { return std::string_view(in_).substr(body_at_); }

 private:
  bool whole();
  int fd_ = -1;
  std::string out_, in_;
  std::size_t sent_ = 0, body_at_ = 0;
  int status_ = 0;
};

}  // namespace muster::load
