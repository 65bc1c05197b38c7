// A time-stamp authority of the tests' own, made with the openssl command, and one of a root that nobody trusts. For
// tests.
#pragma once

#include <base/files.h>
#include <base/random.h>
#include <base/time.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include <evidence/time_stamp.h>

namespace muster::evidence {

class LocalAuthority {
 public:
  LocalAuthority() {
    SystemClock clock;
    SystemRandom random;
    folder_ = (std::filesystem::temp_directory_path() / ("muster-authority-" + new_id(clock, random))).string();
    std::filesystem::create_directories(folder_);
    const std::string script = std::string(MUSTER_SOURCE_DIR) + "/tests/support/time_stamp_authority.sh";
    run("sh '" + script + "' '" + folder_ + "'");
  }
  ~LocalAuthority() { std::filesystem::remove_all(folder_); }
  std::string root() const { return folder_ + "/root.pem"; }
  std::string root_pem() const { return *read_file(root()); }
  std::string other_root_pem() const { return *read_file(folder_ + "/other.pem"); }
  // Signed by the certificate of that name: "tsa", or "stranger" (of the other root).
  std::string reply(const std::string& query, const std::string& signer = "tsa") const {
    std::ofstream(folder_ + "/q.tsq", std::ios::binary) << query;
    run("cd '" + folder_ + "' && rm -f r.tsr && openssl ts -reply -config tsa.cnf -section " + signer +
        " -queryfile q.tsq -out r.tsr 2>/dev/null");
    return *read_file(folder_ + "/r.tsr");
  }

 private:
  static void run(const std::string& command) {
    if (std::system(command.c_str()) != 0) throw std::runtime_error("openssl failed: " + command);
  }
  std::string folder_;
};

}  // namespace muster::evidence
