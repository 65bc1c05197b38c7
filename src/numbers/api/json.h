// What every handler of this room says, from the room `web`. Not a public header.
#pragma once

#include <web/json.h>

namespace muster::numbers_api {

using namespace web;

}  // namespace muster::numbers_api
