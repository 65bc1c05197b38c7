// Starting a program with two files of ours and nothing else.
#pragma once

#include <string>

#include <sys/types.h>

namespace muster::sandbox {

// `inherited`: becomes kInheritedFile of the program; -1: none. -1: it could not be started.
pid_t spawn(const std::string& program, const std::string& setting, int in, int out, int inherited);
// Whether it ended by itself, and well.
bool collect(pid_t pid);

}  // namespace muster::sandbox
