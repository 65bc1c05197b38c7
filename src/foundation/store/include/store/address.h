// A database's address: a file's path for SQLite, or postgresql://… Pure; thread-safe.
#pragma once

#include <string_view>

namespace muster::store {

inline bool is_postgres(std::string_view address) {
  return address.starts_with("postgresql://") || address.starts_with("postgres://");
}

}  // namespace muster::store
