// A program that is asked again and again over one socket, with memory that both see. It knows nothing of this
// process's environment. One thread at a time.
#pragma once

#include <base/result.h>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace muster::sandbox {

using SteadyTime = std::chrono::steady_clock::time_point;

// Memory that is shared with a child: pages come when they are written to.
class SharedMemory {
 public:
  // Errors: shared_memory.
  static Result<std::unique_ptr<SharedMemory>> make(std::size_t bytes);
  ~SharedMemory();
  SharedMemory(const SharedMemory&) = delete;
  const unsigned char* data() const { return data_; }
  unsigned char* data() { return data_; }
  std::size_t size() const { return size_; }
  int file() const { return file_; }
  // Gives all pages back to the system: what stood there is gone, and zero.
  void forget();
  // Of the child: maps what it was started with. Null: it can't.
  static unsigned char* inherited(std::size_t bytes);

 private:
  SharedMemory() = default;
  int file_ = -1;
  unsigned char* data_ = nullptr;
  std::size_t size_ = 0;
};
inline constexpr int kInheritedFile = 3;

class Child {
 public:
  // Standard input and output are the socket; standard error is nowhere. Errors: program_missing.
  static Result<std::unique_ptr<Child>> start(const std::string& program, const SharedMemory& memory);
  ~Child();  // ends and collects it
  Child(const Child&) = delete;
  // Errors: child_time (it is not done in time), child_ended. After either the child is of no more use.
  Result<void> send(std::string_view bytes, SteadyTime until);
  Result<void> receive(char* out, std::size_t size, SteadyTime until);
  int pid() const { return pid_; }

 private:
  Child(int pid, int socket) : pid_(pid), socket_(socket) {}
  Result<void> wait_for(short what, SteadyTime until) const;
  int pid_, socket_;
};

}  // namespace muster::sandbox
