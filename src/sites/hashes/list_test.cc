#include <hashes/list_file.h>
#include <hashes/matcher.h>

#include <gtest/gtest.h>

namespace muster::hashes {
namespace {

const std::string kA(64, 'a'), kB(64, 'b');

struct Read {
  std::vector<std::string> hashes, faults;
  ListFileCounts counts;
  std::string error;
};
Read read(const std::string& text, ListFormat format = ListFormat::automatic) {
  Read out;
  const auto done = read_list(
      bytes_from(text), format,
      [&](const ListedHash& h) { out.hashes.push_back(to_hex(h.hash).substr(0, 2) + " " + std::to_string(h.quality)); },
      [&](const ListFault& f) {
        EXPECT_FALSE(f.error.sentence.empty());
        out.faults.push_back(std::to_string(f.line) + " " + f.error.code + " " + f.error.field);
      });
  if (done.ok())
    out.counts = *done;
  else
    out.error = done.error().code;
  return out;
}
using Texts = std::vector<std::string>;

TEST(ListFile, PlainLines) {
  const Read r = read("\xef\xbb\xbf" + kA + ",87,picture.jpg\r\n\n" + kB + "\nnonsense,5\n" + kA + ",101\n");
  EXPECT_EQ(r.hashes, (Texts{"aa 87", "bb 100"}));
  EXPECT_EQ(r.faults, (Texts{"4 pdq_form hash", "5 list_quality quality"}));
  EXPECT_EQ(r.counts.format, ListFormat::lines);
  EXPECT_EQ(r.counts.records, 4);
  EXPECT_EQ(r.counts.bad, 2);
}

TEST(ListFile, CsvOfThreatExchange) {
  const Read r = read("id,indicator,type,should_delete,tags\n1," + kA + ",HASH_PDQ,false,\"a,b\"\n2," + kB +
                      ",HASH_PDQ,true,\n3,0123,HASH_MD5,false,\n4,,HASH_PDQ,false,\n5,xyz,HASH_PDQ,,\n6,\"open\n");
  EXPECT_EQ(r.hashes, Texts{"aa 100"});
  EXPECT_EQ(r.counts.format, ListFormat::csv);
  EXPECT_EQ(r.counts.other_kind, 1);
  EXPECT_EQ(r.counts.withdrawn, 1);
  EXPECT_EQ(r.faults, (Texts{"5 hash_missing hash", "6 pdq_form hash", "7 csv_quote_open "}));
}

TEST(ListFile, JsonOfTheExchanges) {
  EXPECT_EQ(read(R"({"data":[{"indicator":")" + kA +
                 R"(","type":"HASH_PDQ","should_delete":false},{"indicator":"x","type":"HASH_MD5"},)" +
                 R"({"indicator":")" + kB + R"(","type":"HASH_PDQ","should_delete":true}],"paging":{}})")
                .hashes,
            Texts{"aa 100"});
  EXPECT_EQ(read(R"([{"signal_str":")" + kA + R"(","signal_type":"pdq","quality":70}, ")" + kB + R"("])").hashes,
            (Texts{"aa 70", "bb 100"}));
  EXPECT_EQ(read(R"({"hashRecords":[{"hashValue":")" + kA +
                 R"(","signalType":"ImagePDQ"},{"hashValue":"1","signalType":"VideoMD5"}]})")
                .hashes,
            Texts{"aa 100"});
  EXPECT_EQ(read(R"({"entries":[{"id":"1","fingerprints":[{"type":"MD5","value":"0"},{"type":"PDQ","value":")" + kB +
                 R"("}]}]})")
                .hashes,
            Texts{"bb 100"});
  EXPECT_EQ(read(R"({"hashes":[")" + kA + R"("]})").hashes, Texts{"aa 100"});
  const Read r = read(R"([5, {"pdq":"zz"}, {"quality":3}, {"pdq":")" + kA + R"(","quality":"many"}])");
  EXPECT_EQ(r.faults,
            (Texts{"1 record_form record", "2 pdq_form hash", "3 hash_missing hash", "4 list_quality quality"}));
}

TEST(ListFile, JsonLines) {
  const Read r = read(R"({"hash":")" + kA + "\",\"quality\":60}\n{\"hash\": 1\n" + R"({"hash":")" + kB + "\"}\n");
  EXPECT_EQ(r.counts.format, ListFormat::jsonl);
  EXPECT_EQ(r.hashes, (Texts{"aa 60", "bb 100"}));
  EXPECT_EQ(r.faults, Texts{"2 record_form record"});
}

TEST(ListFile, WhatIsNoList) {
  EXPECT_EQ(read("").error, "list_empty");
  EXPECT_EQ(read("{\"data\":5}").error, "list_json");
  EXPECT_EQ(read("[").error, "list_json");
  EXPECT_EQ(read("name,quality\nx,5\n").error, "list_header");
  EXPECT_EQ(read(std::string(70'000, '[')).error, "list_json") << "deep nesting";
  EXPECT_EQ(read(std::string("\xff\xfe"
                             "a\0,\0",
                             6))
                .error,
            "text_is_utf16");
  const Read longest = read(kA + "," + std::string(kListRecordBytesMax, '9') + "\n" + kB + "\n");
  EXPECT_EQ(longest.faults, Texts{"1 csv_record_too_long "});
  EXPECT_EQ(longest.hashes, Texts{"bb 100"});
}

TEST(ListRules, EveryFaultAtOnce) {
  NewList list;
  list.distance_max = 32;
  list.quality_min = -1;
  const auto wrong = check_list(list);
  ASSERT_FALSE(wrong.ok());
  EXPECT_EQ(wrong.error().all.size(), 6u);
  list = {"Known", ListKind::explicit_unlawful, "Publisher", "1", "CC0", std::string(64, '0'), 31, 50};
  EXPECT_TRUE(check_list(list).ok());
  list.name = "two\nlines";
  EXPECT_EQ(check_list(list).error().code, "list_name");
}

Match match(ListKind kind, int distance, bool aside = false) {
  return {"l", "L", kind, distance, Turned::as_it_is, aside};
}
TEST(Judge, HarmlessPicturesLiftWhatIsNoNearer) {
  using K = ListKind;
  EXPECT_TRUE(judge({match(K::explicit_unlawful, 9)}).is_clue());
  EXPECT_FALSE(judge({match(K::explicit_unlawful, 9), match(K::harmless, 9)}).is_clue());
  EXPECT_TRUE(judge({match(K::explicit_unlawful, 9), match(K::harmless, 9)}).lifted);
  EXPECT_TRUE(judge({match(K::explicit_unlawful, 8), match(K::harmless, 9)}).is_clue());
  EXPECT_TRUE(judge({match(K::child_abuse_material, 9), match(K::harmless, 9)}).drop);
  EXPECT_FALSE(judge({match(K::child_abuse_material, 9), match(K::harmless, 8)}).drop);
  const Verdict aside = judge({match(K::child_abuse_material, 3, true)});
  EXPECT_TRUE(aside.drop) << "its bytes are forgotten all the same";
  EXPECT_FALSE(aside.is_clue()) << "but it opens nothing";
  EXPECT_FALSE(judge({match(K::harmless, 0)}).is_clue());
}

}  // namespace
}  // namespace muster::hashes
