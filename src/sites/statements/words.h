// What a statement says, in two languages; {name} is filled in. Inside of the room.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace muster::statements {

// The words of a key; a key without words is our own bug and throws.
std::string_view say(std::string_view language, std::string_view key);
std::string say(std::string_view language, std::string_view key,
                std::initializer_list<std::pair<std::string_view, std::string_view>> fill);
bool words_are_complete();

}  // namespace muster::statements
