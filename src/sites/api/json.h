// What every handler of this room says, from the room `web`. Not a public header.
#pragma once

#include <web/json.h>

namespace muster::api {

using namespace web;

}  // namespace muster::api
