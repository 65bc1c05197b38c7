// Argon2id (RFC 9106) by libsodium, and what a password must be. Part of SignIn.
#include <base/text.h>
#include <http/rate_limit.h>
#include <http/sign_in.h>

#include <fmt/format.h>
#include <sodium.h>

namespace muster::http {
namespace {

std::size_t characters_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

}  // namespace

SignInOptions SignInOptions::quick_for_tests() {
  SignInOptions options;
  options.hash_operations = crypto_pwhash_OPSLIMIT_MIN;
  options.hash_memory_bytes = crypto_pwhash_MEMLIMIT_MIN;
  options.hashing_at_once = 8;
  return options;
}

// A hash takes hash_memory_bytes, so that only a few may run at a time and few may wait: a flood of sign-ins must take
// neither all memory nor all workers.
Result<void> SignIn::within_limits(const std::function<void()>& work) {
  {
    std::unique_lock lock(hashing_mutex_);
    if (hashing_ >= options_.hashing_at_once) {
      if (waiting_ >= options_.hashing_at_once)
        return unavailable("sign_in_busy", "Many people are signing in right now. Try again in a moment.");
      ++waiting_;
      hashing_free_.wait(lock, [this] { return hashing_ < options_.hashing_at_once; });
      --waiting_;
    }
    ++hashing_;
  }
  work();
  {
    std::lock_guard lock(hashing_mutex_);
    --hashing_;
  }
  hashing_free_.notify_one();
  return {};
}

Result<bool> SignIn::verify(const std::string& hash, const std::string& password) {
  bool right = false;
  MUSTER_CHECK_OK(
      within_limits([&] { right = crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0; }));
  return right;
}

Result<void> SignIn::check_password(const std::string& user_name, const std::string& password) const {
  if (password.size() > options_.password_max_bytes)
    return invalid("password_long", fmt::format("A password has at most {} bytes.", options_.password_max_bytes),
                   "password");
  if (!is_valid_utf8(password) || characters_of(password) < options_.password_min)
    return invalid("password_short", fmt::format("A password has at least {} characters.", options_.password_min),
                   "password");
  const std::string lower = to_lower_ascii(password);
  if (std::set<char>(password.begin(), password.end()).size() < 5 ||
      (user_name.size() > 3 && lower.find(user_name) != std::string::npos))
    return invalid("password_common", "This password is too easy to guess: it repeats itself or holds the user name.",
                   "password");
  return {};
}

Result<std::string> SignIn::new_hash(const std::string& user_name, const std::string& password) {
  MUSTER_CHECK_OK(check_password(user_name, password));
  std::array<char, crypto_pwhash_STRBYTES> out{};
  int failed = 0;
  MUSTER_CHECK_OK(within_limits([&] {
    failed = crypto_pwhash_str(out.data(), password.data(), password.size(), options_.hash_operations,
                               options_.hash_memory_bytes);
  }));
  if (failed)
    return unavailable("sign_in_busy",
                       "There isn't enough memory to check passwords right now. Try again in a moment.");
  return std::string(out.data());
}

}  // namespace muster::http
