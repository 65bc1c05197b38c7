// Rows of accounts as values. Inside the room.
#pragma once

#include <http/sign_in.h>

namespace muster::http {

Account account_of(const store::Row& row);

}  // namespace muster::http
