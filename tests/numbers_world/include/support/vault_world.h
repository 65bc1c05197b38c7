// A vault for the tests of the numbers wing, with people who are nobody: names of specimens, generated numbers.
#pragma once

#include <vault/vault.h>

#include <support/numbers_world.h>

namespace muster::test {

class VaultTest : public NumbersTest {
 protected:
  VaultTest() : vault_(make_ring(), recorder_) {}
  ~VaultTest() override { std::filesystem::remove(ring_path_); }
  vault::KeyRing make_ring() {
    ring_path_ = (std::filesystem::temp_directory_path() / ("muster-ring-" + new_id(clock_, random_))).string();
    return *vault::KeyRing::create(ring_path_, clock_, random_);
  }
  std::string ring_path_;
  vault::Vault vault_;
};

}  // namespace muster::test
