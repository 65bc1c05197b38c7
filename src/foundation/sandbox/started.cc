#include "started.h"

#include <sandbox/child.h>

#include <array>
#include <cerrno>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace muster::sandbox {

pid_t spawn(const std::string& program, const std::string& setting, int in, int out, int inherited) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  if (inherited >= 0) posix_spawn_file_actions_adddup2(&actions, inherited, kInheritedFile);
  // Nothing of this process's environment: keys and addresses of databases may stand there.
  std::string name = program, variable = setting;
  std::array<char*, 2> argv{name.data(), nullptr};
  std::array<char*, 2> environment{variable.empty() ? nullptr : variable.data(), nullptr};
  pid_t pid = -1;
  const int fault = posix_spawn(&pid, program.c_str(), &actions, nullptr, argv.data(), environment.data());
  posix_spawn_file_actions_destroy(&actions);
  return fault == 0 ? pid : -1;
}

bool collect(pid_t pid) {
  int status = 0;
  while (waitpid(pid, &status, 0) < 0)
    if (errno != EINTR) return false;
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace muster::sandbox
