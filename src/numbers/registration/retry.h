// Writing that somebody else may have been quicker at. Inside of the room.
#pragma once

#include <store/database.h>

#include <string_view>

namespace muster::registration {

inline constexpr int kQuickerTriesMax = 20;  // each time somebody else got on

// The schema refused what another process had taken meanwhile: looking again finds it.
inline bool was_quicker(const Error& error) {
  for (const std::string_view code : {"already_exists", "document_known", "registration_exists", "transfer_exists",
                                      "ownership_overlap", "holder_exists", "vault_key_retired", "stale_version"})
    if (error.code == code) return true;
  return false;
}

// F as of Database::write. Runs it again while somebody was quicker.
template <class F>
auto write_again(store::Database& database, F&& body) -> std::invoke_result_t<F, store::Transaction&> {
  for (int i = 0;; ++i) {
    auto done = database.write(body);
    if (done.ok() || i >= kQuickerTriesMax || !was_quicker(done.error())) return done;
  }
}

}  // namespace muster::registration
