// Expected failures are values: a code for programs, a sentence for the person, the field at fault.
// Exceptions end a request; assertions are for our own bugs. Thread-safe as any value type.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace muster {

// What kind of failure it is. HTTP status and CLI exit code follow from it.
enum class Failure {
  invalid,      // the input breaks a rule                           HTTP 422, exit 2
  not_found,    // there is no such record (or it isn't yours)       HTTP 404, exit 2
  conflict,     // the record is in another state than you think     HTTP 409, exit 3
  stale,        // If-Match names an old version                     HTTP 412, exit 3
  refused,      // a rule or a role forbids it                       HTTP 403, exit 3
  unavailable,  // a dependency is away; try again                   HTTP 503, exit 4
  internal,     // our own bug or a broken disk                      HTTP 500, exit 4
};

struct Error {
  Failure failure = Failure::invalid;
  std::string code;             // stable, snake_case: "name_label_too_long"
  std::string sentence;         // for the person: what happened and what to do. Never holds personal data.
  std::string field;            // JSON name of the field at fault, or empty
  std::vector<Error> all = {};  // every failure found, when there are several; the first is also in this error itself
};

inline Error invalid(std::string code, std::string sentence, std::string field = {}) {
  return {Failure::invalid, std::move(code), std::move(sentence), std::move(field)};
}
inline Error not_found(std::string code, std::string sentence) {
  return {Failure::not_found, std::move(code), std::move(sentence), {}};
}
inline Error conflict(std::string code, std::string sentence, std::string field = {}) {
  return {Failure::conflict, std::move(code), std::move(sentence), std::move(field)};
}
inline Error refused(std::string code, std::string sentence, std::string field = {}) {
  return {Failure::refused, std::move(code), std::move(sentence), std::move(field)};
}
inline Error unavailable(std::string code, std::string sentence) {
  return {Failure::unavailable, std::move(code), std::move(sentence), {}};
}
inline Error internal_error(std::string code, std::string sentence) {
  return {Failure::internal, std::move(code), std::move(sentence), {}};
}

// A value or an Error. Result<void> is a success without a value.
template <class T = void>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}
  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }
  T& value() & { return std::get<0>(state_); }
  const T& value() const& { return std::get<0>(state_); }
  T&& value() && { return std::get<0>(std::move(state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  const Error& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}
  bool ok() const { return !error_; }
  explicit operator bool() const { return ok(); }
  const Error& error() const { return *error_; }

 private:
  std::optional<Error> error_;
};

// MUSTER_TRY(auto x, f()) binds the value or returns the error from the enclosing function.
#define MUSTER_CONCAT_(a, b) a##b
#define MUSTER_CONCAT(a, b) MUSTER_CONCAT_(a, b)
#define MUSTER_TRY_(tmp, decl, expr) \
  auto tmp = (expr);                 \
  if (!tmp.ok()) return tmp.error(); \
  decl = std::move(tmp).value()
#define MUSTER_TRY(decl, expr) MUSTER_TRY_(MUSTER_CONCAT(result_, __LINE__), decl, expr)
// MUSTER_CHECK_OK(f()) returns the error, if there is one.
#define MUSTER_CHECK_OK(expr) \
  if (auto check_ = (expr); !check_.ok()) return check_.error()

}  // namespace muster
