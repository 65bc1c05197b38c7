// With the real data of npm's package (demo/package.json), and with files that somebody damaged.
#include <base/files.h>
#include <resources/address_origin.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include <gtest/gtest.h>
#include <unistd.h>

namespace muster::resources {
namespace {

const std::string kPackage = MUSTER_SOURCE_DIR "/demo/node_modules/@ip-location-db/geo-whois-asn-country-mmdb/";
const std::string kBoth = kPackage + "geo-whois-asn-country.mmdb";

identifiers::AddressRange::Bytes bytes(const std::string& text) {
  return identifiers::parse_address_range(text)->first;
}

std::string country(const AddressOrigins& origins, const std::string& address) {
  const auto origin = origins.of(bytes(address));
  return origin ? origin->country : "none";
}

const std::string kLists = MUSTER_SOURCE_DIR "/demo/node_modules/@ip-location-db/asn/asn-";
const std::vector<std::string> kNetworks{kLists + "ipv4.csv", kLists + "ipv6.csv"};

class Damaged : public testing::Test {
 protected:
  Damaged() : path_(testing::TempDir() + "origin-" + std::to_string(::getpid()) + ".mmdb") {}
  ~Damaged() override { std::filesystem::remove(path_); }
  std::string opened(const std::string& bytes) {
    EXPECT_TRUE(replace_file(path_, bytes).ok());
    const auto made = AddressOrigins::open({path_});
    return made.ok() ? "opened" : made.error().code;
  }
  // What a list of networks is refused for.
  std::string sentence(const std::string& list) {
    path_ = testing::TempDir() + "origin-" + std::to_string(::getpid()) + ".csv";
    EXPECT_EQ(opened(list), "origin_not_one");
    return AddressOrigins::open({path_}).error().sentence;
  }
  std::string path_;
};

TEST(AddressOrigins, RealAddresses) {
  const auto origins = AddressOrigins::open({kBoth});
  ASSERT_TRUE(origins.ok()) << origins.error().sentence;
  // Addresses that their registries have had in one country since long ago.
  EXPECT_EQ(country(**origins, "133.11.0.1"), "JP");     // a university, Tokyo
  EXPECT_EQ(country(**origins, "166.111.4.100"), "CN");  // a university, Beijing
  EXPECT_EQ(country(**origins, "141.20.1.1"), "DE");     // a university, Berlin
  EXPECT_EQ(country(**origins, "2001:638::1"), "DE");    // an academic network
  // Nobody's in particular, whatever the data says (it puts some of them into a country).
  for (const char* special :
       {"10.0.0.1", "192.168.1.1", "127.0.0.1", "192.0.2.1", "224.0.0.1", "::1", "fd00::1", "fe80::1", "2001:db8::1"})
    EXPECT_EQ(country(**origins, special), "none") << special;
  const auto origin = (*origins)->of(bytes("133.11.0.1"));
  const auto range = identifiers::parse_address_range(origin->range);
  ASSERT_TRUE(range.ok()) << origin->range;
  EXPECT_TRUE(range->contains(*identifiers::parse_address_range("133.11.0.1"))) << origin->range;
  EXPECT_GT((*origins)->built_at(), 1'700'000'000);
}

TEST(AddressOrigins, AFileOfOneKindAnswersForThatKind) {
  const auto v4 = AddressOrigins::open({kPackage + "geo-whois-asn-country-ipv4.mmdb"});
  ASSERT_TRUE(v4.ok());
  EXPECT_EQ(country(**v4, "133.11.0.1"), "JP");
  EXPECT_TRUE(identifiers::parse_address_range((*v4)->of(bytes("133.11.0.1"))->range)
                  ->contains(*identifiers::parse_address_range("133.11.0.1")));
  EXPECT_EQ(country(**v4, "2001:638::1"), "none");
  // The second file says what the first does not.
  const auto two = AddressOrigins::open(
      {kPackage + "geo-whois-asn-country-ipv4.mmdb", kPackage + "geo-whois-asn-country-ipv6.mmdb"});
  ASSERT_TRUE(two.ok());
  EXPECT_EQ(country(**two, "133.11.0.1"), "JP");
  EXPECT_EQ(country(**two, "2001:638::1"), "DE");
}

// Universities that have had their addresses and their network since long ago.
TEST(AddressOrigins, NetworksOfRealAddresses) {
  auto files = kNetworks;
  files.insert(files.begin(), kBoth);
  const auto origins = AddressOrigins::open(files);
  ASSERT_TRUE(origins.ok()) << origins.error().sentence;
  const auto v4 = (*origins)->of(bytes("133.11.0.1"));
  EXPECT_EQ(v4->network, 2501);
  EXPECT_EQ(v4->country, "JP");
  EXPECT_FALSE(v4->network_name.empty());
  EXPECT_EQ((*origins)->of(bytes("2001:638::1"))->network, 680);
  EXPECT_FALSE((*origins)->of(bytes("10.0.0.1")));
  // The lists alone know no country, and say the range that they know it for.
  const auto alone = AddressOrigins::open(kNetworks);
  ASSERT_TRUE(alone.ok());
  const auto found = (*alone)->of(bytes("133.11.0.1"));
  EXPECT_EQ(found->network, 2501);
  EXPECT_EQ(found->country, "");
  EXPECT_TRUE(identifiers::parse_address_range(found->range)->contains(*identifiers::parse_address_range("133.11.0.1")))
      << found->range;
  EXPECT_EQ((*alone)->built_at(), 0);
}

TEST(AddressOrigins, ManyThreadsReadOneFile) {
  const auto origins = AddressOrigins::open({kBoth});
  ASSERT_TRUE(origins.ok());
  std::atomic<int> good{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 2'000; ++i) good += country(**origins, "133.11.0." + std::to_string(i % 250)) == "JP";
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(good, 8'000);
}

TEST(AddressOrigins, WhatIsNotThereIsNotInstalled) {
  EXPECT_EQ(AddressOrigins::open({"/nowhere/at-all.mmdb"}).error().code, "origin_not_installed");
  EXPECT_EQ(AddressOrigins::open({"/nowhere/at-all.csv"}).error().code, "origin_not_installed");
  EXPECT_EQ(AddressOrigins::open({}).error().code, "origin_not_installed");
  EXPECT_EQ(AddressOrigins::open({kBoth, "/nowhere/at-all.mmdb"}).error().code, "origin_not_installed");
}

TEST_F(Damaged, FilesThatAreNone) {
  const std::string whole = *read_file(kBoth);
  EXPECT_EQ(opened(""), "origin_not_one");
  EXPECT_EQ(opened("network,country\n"), "origin_not_one");
  EXPECT_EQ(opened(std::string(100'000, '\xff')), "origin_not_one");
  EXPECT_EQ(opened(whole.substr(0, whole.size() / 2)), "origin_not_one") << "cut off";
  EXPECT_EQ(opened(whole.substr(0, 100)), "origin_not_one");
}

TEST_F(Damaged, ListsOfNetworksThatAreNone) {
  EXPECT_NE(sentence("").find("empty"), std::string::npos);
  EXPECT_NE(sentence("1.0.0.0,1.0.0.255,1,A\nnetwork,country\n").find("line 2"), std::string::npos);
  EXPECT_NE(sentence("1.0.0.255,1.0.0.0,1,A\n").find("line 1 has no range"), std::string::npos);
  EXPECT_NE(sentence("1.0.0.0,2001::,1,A\n").find("line 1 has no range"), std::string::npos);
  EXPECT_NE(sentence("1.0.0.0,1.0.0.255,4294967296,A\n").find("no number"), std::string::npos);
  EXPECT_NE(sentence("1.0.0.0,1.0.0.255,0,A\n").find("no number"), std::string::npos);
  EXPECT_NE(sentence("1.0.0.0,1.0.0.255,1,\xff\n").find("line 1"), std::string::npos);
  const std::string whole = *read_file(kNetworks[0]);
  EXPECT_EQ(opened(whole.substr(0, whole.rfind(','))), "origin_not_one") << "cut off";
}

TEST_F(Damaged, OfTwoRangesThatMeetTheLaterHolds) {
  path_ = testing::TempDir() + "origin-" + std::to_string(::getpid()) + ".csv";
  ASSERT_EQ(opened("1.0.0.0,1.0.1.255,1,A\n1.0.1.0,1.0.2.255,2,B\n"), "opened");
  const auto origins = *AddressOrigins::open({path_});
  EXPECT_EQ(origins->of(bytes("1.0.0.255"))->network, 1);
  EXPECT_EQ(origins->of(bytes("1.0.1.0"))->network, 2);
  EXPECT_EQ(origins->of(bytes("1.0.2.255"))->network_name, "B");
  EXPECT_FALSE(origins->of(bytes("1.0.3.0")));
}

// The tree and its data are gone, what describes them is whole: no answer may be read out of bounds.
TEST_F(Damaged, AHollowFileAnswersNothingAndHarmsNobody) {
  const std::string whole = *read_file(kBoth);
  const std::size_t metadata = whole.rfind("\xab\xcd\xefMaxMind.com");
  ASSERT_NE(metadata, std::string::npos);
  for (const char filler : {'\0', '\xff', '\x41'}) {
    std::string hollow(metadata, filler);
    hollow += whole.substr(metadata);
    ASSERT_TRUE(replace_file(path_, hollow).ok());
    const auto origins = AddressOrigins::open({path_});
    if (!origins.ok()) {
      EXPECT_EQ(origins.error().code, "origin_not_one");
      continue;
    }
    for (int i = 0; i < 256; ++i) {
      const std::string byte = std::to_string(i);
      EXPECT_EQ(country(**origins, byte + "." + byte + ".3.4"), "none");
      EXPECT_EQ(country(**origins, "2001:" + byte + "::1"), "none");
    }
  }
  // The front cut away: the tree that is described does not fit.
  EXPECT_EQ(opened(whole.substr(metadata)), "origin_not_one");
}

}  // namespace
}  // namespace muster::resources
