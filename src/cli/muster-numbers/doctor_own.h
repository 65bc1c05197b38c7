// What `muster-numbers doctor` looks at beside what both programs have.
#pragma once

#include "background.h"
#include "work.h"

#include <doctor/doctor.h>

namespace muster::cli {

struct OwnDoctor {
  AuthorityChoice authority;
  SmsChoice sms;

  void add_options(CLI::App& command) {
    add_authority_options(command, authority);
    add_sms_options(command, sms);
  }
  std::vector<doctor::Finding> look(Instance& instance) const;
};

}  // namespace muster::cli
