#include <billing/charge_line.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace muster::billing {
namespace {

constexpr std::string_view kHeader = "usageId,usageDate,serviceCode,price,currency,transactionId,partnerId,msisdn";

Columns header(std::string_view text = kHeader) {
  auto columns = charge_columns(text);
  EXPECT_TRUE(columns.ok());
  return columns.ok() ? *columns : Columns{};
}

LineFault fault_of(std::string_view line) {
  ChargeLine out;
  return parse_charge(line, header(), out);
}

TEST(ChargeLine, ReadsWhatItIsAskedFor) {
  ChargeLine out;
  ASSERT_EQ(parse_charge("u1,2026-03-01T09:30:00.25+08:00,RING-1,2.00,CNY,tx-1,,x\r", header(), out), LineFault::none);
  EXPECT_EQ(out.usage_id, "u1");
  EXPECT_EQ(out.code, "RING-1");
  EXPECT_EQ(out.amount, 200);
  EXPECT_EQ(out.currency, "CNY");
  EXPECT_EQ(out.transaction, "tx-1");
  EXPECT_EQ(out.at_ms, 1'772'328'600'250);
}

TEST(ChargeLine, FieldsAreViewsIntoTheLine) {
  const std::string line = "\"u1\",2026-03-01T01:30:00Z,RING-1,2.00,CNY,tx-1,,x";
  ChargeLine out;
  ASSERT_EQ(parse_charge(line, header(), out), LineFault::none);
  for (const auto field : {out.usage_id, out.code, out.currency, out.transaction}) {
    EXPECT_GE(field.data(), line.data());
    EXPECT_LE(field.data() + field.size(), line.data() + line.size());
  }
}

TEST(ChargeLine, NamesOfTheHeader) {
  EXPECT_TRUE(charge_columns("Usage Date;service_code;amount;CURRENCY;external-id").ok());
  EXPECT_EQ(charge_columns("usage_date,price,currency,transaction_id").error().code, "charges_column");
  EXPECT_EQ(charge_columns("usage_date,date,service_code,price,currency,transaction_id").error().code,
            "charges_column_twice");
  EXPECT_EQ(charge_columns("nothing").error().code, "charges_header");
  EXPECT_EQ(confirmation_columns("transactionId,step").error().code, "charges_column");
  EXPECT_TRUE(confirmation_columns("transactionId,confirmedAt").ok());
}

TEST(ChargeLine, EachFault) {
  EXPECT_EQ(fault_of(""), LineFault::empty);
  EXPECT_EQ(fault_of("u1,2026-03-01T09:30:00Z,RING-1"), LineFault::columns);
  EXPECT_EQ(fault_of("u1,2026-03-01 09:30,RING-1,2,CNY,t,,"), LineFault::date);
  EXPECT_EQ(fault_of("u1,2026-02-30T09:30:00Z,RING-1,2,CNY,t,,"), LineFault::date);
  EXPECT_EQ(fault_of("u1,2026-03-01T09:30:00Z,RING 1,2,CNY,t,,"), LineFault::code);
  EXPECT_EQ(fault_of("u1,2026-03-01T09:30:00Z,RING-1,2,cny,t,,"), LineFault::currency);
  EXPECT_EQ(fault_of("u1,2026-03-01T09:30:00Z,RING-1,-2,CNY,t,,"), LineFault::price);
  EXPECT_EQ(fault_of("u1,2026-03-01T09:30:00Z,RING-1,2.001,CNY,t,,"), LineFault::price);
  EXPECT_EQ(fault_of("u1,2026-03-01T09:30:00Z,RING-1,2,CNY,,,"), LineFault::transaction);
  EXPECT_EQ(fault_of("u 1,2026-03-01T09:30:00Z,RING-1,2,CNY,t,,"), LineFault::usage);
  EXPECT_EQ(fault_of("\"u1,2026-03-01T09:30:00Z,RING-1,2,CNY,t,,"), LineFault::quote);
  EXPECT_EQ(fault_of("\"u1\"x,2026-03-01T09:30:00Z,RING-1,2,CNY,t,,"), LineFault::quote);
  EXPECT_EQ(fault_of(std::string(kLineMax + 1, 'x')), LineFault::too_long);
}

TEST(ChargeLine, EveryFaultHasItsWords) {
  for (std::size_t i = 1; i < kLineFaults; ++i) {
    EXPECT_NE(std::string(code(static_cast<LineFault>(i))), "");
    EXPECT_NE(std::string(sentence(static_cast<LineFault>(i))), "");
  }
}

TEST(ChargeLine, PricesInMinorUnits) {
  std::int64_t out = 0;
  EXPECT_TRUE(parse_price("2", "CNY", out) && out == 200);
  EXPECT_TRUE(parse_price("0.5", "CNY", out) && out == 50);
  EXPECT_TRUE(parse_price("2.5000", "CNY", out) && out == 250);
  EXPECT_TRUE(parse_price("100", "JPY", out) && out == 100);
  EXPECT_TRUE(parse_price("1.234", "KWD", out) && out == 1234);
  for (const char* bad : {"", ".", ".5", "2.", "1e3", "2,00", "0.5.1", "99999999999", "100.5"})
    EXPECT_FALSE(parse_price(bad, "JPY", out)) << bad;
}

TEST(ChargeLine, WhatCouldBeANumberIsNotKept) {
  for (const char* number : {"13800138000", "+86 138-0013-8000", "008613800138000", "5550100"})
    EXPECT_EQ(kept(number), "") << number;
  for (const char* other : {"tx-13800138000", "123456", "2026030109300000001"}) EXPECT_EQ(kept(other), other);
}

RC_GTEST_PROP(ChargeLine, AnyBytesGiveAFaultOrViews, (const std::string& line)) {
  ChargeLine out;
  if (parse_charge(line, header(), out) != LineFault::none) return;
  RC_ASSERT(is_code(out.code));
  RC_ASSERT(out.code.data() >= line.data() && out.code.data() + out.code.size() <= line.data() + line.size());
}

}  // namespace
}  // namespace muster::billing
