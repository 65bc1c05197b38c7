#include <testing/address_guard.h>

#include <gtest/gtest.h>

namespace muster::testing {
namespace {

TEST(AddressGuard, RefusesWhatIsNotPublic) {
  const std::pair<const char*, const char*> all[] = {{"127.0.0.1", "loopback"},
                                                     {"127.255.255.254", "loopback"},
                                                     {"0.0.0.0", "unspecified"},
                                                     {"10.0.0.1", "private"},
                                                     {"172.16.0.1", "private"},
                                                     {"172.31.255.255", "private"},
                                                     {"192.168.1.1", "private"},
                                                     {"169.254.169.254", "link_local"},
                                                     {"100.64.0.1", "shared"},
                                                     {"100.127.255.255", "shared"},
                                                     {"224.0.0.1", "multicast"},
                                                     {"255.255.255.255", "reserved"},
                                                     {"198.18.0.1", "benchmarking"},
                                                     {"192.0.2.1", "documentation"},
                                                     {"203.0.113.9", "documentation"},
                                                     {"::1", "loopback"},
                                                     {"::", "unspecified"},
                                                     {"fe80::1", "link_local"},
                                                     {"fec0::1", "site_local"},
                                                     {"fc00::1", "unique_local"},
                                                     {"fd12::1", "unique_local"},
                                                     {"ff02::1", "multicast"},
                                                     {"2001:db8::1", "documentation"},
                                                     {"::ffff:127.0.0.1", "translated"},
                                                     {"::ffff:10.0.0.1", "translated"},
                                                     {"::127.0.0.1", "translated"},
                                                     {"64:ff9b::7f00:1", "translated"},
                                                     {"64:ff9b::a9fe:a9fe", "translated"},
                                                     {"64:ff9b:1::1", "translated"},
                                                     {"2002:7f00:1::", "translated"},
                                                     {"2002:c0a8:101::1", "translated"},
                                                     {"2001::1", "translated"},
                                                     {"100::1", "reserved"},
                                                     {"localhost", "not_ip"},
                                                     {"127.1", "not_ip"},
                                                     {"", "not_ip"}};
  for (const auto& [address, why] : all) EXPECT_EQ(refused_because(std::string(address)), why) << address;
}

TEST(AddressGuard, LetsPublicOnesPass) {
  for (const char* address :
       {"1.1.1.1", "8.8.8.8", "172.15.0.1", "172.32.0.1", "100.63.255.255", "192.0.3.1", "223.255.255.1",
        "2606:4700::1111", "2a00:1450::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"})
    EXPECT_EQ(refused_because(std::string(address)), "") << address;
}

}  // namespace
}  // namespace muster::testing
