// Pages by the beginning of a text, on both back ends and in their own order of texts.
#include <store/database.h>
#include <store/key_range.h>

#include <gtest/gtest.h>
#include <support/test_database.h>

namespace muster::store {
namespace {

class KeyRanges : public ::testing::TestWithParam<Backend> {
 protected:
  KeyRanges() : db_(GetParam()) {
    static constexpr Sql kFill{"fill", "insert into key_range(key, id) values(:key, :id)"};
    const bool postgres = GetParam() == Backend::postgres;
    auto owner = Database::open(db_.owner_url());
    EXPECT_TRUE((*owner)
                    ->script(std::string("create table key_range(key text ") + (postgres ? "collate \"C\" " : "") +
                             "not null, id text not null)")
                    .ok());
    if (postgres) EXPECT_TRUE((*owner)->script("grant select, insert on key_range to muster_app").ok());
    (void)db_->write([&](Transaction& tx) -> Result<void> {
      for (const auto* key : {"a", "ab", "ab-c", "ab.c", "abc", "abc", "ab\xe4\xb8\xad", "ab~", "b"})
        tx.run(kFill, {{"key", key}, {"id", "id" + std::to_string(++filled_)}});
      return {};
    });
  }
  std::string page(const Sql& sql, const KeyRange& range, const std::string& after_id = "") {
    std::string out;
    (void)db_->read([&](Transaction& tx) -> Result<void> {
      Binds binds{{"low", range.low}, {"high", range.high}};
      if (std::string_view(sql.text).find(":after_id") != std::string_view::npos)
        binds.emplace_back("after_id", after_id);
      for (const auto& row : tx.query(sql, binds)) (out += row.text("key")) += ' ';
      return {};
    });
    return out;
  }
  static constexpr Sql kUnique{"unique",
                               "select key from key_range where key >= :low and key < :high order by key limit 3"};
  static constexpr Sql kPairs{"pairs",
                              "select key from key_range where key >= :low and key < :high and (key, id) > (:low, "
                              ":after_id) order by key, id limit 3"};

  test::TestDatabase db_;
  int filled_ = 0;
};
MUSTER_ON_BOTH_BACKENDS(KeyRanges);

TEST_P(KeyRanges, GoOnBehindTheLastKey) {
  EXPECT_EQ(page(kUnique, keys_behind("ab", "")), "ab ab-c ab.c ");
  EXPECT_EQ(page(kUnique, keys_behind("ab", "ab.c")), "abc abc ab~ ");
  EXPECT_EQ(page(kUnique, keys_behind("ab", "ab~")), "ab\xe4\xb8\xad ");
  EXPECT_EQ(page(kUnique, keys_behind("ab", "ab\xe4\xb8\xad")), "");
  EXPECT_EQ(page(kUnique, keys_behind("ab", "a")), "ab ab-c ab.c ") << "a key from before the text begins at the text";
  EXPECT_EQ(page(kUnique, keys_behind("", "ab~")), "ab\xe4\xb8\xad b ");
}

TEST_P(KeyRanges, GoOnInsideOfEqualKeys) {
  EXPECT_EQ(page(kPairs, keys_from("ab", "")), "ab ab-c ab.c ");
  EXPECT_EQ(page(kPairs, keys_from("ab", "abc"), "id5"), "abc ab~ ab\xe4\xb8\xad ");
  EXPECT_EQ(page(kPairs, keys_from("ab", "abc"), "id6"), "ab~ ab\xe4\xb8\xad ");
}

}  // namespace
}  // namespace muster::store
